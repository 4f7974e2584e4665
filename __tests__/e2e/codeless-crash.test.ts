import { startLocalAws, type FaultMoment, type LocalAws } from '../../local-aws';
import { CodelessFunction, succeeded, type EndState } from './support/codeless-function';
import { newCaller } from './support/codeless-program';
import { differences } from './support/differences';
import { SCENARIOS, type Scenario } from './support/codeless-scenarios';

/** Kills that are tried at the same time. */
const AT_ONCE = 2;

let aws: LocalAws;
let functions = 0;
let killPoints = 0;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
});

afterAll(async () => {
  process.stderr.write(`killed the program at ${killPoints} points\n`);
  await aws.stop();
});

async function prepared(scenario: Scenario): Promise<CodelessFunction> {
  functions += 1;
  const target = await CodelessFunction.create(aws, `crash-${functions}`);
  await scenario.prepare(target);
  return target;
}

/** The end of a run that nobody disturbs, and how many calls it makes. */
async function undisturbed(scenario: Scenario): Promise<{ end: EndState; calls: number }> {
  const target = await prepared(scenario);
  const run = scenario.run(target);
  await succeeded(run);
  return { end: await target.endState(), calls: aws.calls.filter(({ caller }) => caller === run.caller).length };
}

/** What is wrong after the program was killed at a call, and run again. */
async function killedAt(scenario: Scenario, nth: number, moment: FaultMoment, end: EndState): Promise<string[]> {
  const target = await prepared(scenario);
  const caller = newCaller();
  const order = aws.faults.order({
    caller,
    nth,
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
  // How often a run looks whether Lambda is ready differs from run to run.
  if (order.hits === 0 && exit === 0) return [];
  killPoints += 1;
  const killedCall = aws.calls.find((call) => call.caller === caller && call.fault !== undefined);
  const where = `${scenario.name}, killed ${moment} call ${nth} (${killedCall?.action ?? '?'})`;
  const wrong: string[] = [];
  const answer = await target.invoke();
  if (!scenario.healthy.includes(answer)) wrong.push(`${where}: the alias answers ${answer}`);
  const isFinished = differences(await target.endState(), end).length === 0;
  const again = isFinished && scenario.isStep ? undefined : await scenario.run(target).ended;
  if (again?.exit !== 0 && again !== undefined) wrong.push(`${where}: the next run failed: ${again.stderr}`);
  const differing = differences(await target.endState(), end);
  if (differing.length > 0) wrong.push(`${where}: ${differing.join('; ')}`);
  return wrong;
}

test.each(SCENARIOS)('$name: killed at any call, the alias is healthy and the next run finishes', async (scenario) => {
  const { end, calls } = await undisturbed(scenario);
  const points = Array.from({ length: calls }, (_, index) => index + 1).flatMap((nth) =>
    (['before', 'after'] as const).map((moment) => ({ nth, moment })),
  );
  const wrong: string[] = [];
  const next = points.values();
  const work = async (): Promise<void> => {
    for (const { nth, moment } of next) wrong.push(...(await killedAt(scenario, nth, moment, end)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(points.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});
