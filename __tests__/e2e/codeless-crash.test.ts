import { startLocalAws, type FaultMoment, type LocalAws } from '../../local-aws';
import { beyond, endState, inventory, type EndState } from './support/codeless-end-state';
import { CodelessFunction, succeeded } from './support/codeless-function';
import { newCaller } from './support/codeless-program';
import { ImageStage } from './support/image-function';
import { SCENARIOS, Stage, type Scenario } from './support/codeless-scenarios';
import { differences } from './support/differences';

/** Kills that are tried at the same time: a run that follows one mostly waits for the lease. */
const AT_ONCE = 4;

let aws: LocalAws;
let stage: Stage;
let killPoints = 0;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
  stage = new Stage(aws, 'crash');
});

afterAll(async () => {
  process.stderr.write(`killed the program at ${killPoints} points\n`);
  await aws.stop();
});

/** A function whose run was killed, and where. */
interface Killed {
  readonly target: CodelessFunction;
  readonly where: string;
}

function named(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario '${name}'`);
  return found;
}

/**
 * A call by its name and how often it was made before: how often a run looks whether Lambda is ready differs from run to run,
 * and with it the number of what comes after.
 */
interface CallPoint {
  readonly service: string;
  readonly action: string;
  readonly nth: number;
}

/** The calls of a run that nobody disturbs. */
async function undisturbed(target: CodelessFunction, { run: start }: Pick<Scenario, 'run'>): Promise<CallPoint[]> {
  const run = start(target);
  await succeeded(run);
  const made = new Map<string, number>();
  return aws.calls
    .filter(({ caller }) => caller === run.caller)
    .map(({ service, action }) => {
      const nth = (made.get(`${service}:${action}`) ?? 0) + 1;
      made.set(`${service}:${action}`, nth);
      return { service, action, nth };
    });
}

/** Kills the program at a call; undefined where it makes no such call. */
async function killedAt(
  scenario: Pick<Scenario, 'name' | 'run'>,
  point: CallPoint,
  moment: FaultMoment,
  target: CodelessFunction,
): Promise<Killed | undefined> {
  const caller = newCaller();
  const order = aws.faults.order({
    caller,
    ...point,
    moment,
    async fault() {
      run.child.kill('SIGKILL');
      await run.ended;
      return 'drop' as const;
    },
  });
  const run = scenario.run(target, caller);
  const { exit } = await run.ended;
  order.cancel();
  if (order.hits === 0 && exit === 0) return undefined;
  killPoints += 1;
  return { target, where: `${scenario.name}, killed ${moment} ${point.action} ${point.nth}` };
}

/** Kills the program before and after each of its calls, and collects what is wrong then. */
async function atEachCall(
  scenario: Scenario,
  calls: readonly CallPoint[],
  check: (killed: CodelessFunction) => Promise<string[]>,
): Promise<void> {
  const points = calls.flatMap((point) => (['before', 'after'] as const).map((moment) => ({ point, moment })));
  expect(points.length).toBeGreaterThan(10);
  const wrong: string[] = [];
  const next = points.values();
  const work = async (): Promise<void> => {
    for (const { point, moment } of next) {
      const killed = await killedAt(scenario, point, moment, await stage.set(scenario));
      if (killed === undefined) continue;
      const answer = await killed.target.invoke();
      const found = scenario.healthy.includes(answer) ? [] : [`the alias answers ${answer}`];
      found.push(...(await check(killed.target)));
      wrong.push(...found.map((what) => `${killed.where}: ${what}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(wrong).toEqual([]);
}

test.each(SCENARIOS)(
  '$name: killed at any call, the alias is healthy, and the next run finishes and leaves nothing over',
  async (scenario) => {
    const model = await stage.set(scenario);
    const calls = await undisturbed(model, scenario);
    const end: EndState = await endState(model);
    await atEachCall(scenario, calls, async (target) => {
      const isFinished = scenario.isStep === true && differences(await endState(target), end).length === 0;
      const again = isFinished ? undefined : await scenario.run(target).ended;
      if (again !== undefined && again.exit !== 0) return [`the next run failed: ${again.stderr}`];
      return differences(await endState(target), end);
    });
  },
);

