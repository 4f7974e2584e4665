import { strToU8, unzipSync, zipSync } from 'fflate';

import { BuildRoom, type Ended } from './build-room';

let room: BuildRoom;

beforeAll(async () => {
  room = await BuildRoom.start();
});

afterAll(() => room.stop());

/** Makes the tree that the user guide shows, and a little more. */
const TREE = `phases:
  build:
    commands:
      - mkdir -p my-build1 my-build2/my-subdirectory .hidden
      - echo 1 > my-build1/my-file1.txt
      - echo 2 > my-build2/my-file2.txt
      - echo 3 > my-build2/my-subdirectory/my-file3.txt
      - echo secret > .hidden/.env
`;
const zipped = { artifacts: { type: 'S3', location: 'bucket', packaging: 'ZIP', name: 'app.zip' } };

const run = (artifacts: string, settings: object = zipped): Promise<Ended> =>
  room.run(`version: 0.2\n${TREE}artifacts:\n${artifacts}`, settings);

const names = (key: string): string[] => Object.keys(unzipSync(room.aws.objects.get(key) ?? new Uint8Array())).sort();

const SELECTIONS: [artifacts: string, files: string[]][] = [
  ['  files: [my-build1/my-file1.txt]', ['my-build1/my-file1.txt']],
  ['  files: [./my-build2/*]', ['my-build2/my-file2.txt']],
  ['  files: ["my-build2/**/*"]', ['my-build2/my-file2.txt', 'my-build2/my-subdirectory/my-file3.txt']],
  ['  files: ["*/my-file3.txt"]\n  base-directory: my-build2', ['my-subdirectory/my-file3.txt']],
  [
    '  files: ["**/*"]\n  base-directory: "my-build*"\n  discard-paths: yes',
    ['my-file1.txt', 'my-file2.txt', 'my-file3.txt'],
  ],
  ['  files: ["**/*"]\n  exclude-paths: "my-build*/**/*"', ['.hidden/.env']],
  ['  files: ["**/*"]\n  exclude-paths: ["**/.*", "my-build2/**"]', ['my-build1/my-file1.txt']],
];

test.each(SELECTIONS)('of %j the artifact has %j', async (artifacts, files) => {
  const { info } = await run(artifacts);
  expect([info.buildStatus, names('bucket/app.zip')]).toEqual(['SUCCEEDED', files]);
  expect(info.artifacts).toMatchObject({
    location: 'arn:aws:s3:::bucket/app.zip',
    sha256sum: expect.any(String) as string,
  });
  expect(room.aws.metadata.get('bucket/app.zip')).toBe(info.arn);
});

test('an artifact is a folder of files where it is not packed, under the path and the build’s id', async () => {
  const settings = {
    artifacts: { type: 'S3', location: 'bucket', path: 'out/', name: 'app', namespaceType: 'BUILD_ID' },
  };
  const { info } = await run('  files: ["**/*.txt"]\n  base-directory: my-build2', settings);
  const uuid = info.id.split(':')[1] ?? '';
  expect(room.aws.objects.get(`bucket/out/${uuid}/app/my-subdirectory/my-file3.txt`)?.toString()).toBe('3\n');
  expect(room.aws.objects.get(`bucket/out/${uuid}/app/my-file2.txt`)?.toString()).toBe('2\n');
});

test('the build specification names the artifact where the project lets it, by words of the shell', async () => {
  const settings = { artifacts: { ...zipped.artifacts, overrideArtifactName: true } };
  await run('  files: [my-build1/*]\n  name: builds/$CODEBUILD_BUILD_NUMBER/$(echo made).zip', settings);
  expect(names('bucket/builds/1/made.zip')).toEqual(['my-build1/my-file1.txt']);
});

test('secondary artifacts have definitions of their own', async () => {
  const docs = { artifactIdentifier: 'docs', type: 'S3', location: 'other', packaging: 'ZIP', name: 'docs.zip' };
  const { info } = await run(
    '  files: [my-build1/*]\n  secondary-artifacts:\n    docs: { files: ["**/*3.txt"], discard-paths: yes }',
    { ...zipped, secondaryArtifacts: [docs] },
  );
  expect([names('bucket/app.zip'), names('other/docs.zip')]).toEqual([['my-build1/my-file1.txt'], ['my-file3.txt']]);
  expect(info.secondaryArtifacts).toMatchObject([
    { artifactIdentifier: 'docs', location: 'arn:aws:s3:::other/docs.zip' },
  ]);
});

