import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { UploadedPackages } from '../../bench/deploy/packages/uploaded';
import { findPython, startLocalAws } from '../../local-aws';
import { zipOf } from '../../zip';
import { run } from './support/terraform';

test('the quick benchmark prints its tables, finds each package whole and ends well', async () => {
  const root = resolve(__dirname, '../..');

  const { exitCode, output } = await run('node', ['--expose-gc', 'dist/bench/main.js', '--quick'], root, {});

  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  const synth = ['cdktf synth', 'node alone', '1 codeless', '1 handwritten', '10 codeless', '10 handwritten'];
  const deploy = [
    ...['nothing changed', 'code changed', 'code changed, calls to AWS', '--help'],
    ...['nothing changed, 5 ms a call, 0.1 s of settling', 'code changed, 5 ms a call, 0.1 s of settling'],
    ...[
      'nothing changed, 2 MB in 100 files',
      'one file changed, 2 MB in 100 files',
      'one file changed, 2 MB in files of 1 MB',
      'packing alone, 2 MB in 100 files, of it reading the package back',
    ],
  ];
  for (const row of [...synth, ...deploy, 'git push to the end of its pipeline']) {
    expect(output).toMatch(new RegExp(`^${row} +\\d`, 'm'));
  }
  expect(output).toMatch(/^Python's zipfile unpacked the [1-9]\d* packages that codeless uploaded: each is whole/m);
  expect(output).toMatch(/^goals: \d+ met, \d+ missed, \d+ not measured$/m);
});

test('a package in the bucket that is not its source ends the benchmark, and each is checked once', async () => {
  const python = findPython() ?? 'python3';
  const directory = mkdtempSync(join(tmpdir(), 'bench-e2e-'));
  const source = join(directory, 'app.py');
  const aws = await startLocalAws({ settling: 0 });
  try {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const s3 = new S3Client({ endpoint: aws.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'packages' }));
    const put = async (key: string, content: string): Promise<void> => {
      const Body = zipOf([{ path: 'app.py', content }]);
      await s3.send(new PutObjectCommand({ Bucket: 'packages', Key: key, Body }));
    };
    const work = mkdtempSync(join(tmpdir(), 'bench-e2e-'));
    const packages = new UploadedPackages(s3, 'packages', python, work);
    const check = (): Promise<string> => packages.check('bench-codeless', directory).then(() => 'whole', String);

    writeFileSync(source, 'VALUE = 1\n');
    await put('lambda-ci/bench-codeless/1/app.zip', 'VALUE = 1\n');
    await put('lambda-ci/bench-codeless/1/deps.zip', 'whole, and no source\n');
    await put('bench-lambroll/function.zip', 'of another program\n');
    expect([await check(), packages.count]).toEqual(['whole', 2]);
    writeFileSync(source, 'VALUE = 2\n');
    expect([await check(), packages.count]).toEqual(['whole', 2]);
    await put('lambda-ci/bench-codeless/2/app.zip', 'VALUE = 3\n');
    expect(await check()).toMatch(
      /codeless uploaded a broken package, lambda-ci\/bench-codeless\/2\/app\.zip: [^]*app\.py differs from its source/,
    );
    rmSync(work, { recursive: true });
  } finally {
    await aws.stop();
    rmSync(directory, { recursive: true });
  }
});
