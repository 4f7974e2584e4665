import { LambdaServiceException, TooManyRequestsException } from '@aws-sdk/client-lambda';

import { World } from './support/world';

/** A function whose alias was just moved to v2, while Lambda keeps the traffic on v1 until it has allocated. */
async function allocating(...stands: string[]): Promise<World> {
  const world = new World();
  await world.deploy('v1');
  await world.deploy('v2');
  world.lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 2: 1 } } });
  world.lambda.allocating = stands;
  world.calls.forget();
  return world;
}

const WAITING = 'waiting: Lambda allocates provisioned concurrency to the alias latest';
const UNKNOWN =
  "lambda:GetProvisionedConcurrencyConfig is denied, so that whether the weights of the alias latest are Lambda's own is not known: they are taken for";

/** Errors with the status of a denied call. */
const EXPIRED = ['ExpiredTokenException', 'InvalidSignatureException', 'UnrecognizedClientException'];

/** An answer of the status 403. */
function forbidden(name = 'AccessDeniedException'): () => never {
  return () => {
    throw new LambdaServiceException({ name, $fault: 'client', $metadata: { httpStatusCode: 403 } });
  };
}

const smokeTest = { value: '{}', source: 'flag' } as const;

describe('the weights that Lambda sets while it allocates provisioned concurrency', () => {
  test.each(['v2', 'v3'])('are waited for by a deploy of %s', async (sourceVersion) => {
    const world = await allocating('IN_PROGRESS', 'IN_PROGRESS');
    const { outcome } = await world.deploy(sourceVersion);
    expect(outcome).toBe(sourceVersion === 'v2' ? 'unchanged' : 'released');
    expect(world.notes).toEqual([WAITING]);
    const version = sourceVersion === 'v2' ? '3' : '4';
    expect(world.alias).toEqual({ version, description: sourceVersion, weights: {} });
  });

  test('are waited for no longer than asked', async () => {
    const world = await allocating(...Array.from({ length: 1000 }, () => 'IN_PROGRESS'));
    const begun = world.clock.now();
    const settings = { waitSeconds: { value: 60, source: 'flag' } } as const;
    await expect(world.deploy('v3', {}, { settings })).rejects.toMatchObject({
      exit: 'busy',
      code: 'Allocating',
      message: 'Lambda still allocates provisioned concurrency to the alias latest of demo-api',
    });
    expect((world.clock.now() - begun) / 1000).toBe(60);
    expect(world.calls.writes).toEqual([]);
  });

  test.each<[string, string[] | undefined]>([
    ['no concurrency is provisioned', undefined],
    ['the allocation has failed', ['FAILED']],
    ['the allocation is long over', Array.from({ length: 1000 }, () => 'READY')],
  ])("are someone's canary where %s", async (_where, stands) => {
    const world = await allocating();
    world.lambda.allocating = stands;
    await expect(world.deploy('v3')).rejects.toMatchObject({
      exit: 'busy',
      code: 'Shifting',
      message: 'the alias latest of demo-api sends 100 % of the traffic to version 2',
    });
    expect(world.calls.writes).toEqual([]);
  });

  test('are taken for a canary by a deploy of a role that may not ask, with a warning', async () => {
    const world = await allocating('IN_PROGRESS');
    world.calls.at('before', 'GetProvisionedConcurrencyConfig', forbidden());
    await expect(world.deploy('v3')).rejects.toMatchObject({ exit: 'busy', code: 'Shifting' });
    expect(world.progress).toContainEqual({ kind: 'note', level: 'warning', text: `${UNKNOWN} someone's canary` });
  });

  test('are not in the way of a rollback of a role that may not ask, with a warning', async () => {
    const world = await allocating('IN_PROGRESS');
    world.calls.at('before', 'GetProvisionedConcurrencyConfig', forbidden());
    expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', fromVersion: '3', toVersion: '2' });
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    expect(world.progress).toContainEqual({ kind: 'note', level: 'warning', text: `${UNKNOWN} Lambda's` });
  });

  test.each(EXPIRED)('are not judged where the call fails with %s, which is no denial', async (name) => {
    const world = await allocating('IN_PROGRESS');
    world.calls.at('before', 'GetProvisionedConcurrencyConfig', forbidden(name));
    await expect(world.deploy('v3')).rejects.toMatchObject({ name });
    world.calls.at('before', 'GetProvisionedConcurrencyConfig', forbidden(name));
    await expect(world.rollback()).rejects.toMatchObject({ name });
    expect(world.calls.writes).toEqual([]);
  });

  test('are not waited for by a rollback, which leaves the new release', async () => {
    const world = await allocating('IN_PROGRESS');
    expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', fromVersion: '3', toVersion: '2' });
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    expect(world.clock.pauses).toEqual([]);
  });
});

test('a canary to a newer version is cleared by a rollback, which stays, also while Lambda allocates', async () => {
  const world = await allocating('IN_PROGRESS');
  world.lambda.configure({ MemorySize: 256 });
  world.lambda.publish('by hand');
  world.lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 4: 0.1 } } });
  expect(await world.rollback()).toMatchObject({ toVersion: '3' });
  expect(world.alias).toMatchObject({ version: '3', weights: {} });
});

describe('a smoke test', () => {
  test('fails before anything is written where a concurrency of 0 is reserved', async () => {
    const world = new World();
    world.lambda.reserved = 0;
    await expect(world.deploy('v1', {}, { settings: { smokeTest } })).rejects.toMatchObject({
      exit: 'refused',
      code: 'ConcurrencyZero',
      message:
        'demo-api has a reserved concurrency of 0: Lambda invokes none of its versions, so the smoke test cannot be made',
    });
    expect(world.calls.writes).toEqual([]);
    await world.deploy('v1');
    expect(world.alias.version).toBe('2');
  });

  test.each([undefined, 5])('is made where the concurrency that is reserved is %s', async (reserved) => {
    const world = new World();
    world.lambda.reserved = reserved;
    await world.deploy('v1', {}, { settings: { smokeTest } });
    expect(world.lambda.invoked).toEqual(['2']);
  });

  test('is made by a role that may not ask what is reserved, with a warning', async () => {
    const world = new World();
    world.calls.at('before', 'GetFunctionConcurrency', forbidden());
    await world.deploy('v1', {}, { settings: { smokeTest } });
    expect(world.lambda.invoked).toEqual(['2']);
    const text =
      'lambda:GetFunctionConcurrency is denied: whether Lambda invokes the function at all is known once the smoke test is made';
    expect(world.progress).toContainEqual({ kind: 'note', level: 'warning', text });
  });

  test.each(EXPIRED)(
    'is not made where the question what is reserved fails with %s, which is no denial',
    async (name) => {
      const world = new World();
      world.calls.at('before', 'GetFunctionConcurrency', forbidden(name));
      await expect(world.deploy('v1', {}, { settings: { smokeTest } })).rejects.toMatchObject({ name });
      expect(world.calls.writes).toEqual([]);
    },
  );

  test('fails with the reason where Lambda has no room for it, and the alias is not moved', async () => {
    const world = new World();
    world.calls.at('before', 'Invoke', () => {
      const Reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
      throw new TooManyRequestsException({ $metadata: { httpStatusCode: 429 }, message: 'Rate Exceeded.', Reason });
    });
    await expect(world.deploy('v1', {}, { settings: { smokeTest } })).rejects.toMatchObject({
      exit: 'failed',
      code: 'SmokeTestThrottled',
      message: expect.stringContaining('(ReservedFunctionConcurrentInvocationLimitExceeded)') as string,
    });
    expect(world.alias.version).toBe('1');
  });
});