test('modes of files are kept', async () => {
  const buildspec =
    'version: 0.2\nphases: { build: { commands: ["echo run > run.sh; chmod 755 run.sh"] } }\nartifacts: { files: [run.sh] }';
  await room.run(buildspec, { artifacts: { ...zipped.artifacts, name: 'modes.zip' } });
  room.aws.objects.set('bucket/again.zip', room.aws.objects.get('bucket/modes.zip') ?? Buffer.from(''));
  const source = {
    type: 'S3',
    location: 'bucket/again.zip',
    buildspec: 'version: 0.2\nphases: { build: { commands: [test -x run.sh] } }',
  };
  expect((await room.run('', { source })).info.buildStatus).toBe('SUCCEEDED');
});

test('nothing is uploaded where the project has no artifacts', async () => {
  room.aws.objects.clear();
  await run('  files: ["**/*"]', {});
  expect(room.aws.objects.size).toBe(0);
});

test('what a build that fails has made is uploaded nevertheless', async () => {
  room.aws.objects.clear();
  const buildspec =
    'version: 0.2\nphases: { build: { commands: [echo log > log.txt, exit 1] } }\nartifacts: { files: [log.txt] }';
  const { info } = await room.run(buildspec, zipped);
  expect([info.buildStatus, names('bucket/app.zip')]).toEqual(['FAILED', ['log.txt']]);
});

const UNMATCHED = [
  ['  files: [none.txt]', 'CLIENT_ERROR: no matching artifact paths found'],
  ['  files: ["**/*"]\n  base-directory: none', 'CLIENT_ERROR: no matching base directory path found'],
];

test.each(UNMATCHED)('fails in UPLOAD_ARTIFACTS of %j', async (artifacts, context) => {
  const { contexts, phases } = await run(artifacts);
  expect([contexts, phases.slice(-2)]).toEqual([[context], ['UPLOAD_ARTIFACTS FAILED', 'FINALIZING SUCCEEDED']]);
});

describe('the cache in S3', () => {
  const buildspec = `version: 0.2
phases: { build: { commands: ['echo more >> cached/deep/file || { mkdir -p cached/deep; echo one > cached/deep/file; }', 'cat cached/deep/file; cat ~/.tool/state; mkdir -p ~/.tool; echo known > ~/.tool/state'] } }
cache: { paths: ['cached/**/*', '/root/.tool/**/*', '/etc/**/*'] }
`;
  const cached = { cache: { type: 'S3', location: 'bucket/caches' } };

  test('brings back what the build before left, under the source and the home directory alone', async () => {
    const name = await room.project(buildspec, cached);
    const first = await room.ended(await room.begin(name));
    const second = await room.ended(await room.begin(name));
    expect(first.output.filter((line) => !line.includes('No such file') && !line.includes('nonexistent'))).toEqual([
      'one',
    ]);
    expect(second.output).toEqual(['one', 'more', 'known']);
    expect(first.log).toContain('Unable to download cache: there is none yet');
    expect(second.log).toContain('Skipping invalid cache path /etc/**/*');
    expect(names(`bucket/caches/${name}`)).toEqual(['home/.tool/state', 'src/cached/deep/file']);
  });

  test('is not saved by a build that fails', async () => {
    const name = await room.project(
      'version: 0.2\nphases: { build: { commands: [echo 1 > a, exit 1] } }\ncache: { paths: [a] }',
      cached,
    );
    await room.ended(await room.begin(name));
    expect(room.aws.objects.has(`bucket/caches/${name}`)).toBe(false);
  });
});

test('fails on a source that leads out of its directory', async () => {
  room.aws.objects.set('bucket/evil.zip', Buffer.from(zipSync({ '../../evil': strToU8('x') })));
  const { contexts } = await room.run('', {
    source: { type: 'S3', location: 'bucket/evil.zip', buildspec: 'version: 0.2\nphases: {}' },
  });
  expect(contexts).toEqual(['CLIENT_ERROR: the archive leads out of its directory: ../../evil']);
});
