import { codeSha256Of, parseImageUri } from '../../../cli/image/image-uri';

const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/demo';
const DIGEST = `sha256:${'0a'.repeat(32)}`;

test.each([
  [`${REPOSITORY}:v1`, 'v1', undefined],
  [`${REPOSITORY}@${DIGEST}`, undefined, DIGEST],
  // A digest counts, as Docker has it.
  [`${REPOSITORY}:v1@${DIGEST}`, undefined, DIGEST],
])('reads %s', (uri, tag, digest) => {
  const of = {
    registryId: '111122223333',
    region: 'eu-west-1',
    repositoryName: 'team/demo',
    repositoryUri: REPOSITORY,
  };
  expect(parseImageUri(uri)).toEqual({ ...of, tag, digest });
});

test.each([
  ['public.ecr.aws/lambda/python:3.13', /private registry/],
  ['demo:latest', /private registry/],
  ['ghcr.io/acme/demo:1', /private registry/],
  [`https://${REPOSITORY}:v1`, /without https/],
  [REPOSITORY, /neither a tag nor a digest/],
  [`${REPOSITORY}@sha256:0a`, /digest/],
  [`${REPOSITORY}@sha512:${'0a'.repeat(64)}`, /no image as ECR/],
  ['111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/demo:1', /FIPS/],
  [`${REPOSITORY}/../demo:1`, /no image as ECR/],
  [`${REPOSITORY}:v1\u001b[2J`, /no image as ECR/],
])('fails for %s with what is wrong and the form', (uri, problem) => {
  const read = (): unknown => parseImageUri(uri);
  expect(read).toThrow(problem);
  expect(read).toThrow(expect.objectContaining({ exit: 'usage', code: 'ImageUriInvalid' }) as Error);
});

test('tells the digest as Lambda does, and none of a tag', () => {
  expect(codeSha256Of(`${REPOSITORY}@${DIGEST}`)).toBe('0a'.repeat(32));
  expect(codeSha256Of(`${REPOSITORY}:v1`)).toBeUndefined();
});
