import { withinTime } from '../../../cli/deploy/time-limit';
import { never } from './support/faults';
import { CTRL_C, World } from './support/world';

const SECONDS = 60;
const settings = { timeoutSeconds: { value: SECONDS, source: 'flag' } } as const;

/** A function with a release. */
async function released(world = new World()): Promise<World> {
  await world.deploy('v1');
  world.calls.forget();
  return world;
}

/** Has the next call of an action never be answered; resolves once it is made. */
function hang(world: World, action: string): Promise<void> {
  return new Promise((resolve) => {
    world.calls.at('before', action, (signal) => {
      resolve();
      return never(signal);
    });
  });
}

describe('a run that takes longer than --timeout-seconds', () => {
  test.each([
    ['GetFunctionConfiguration', "at the step 'Look at the function'"],
    ['PutObject', "at the step 'Upload the code'"],
    ['PublishVersion', "at the step 'Publish a version'"],
  ])('for %s is not answered fails and says where, with the lease given back', async (action, where) => {
    const world = await released();
    const begun = world.clock.now();
    const hung = hang(world, action);
    const ended = expect(world.deploy('v2', {}, { settings })).rejects.toMatchObject({
      exit: 'failed',
      code: 'TimedOut',
      message: `the deploy of demo-api took longer than ${SECONDS} s and was stopped ${where}`,
    });
    await hung;
    await world.clock.advance(begun + SECONDS * 1000 - 1 - world.clock.now());
    const made = world.calls.made.filter((call) => call !== 'UpdateAlias').length;
    await world.clock.advance(1);
    await ended;
    expect(world.calls.made.filter((call) => call !== 'UpdateAlias')).toHaveLength(made);
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    await world.deploy('v2');
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
    expect(world.releases).toEqual(['3 v2', '2 v1']);
  });

  test('is a rollback, too', async () => {
    const world = await released();
    await world.deploy('v2');
    const hung = hang(world, 'GetAlias');
    const ended = expect(world.rollback({ settings })).rejects.toMatchObject({
      message: "the rollback of demo-api took longer than 60 s and was stopped at the step 'Look at the function'",
    });
    await hung;
    await world.clock.advance(SECONDS * 1000);
    await ended;
  });

  test('says after which step it was, and that it was before the first', async () => {
    const world = new World();
    const stoppedAfter = (steps: readonly string[]): Promise<string> =>
      withinTime(world.with(settings), 'prune', async ({ onProgress, signal }) => {
        for (const step of steps) {
          onProgress({ kind: 'started', step });
          onProgress({ kind: 'finished', step, result: '', milliseconds: 1 });
        }
        await world.clock.advance(SECONDS * 1000);
        signal.throwIfAborted();
      }).then(
        () => 'done',
        (error: unknown) => (error as Error).message,
      );
    const stopped = 'the prune of demo-api took longer than 60 s and was stopped';
    expect(await stoppedAfter([])).toBe(`${stopped} before its first step`);
    expect(await stoppedAfter(['Look', 'Delete'])).toBe(`${stopped} after the step 'Delete'`);
  });

  test('but is done is done, and one that was stopped by Ctrl-C was stopped by that', async () => {
    const world = new World();
    const late = withinTime(world.with(settings), 'prune', async () => {
      await world.clock.advance(SECONDS * 1000);
      return 'done';
    });
    expect(await late).toBe('done');
    const stopped = withinTime(world.with(settings), 'prune', async ({ signal }) => {
      world.stop.abort(CTRL_C);
      await world.clock.advance(SECONDS * 1000);
      signal.throwIfAborted();
    });
    await expect(stopped).rejects.toBe(CTRL_C);
  });
});

describe('the limit does not count', () => {
  test("the wait for another's lease, and goes on after it", async () => {
    const world = await released();
    world.occupy();
    world.clock.later(300_000, () => {
      world.lambda.move({ Description: 'v1' });
    });
    const leaseSeconds = { value: 600, source: 'flag' } as const;
    const hung = hang(world, 'PublishVersion');
    const ended = expect(world.deploy('v2', {}, { settings: { ...settings, leaseSeconds } })).rejects.toMatchObject({
      message: "the deploy of demo-api took longer than 60 s and was stopped at the step 'Publish a version'",
    });
    await hung;
    const waited = world.clock.now();
    await world.clock.advance(SECONDS * 1000);
    await ended;
    expect(waited).toBeGreaterThan(1_000_000 + 300_000 - 1);
  });

  test('a shift of the traffic by CodeDeploy', async () => {
    const world = await released(new World().withCodeDeploy());
    world.codeDeploy.looks = 100;
    const begun = world.clock.now();
    expect(await world.deploy('v2', {}, { settings })).toMatchObject({ outcome: 'released' });
    expect(world.clock.now() - begun).toBeGreaterThan(SECONDS * 1000);
  });

  test('the wait for provisioned concurrency', async () => {
    const world = await released();
    await world.deploy('v2');
    world.lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 2: 1 } } });
    world.lambda.allocating = Array.from({ length: 100 }, () => 'IN_PROGRESS');
    const begun = world.clock.now();
    expect(await world.deploy('v3', {}, { settings })).toMatchObject({ outcome: 'released' });
    expect(world.clock.now() - begun).toBeGreaterThan(SECONDS * 1000);
  });

  test('the wait for a deployment that a rollback stops', async () => {
    const world = await released(new World().withCodeDeploy());
    await world.deploy('v2');
    const deployment = world.codeDeploy.begin(world.codeDeploy.deployments[0]?.revision);
    const end = world.codeDeploy.end.bind(world.codeDeploy);
    world.codeDeploy.end = () => undefined;
    world.clock.later(300_000, () => {
      end(deployment, 'Stopped');
    });
    expect(await world.rollback({ settings })).toMatchObject({ outcome: 'cleared', toVersion: '2' });
  });
});

test('a hung call keeps others out for 17 minutes and no longer, where the limit is higher', async () => {
  const world = await released();
  const hung = hang(world, 'PublishVersion');
  const timeoutSeconds = { value: 7200, source: 'flag' } as const;
  const ended = expect(world.deploy('v2', {}, { settings: { timeoutSeconds } })).rejects.toMatchObject({
    code: 'TimedOut',
  });
  await hung;
  await world.clock.advance(17 * 60_000);
  const silent = world.alias.description;
  expect(silent).toContain('deploying v2');
  const waiting = world.deploy('v3');
  await expect(waiting).resolves.toMatchObject({ outcome: 'released' });
  expect(world.notes).toContain('CodeBuild ci:42 gave no sign of life for 60 s: taking over');
  expect(world.alias.description).toBe('v3');
  await world.clock.advance(7_200_000);
  await ended;
  expect(world.alias.description).toBe('v3');
});
