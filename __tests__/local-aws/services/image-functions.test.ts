import { FakeEmulator } from '../fake-emulator';

const FUNCTION = '/2015-03-31/functions/demo';
const REPOSITORY = '000000000000.dkr.ecr.us-east-1.amazonaws.com/app';
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';

let emulator: FakeEmulator;
let mediaType: string;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
  mediaType = DOCKER;
  emulator.reply = (_line, { headers, body }) => {
    if (!String(headers['x-amz-target']).endsWith('BatchGetImage')) return { body: { passed: 'on' } };
    const { imageIds } = JSON.parse(body?.toString() ?? '') as { imageIds: { imageTag?: string }[] };
    if (imageIds[0]?.imageTag === 'none') return { body: { images: [], failures: [{}] } };
    const image = { imageId: { imageDigest: DIGEST }, imageManifest: '{}', imageManifestMediaType: mediaType };
    return { body: { images: [image] } };
  };
});

afterEach(() => emulator.stop());

async function update(ImageUri: string): Promise<{ status: number; message: unknown }> {
  const response = await emulator.send('lambda', `PUT ${FUNCTION}/code`, { body: { ImageUri } });
  const { message } = (await response.json()) as { message?: unknown };
  return { status: response.status, message };
}

test('UpdateFunctionCode tells the emulator tag and digest of an image', async () => {
  expect(await update(`${REPOSITORY}:v1`)).toMatchObject({ status: 200 });
  expect(JSON.parse(emulator.requests.at(-1)?.body?.toString() ?? '')).toEqual({
    ImageUri: `${REPOSITORY}:v1@${DIGEST}`,
  });
});

test.each([
  ['is of another registry', 'public.ecr.aws/app:v1', DOCKER, /is not valid/],
  ['is not there', `${REPOSITORY}:none`, DOCKER, /does not exist/],
  ['is an index', `${REPOSITORY}:v1`, 'application/vnd.oci.image.index.v1+json', /media type .* is not supported/],
])('UpdateFunctionCode fails for an image that %s, in Lambda’s words', async (_what, uri, type, message) => {
  mediaType = type;
  expect(await update(uri)).toEqual({ status: 400, message: expect.stringMatching(message) as string });
  expect(emulator.lines).not.toContain(`PUT ${FUNCTION}/code`);
});

test('GetFunction tells the URI that was given, and the resolved one', async () => {
  emulator.reply = () => ({ body: { Code: { ImageUri: `${REPOSITORY}:v1@${DIGEST}`, RepositoryType: 'ECR' } } });
  const response = await emulator.send('lambda', `GET ${FUNCTION}`);
  const code = { ImageUri: `${REPOSITORY}:v1`, ResolvedImageUri: `${REPOSITORY}@${DIGEST}` };
  expect(await response.json()).toMatchObject({ Code: code });
});
