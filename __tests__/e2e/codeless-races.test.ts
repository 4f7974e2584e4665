import { setTimeout as pause } from 'node:timers/promises';

import { startLocalAws, type LocalAws } from '../../local-aws';
import { endState } from './support/codeless-end-state';
import { CodelessFunction, succeeded } from './support/codeless-function';
import { newCaller } from './support/codeless-program';

const ROUNDS = 100;

/** Functions that are raced on at the same time. */
const LANES = ['races-1', 'races-2', 'races-3'];

/** Milliseconds by which one deploy may start after the other. */
const MAX_DELAY = 800;

/** The exit code of a deploy that found another one under way. */
const BUSY = 4;

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
});

afterAll(() => aws.stop());

/** Numbers from 0 up to but not including 1, the same in each run. */
function* draws(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

interface Ledger {
  readonly current: string;
  readonly releases: readonly { readonly version: string; readonly sourceVersion: string }[];
}

/** What the alias and the ledger say, and whether they agree. */
async function outcome(target: CodelessFunction): Promise<{ source: string | undefined; alias: unknown }> {
  const { alias, objects } = await endState(target);
  const { version, description } = alias;
  const ledger = (objects as Record<string, Ledger>)['lambda-ci/NAME/ledger.live.json'];
  const source = ledger?.releases.find((release) => release.version === ledger.current)?.sourceVersion;
  expect({ version: ledger?.current, description: source }).toEqual({ version, description });
  return { source, alias };
}

test(`of two deploys at once, started ${ROUNDS} times, each is whole, and both succeed or one finds the other`, async () => {
  const random = draws(4);
  const exits: Record<string, number> = {};
  let begun = 0;
  /** Races on a function of its own until all rounds are begun: a race is mostly waiting. */
  const lane = async (functionName: string): Promise<void> => {
    const target = await CodelessFunction.create(aws, functionName);
    while (begun < ROUNDS) {
      const codes = await race(target, (begun += 1), random.next().value * MAX_DELAY);
      exits[codes] = (exits[codes] ?? 0) + 1;
    }
  };
  await Promise.all(LANES.map(lane));
  expect(Object.values(exits).reduce((sum, count) => sum + count)).toBe(ROUNDS);
  process.stderr.write(`exit codes of the two deploys: ${JSON.stringify(exits)}\n`);
});

/** Starts two deploys, the second a little later, and looks at what they leave. Returns their exit codes. */
async function race(target: CodelessFunction, round: number, delay: number): Promise<string> {
  const names = [`a${round}`, `b${round}`];
  const runs = names.map(async (name, index) => {
    if (index === 1) await pause(delay);
    return target.deploy({ code: name, layer: name }, name).ended;
  });
  const ends = await Promise.all(runs);
  const codes = ends.map(({ exit }) => exit);
  for (const { exit, stderr } of ends) if (exit !== 0 && exit !== BUSY) throw new Error(`round ${round}: ${stderr}`);
  const { source = '' } = await outcome(target);
  expect(names.filter((_, index) => codes[index] === 0)).toContain(source);
  expect(await target.invoke()).toBe(`code ${source}, layer ${source}`);
  return codes.join('/');
}

test('a deploy takes the lease of one that died over, and says so', async () => {
  const target = await CodelessFunction.create(aws, 'dead-holder');
  const caller = newCaller();
  aws.faults.order({
    caller,
    action: 'PublishVersion',
    async fault() {
      dead.child.kill('SIGKILL');
      await dead.ended;
      return 'drop' as const;
    },
  });
  const dead = target.deploy({ code: 'dead', layer: 'dead' }, 'dead', caller);
  expect((await dead.ended).exit).toBeUndefined();
  expect((await endState(target)).alias).toMatchObject({
    version: '1',
    description: expect.stringContaining('codeless is deploying dead') as string,
  });

  const { stderr } = await succeeded(target.deploy({ code: 'next', layer: 'next' }, 'next'));
  expect(stderr).toContain('deploying dead');
  expect((await outcome(target)).source).toBe('next');
  expect(await target.invoke()).toBe('code next, layer next');
});
