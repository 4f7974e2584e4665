import { cpSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CreateAliasCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

import { zipped } from '../helpers/zips';
import { startLocalAws, type LocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { startCodeless } from './support/codeless-program';
import { temporaryDirectory } from './support/temporary';

const BUCKET = 'unchanged-packages';

const SOURCES = {
  python: { runtime: 'python3.12', handler: 'app.handler', files: { 'app.py': 'def handler(e, c): return 1\n' } },
  nodejs: { runtime: 'nodejs22.x', handler: 'app.handler', files: { 'app.js': 'exports.handler = async () => 1;\n' } },
} as const;

const INSTALL = 'mkdir -p "$CODELESS_TARGET/lib" && cp wanted.txt "$CODELESS_TARGET/lib/"';

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

afterAll(() => aws.stop());

async function createFunction(name: string, runtime: 'python3.12' | 'nodejs22.x', handler: string): Promise<void> {
  const lambda = new LambdaClient(clientConfig(aws.environment));
  const ZipFile = zipped({ 'placeholder.txt': 'none' });
  const Role = 'arn:aws:iam::000000000000:role/demo';
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: runtime,
      Handler: handler,
      Role,
      Code: { ZipFile },
      Publish: true,
    }),
  );
  await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'latest', FunctionVersion: '1' }));
}

/** The calls of a run, and those of them that can change something. */
async function run(args: readonly string[]): Promise<{ calls: string[]; writes: string[]; stdout: string }> {
  const { caller, ended } = startCodeless(args, aws.environment);
  const { exit, stdout, stderr } = await ended;
  if (exit !== 0) throw new Error(stderr);
  const made = aws.calls.filter((call) => call.caller === caller);
  return {
    calls: made.map(({ action }) => action).sort(),
    writes: made.filter(({ write }) => write).map(({ action }) => action),
    stdout,
  };
}

test.each([
  ['python', 'layer'],
  ['python', 'package'],
  ['python', 'none'],
  ['nodejs', 'layer'],
  ['nodejs', 'none'],
] as const)(
  'a %s function with dependencies in %s: a second checkout elsewhere changes nothing',
  async (kind, where) => {
    const { runtime, handler, files } = SOURCES[kind];
    const name = `${kind}-${where}`;
    await createFunction(name, runtime, handler);
    const first = temporaryDirectory('first');
    for (const [file, content] of Object.entries({ ...files, 'wanted.txt': 'one\n' })) {
      writeFileSync(join(first, file), content);
    }
    mkdirSync(join(first, '.git'));
    writeFileSync(join(first, '.git', 'HEAD'), 'first');
    const flags = (source: string, version: string): string[] => [
      'deploy',
      ...['--function-name', name, '--app-s3-bucket', BUCKET, '--app-src-path', source, '--source-version', version],
      ...['--dependencies', where, '--dependencies-command', INSTALL],
    ];
    const released = await run(flags(first, 'v1'));
    expect(released.stdout).toContain('Released v1');
    expect(released.writes).toContain('PublishVersion');

    const second = join(temporaryDirectory('second'), 'checkout');
    cpSync(first, second, { recursive: true });
    writeFileSync(join(second, '.git', 'HEAD'), 'second');
    utimesSync(join(second, 'wanted.txt'), 1, 1);
    const again = await run(flags(second, 'v2'));
    expect(again.stdout).toContain(`Nothing changed: ${name}:latest stays on version 2.`);
    expect(again.stdout).toMatch(/^ {2}Source +unchanged since v1 \(/m);
    expect(again.writes).toEqual([]);
    expect(again.calls).toEqual([
      'GetAlias',
      'GetFunctionConfiguration',
      'GetFunctionConfiguration',
      'GetObject',
      'GetParameter',
    ]);

    writeFileSync(join(second, 'wanted.txt'), 'two\n');
    const changed = await run(flags(second, 'v3'));
    expect(changed.stdout).toContain('Released v3');
  },
);