/** What a run that was killed may leave behind where another release follows. */
const ALLOWED = ['layer version: v2', 'object: v2/app.zip', 'object: v2/deps.zip', 'version: v2'];

test('another release follows one that was killed at any call: what is left over is known, and prune removes it', async () => {
  const scenario = named('code and dependency change');
  const follow = (target: CodelessFunction) => target.deploy({ code: 'three', layer: 'three' }, 'v3');
  const pruned = async (target: CodelessFunction): Promise<string[]> => {
    await succeeded(target.prune());
    return inventory(await endState(target));
  };
  /** What there is where nothing is killed: of v1 and v3, or of all three. */
  const models: { before: string[]; after: string[] }[] = [];
  let calls: CallPoint[] = [];
  for (const isReleased of [false, true]) {
    const model = await stage.set(scenario);
    if (isReleased) calls = await undisturbed(model, scenario);
    await succeeded(follow(model));
    models.push({ before: inventory(await endState(model)), after: await pruned(model) });
  }

  const left = new Set<string>();
  await atEachCall(scenario, calls, async (target) => {
    const next = await follow(target).ended;
    if (next.exit !== 0) return [`the next run failed: ${next.stderr}`];
    const found = inventory(await endState(target));
    // Killed when it was recorded, it is a release like any other.
    const model = models[found.includes('release: v2') ? 1 : 0];
    if (model === undefined) throw new Error('unreachable');
    const over = beyond(found, model.before);
    for (const item of over) left.add(item.replace(/ [0-9a-f]{64}$/, ''));
    const after = await pruned(target);
    const answer = await target.invoke();
    return [
      ...beyond(model.before, found).map((item) => `before prune there is no ${item}`),
      ...beyond(model.after, after).map((item) => `after prune there is no ${item}`),
      ...beyond(after, model.after).map((item) => `after prune there still is ${item}`),
      ...(answer === 'code three, layer three' ? [] : [`after prune the alias answers ${answer}`]),
    ];
  });
  expect([...left].sort()).toEqual(ALLOWED);
});

test('the next image: killed at a call that writes, the alias serves a whole image, and the next run finishes', async () => {
  const images = await ImageStage.create(aws, 'crash-image');
  const scenario: Pick<Scenario, 'name' | 'run'> = {
    name: 'image change',
    run: (target, caller) => images.ship(target, images.two, 'v2', caller),
  };
  const model = await images.released();
  const writes = (await undisturbed(model, scenario)).filter(({ action }) => /^(Update|Publish|Put)/.test(action));
  const end = await endState(model);
  expect(writes.map(({ action }) => action)).toEqual([
    ...['UpdateAlias', 'UpdateFunctionCode', 'PublishVersion', 'UpdateAlias', 'PutObject'],
  ]);

  const wrong: string[] = [];
  const next = writes.flatMap((point) => (['before', 'after'] as const).map((moment) => ({ point, moment }))).values();
  const work = async (): Promise<void> => {
    for (const { point, moment } of next) {
      const killed = await killedAt(scenario, point, moment, await images.released());
      if (killed === undefined) throw new Error(`the program never came to ${point.action}`);
      const { target, where } = killed;
      const served = (await endState(target)).serving.CodeSha256;
      if (![images.one.hex, images.two.hex].includes(served)) wrong.push(`${where}: the alias serves ${served}`);
      const again = await scenario.run(target).ended;
      if (again.exit !== 0) wrong.push(`${where}: the next run failed: ${again.stderr}`);
      wrong.push(...differences(await endState(target), end).map((what) => `${where}: ${what}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(wrong).toEqual([]);
});
