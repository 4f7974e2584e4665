import { unzipped, zipped as zipOfFiles } from '../../../helpers/zips';
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

const names = async (key: string): Promise<string[]> =>
  Object.keys(await unzipped(room.aws.objects.get(key) ?? new Uint8Array())).sort();

const SELECTIONS: [artifacts: string, files: string[]][] = [
  ['  files: [my-build1/my-file1.txt]', ['my-build1/my-file1.txt']],
  ['  files: [./my-build2/*]', ['my-build2/my-file2.txt']],
  ['  files: ["my-build2/**/*"]', ['my-build2/my-file2.txt', 'my-build2/my-subdirectory/my-file3.txt']],
  ['  files: ["*/my-file3.txt"]\n  base-directory: my-build2', ['my-subdirectory/my-file3.txt']],
];

test.each(SELECTIONS)('of %j the artifact has %j', async (artifacts, files) => {
  const { info } = await run(artifacts);
  expect([info.buildStatus, await names('bucket/app.zip')]).toEqual(['SUCCEEDED', files]);
  expect(info.artifacts).toEqual({ location: 'arn:aws:s3:::bucket/app.zip' });
});

test('an artifact has the path that the project gives it', async () => {
  const settings = { artifacts: { ...zipped.artifacts, path: 'out/' } };
  await run('  files: [my-build1/*]', settings);
  expect(await names('bucket/out/app.zip')).toEqual(['my-build1/my-file1.txt']);
});

const REFUSED = [
  { artifacts: { ...zipped.artifacts, packaging: 'NONE' } },
  { artifacts: { ...zipped.artifacts, namespaceType: 'BUILD_ID' } },
  { artifacts: { ...zipped.artifacts, overrideArtifactName: true } },
  { secondaryArtifacts: [{ ...zipped.artifacts, artifactIdentifier: 'docs' }] },
];

test.each(REFUSED)('fails to start with %j', async (settings) => {
  const name = await room.project('', settings);
  await expect(room.begin(name)).rejects.toThrow(
    /^InvalidInputException: the local AWS makes, outside of pipelines, of/,
  );
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
  expect([info.buildStatus, await names('bucket/app.zip')]).toEqual(['FAILED', ['log.txt']]);
});

const UNMATCHED = [
  ['  files: [none.txt]', 'CLIENT_ERROR: no matching artifact paths found'],
  ['  files: ["**/*"]\n  base-directory: none', 'CLIENT_ERROR: no matching artifact paths found'],
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
    expect(first.log.join('\n')).toContain('Unable to download cache: NoSuchKey');
    expect(await names(`bucket/caches/${name}`)).toEqual(['home/.tool/state', 'src/cached/deep/file']);
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
  room.aws.objects.set('bucket/evil.zip', zipOfFiles({ '../../evil': 'x' }));
  const { contexts } = await room.run('', {
    source: { type: 'S3', location: 'bucket/evil.zip', buildspec: 'version: 0.2\nphases: {}' },
  });
  expect(contexts).toEqual(['CLIENT_ERROR: the archive leads out of its directory: ../../evil']);
});
