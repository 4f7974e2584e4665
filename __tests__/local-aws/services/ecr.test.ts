import { FakeEmulator } from '../fake-emulator';

const DIGEST = `sha256:${'0a'.repeat(32)}`;
const LAYER = `sha256:${'0b'.repeat(32)}`;
const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
const OCI = 'application/vnd.oci.image.manifest.v1+json';

let emulator: FakeEmulator;
/** Whether the emulator's registry has the layer. */
let hasLayer: boolean;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
  hasLayer = true;
  emulator.reply = (line, { headers, body }) => {
    if (line.startsWith('GET /v2/')) return { status: hasLayer ? 200 : 404 };
    const input = JSON.parse(body?.toString() ?? '{}') as { imageIds?: { imageTag?: string }[] };
    switch (String(headers['x-amz-target']).replace(/.*\./, '')) {
      case 'BatchGetImage': {
        if (input.imageIds?.[0]?.imageTag === 'none') return { body: { images: [], failures: [{}] } };
        const imageManifest = JSON.stringify({ config: { size: 10 }, layers: [{ size: 100 }, { size: 1000 }] });
        const image = { imageId: { imageDigest: DIGEST }, imageManifest, imageManifestMediaType: DOCKER };
        return { body: { images: [image] } };
      }
      case 'DescribeImages':
        return { body: { imageDetails: [{ imageDigest: DIGEST, imageTags: ['v1'], imageSizeInBytes: 7 }] } };
      default:
        return { body: input };
    }
  };
});

afterEach(() => emulator.stop());

async function call(action: string, input: object): Promise<{ status: number; code: unknown; body: unknown }> {
  const headers = { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${action}` };
  const response = await emulator.send('ecr', 'POST /', { headers, body: input });
  return { status: response.status, code: response.headers.get('x-amzn-errortype'), body: await response.json() };
}

test('PutImage takes the media type from the manifest', async () => {
  const imageManifest = JSON.stringify({ mediaType: OCI });
  const { status, body } = await call('PutImage', { repositoryName: 'app', imageManifest, imageTag: 'v1' });
  expect({ status, body }).toEqual({
    status: 200,
    body: { repositoryName: 'app', imageManifest, imageTag: 'v1', imageManifestMediaType: OCI },
  });
});

test('PutImage takes the media type that is given before that of the manifest', async () => {
  const imageManifest = JSON.stringify({ mediaType: OCI });
  const input = { repositoryName: 'app', imageManifest, imageManifestMediaType: DOCKER };
  expect(await call('PutImage', input)).toMatchObject({ status: 200, body: input });
});

test('PutImage fails for a manifest without a media type', async () => {
  expect(await call('PutImage', { repositoryName: 'app', imageManifest: '{}' })).toMatchObject({
    status: 400,
    code: 'InvalidParameterException',
    body: { message: expect.stringContaining('Manifest has no media type') as string },
  });
  expect(emulator.requests).toEqual([]);
});

test('DescribeImages tells the bytes of configuration and layers', async () => {
  expect(await call('DescribeImages', { repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] })).toMatchObject({
    status: 200,
    body: { imageDetails: [{ imageDigest: DIGEST, imageTags: ['v1'], imageSizeInBytes: 1110 }] },
  });
});

test('DescribeImages fails for an image that is not there', async () => {
  expect(await call('DescribeImages', { repositoryName: 'app', imageIds: [{ imageTag: 'none' }] })).toMatchObject({
    status: 400,
    code: 'ImageNotFoundException',
    body: {
      message:
        "The image with imageId {imageDigest:'null', imageTag:'none'} does not exist within the repository with name 'app'",
    },
  });
});

test('GetDownloadUrlForLayer answers an address on this machine, where the registry has the layer', async () => {
  const { status, body } = await call('GetDownloadUrlForLayer', { repositoryName: 'app', layerDigest: LAYER });
  expect({ status, body }).toEqual({
    status: 200,
    body: { downloadUrl: `http://127.0.0.1:${emulator.front.port}/v2/app/blobs/${LAYER}`, layerDigest: LAYER },
  });
});

test('GetDownloadUrlForLayer fails for a layer that the registry does not have', async () => {
  hasLayer = false;
  expect(await call('GetDownloadUrlForLayer', { repositoryName: 'app', layerDigest: LAYER })).toMatchObject({
    status: 400,
    code: 'LayersNotFoundException',
    body: { message: expect.stringContaining(LAYER) as string },
  });
});
