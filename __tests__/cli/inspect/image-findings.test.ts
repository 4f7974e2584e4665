import { imageProblems } from '../../../cli/inspect/image-findings';
import type { Finding } from '../../../cli/inspect/findings';
import { World } from '../deploy/support/world';

const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo';
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:demo-api';

const pull = (condition: object = {}): string =>
  JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      ...condition,
    },
  });

/** An image function whose alias serves what was pushed to a repository that Lambda may pull from. */
function serving(): { world: World; uri: string } {
  const world = new World();
  const uri = world.ecr.push('one', 'v1');
  world.ecr.policy = pull();
  world.contract = { ...world.contract, packageType: 'Image', runtime: undefined, placeholderSha256: undefined };
  world.lambda.createdWith = uri;
  const code = { PackageType: 'Image', CodeSha256: uri.split('@sha256:')[1], Runtime: undefined } as const;
  Object.assign(world.lambda.versions[0] ?? {}, code);
  world.lambda.configure(code);
  return { world, uri };
}

function problems(world: World, imageUri?: string): Promise<Finding[]> {
  const settings = imageUri === undefined ? {} : { imageUri: { value: imageUri, source: 'flag' } as const };
  const latest = { ...world.lambda.latest, FunctionArn: FUNCTION };
  return imageProblems(world.engine(settings), latest, world.lambda.alias);
}

test('nothing is wrong with an image that ECR has and Lambda may pull, nor with the next', async () => {
  const { world } = serving();
  world.ecr.push('two', 'v2');
  expect(await problems(world)).toEqual([]);
  expect(await problems(world, `${REPOSITORY}:v2`)).toEqual([]);
  expect(world.calls.writes).toEqual([]);
});

test('the image that the alias serves is missing in ECR', async () => {
  const { world, uri } = serving();
  world.ecr.manifests.clear();
  expect(await problems(world)).toEqual([
    {
      text: `ECR has the image of version 1 no more: ${uri}`,
      hint: 'Lambda fetches it again now and then, and fails the function without it: push it again, or deploy another.',
    },
  ]);
});

test.each<[string, (world: World) => string, RegExp, RegExp]>([
  ['is not there', () => `${REPOSITORY}:none`, /demo:none/, /./],
  [
    'is for another architecture',
    ({ ecr }) => ecr.push('two', 'v2', { architecture: 'amd64' }),
    /x86_64.*arm64/,
    /buildx/,
  ],
  ['is an index', ({ ecr }) => ecr.put({ manifests: [] }), /index of images/, /provenance=false/],
])('the image that is to be shipped %s', async (_, push, text, hint) => {
  const { world } = serving();
  expect(await problems(world, push(world))).toEqual([
    { text: expect.stringMatching(text) as string, hint: expect.stringMatching(hint) as string },
  ]);
});

test.each([
  ['there is no policy', undefined],
  ['the policy is for another function', pull({ Condition: { ArnLike: { 'aws:SourceArn': `${FUNCTION}-other` } } })],
])('Lambda may not pull where %s', async (_, policy) => {
  const { world } = serving();
  world.ecr.policy = policy;
  expect(await problems(world, `${REPOSITORY}:v1`)).toEqual([
    {
      text: `the policy of ${REPOSITORY} does not let Lambda pull the image`,
      hint: 'Allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer there, with aws:SourceArn as its one condition.',
    },
  ]);
});

test('each repository is asked for its policy, that of the next image too', async () => {
  const { world, uri } = serving();
  world.ecr.policy = undefined;
  const other = REPOSITORY.replace(/demo$/, 'other');
  const found = await problems(world, uri.replace(REPOSITORY, other));
  expect(found.map(({ text }) => text)).toEqual(
    [REPOSITORY, other].map((name) => `the policy of ${name} does not let Lambda pull the image`),
  );
});

test('a policy that is for this function lets Lambda pull, and one with conditions that are not judged is left alone', async () => {
  const { world } = serving();
  world.ecr.policy = pull({ Condition: { ArnLike: { 'aws:SourceArn': FUNCTION } } });
  expect(await problems(world)).toEqual([]);
  world.ecr.policy = pull({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } });
  expect(await problems(world)).toEqual([]);
});

test('a call that ECR denies is no finding about the image', async () => {
  const { world } = serving();
  const denied = new Error('denied');
  world.calls.at('before', 'BatchGetImage', () => {
    throw denied;
  });
  await expect(problems(world)).rejects.toBe(denied);
});
