import { Clock } from '../../local-aws/clock';

const HOUR = 3_600_000;

let clock: Clock;
let done: string[];

beforeEach(() => {
  clock = new Clock();
  done = [];
});

afterEach(() => {
  clock.stop();
});

function note(name: string, started = clock.now()): () => Promise<void> {
  return () => {
    done.push(`${name} at ${Math.round((clock.now() - started) / HOUR)}`);
    return Promise.resolve();
  };
}

test('runs what falls due on the way, in its order and at its time', async () => {
  clock.in(2 * HOUR, note('second'));
  clock.in(HOUR, note('first'));
  clock.in(4 * HOUR, note('never'));
  const before = clock.now();
  await clock.advance(3 * HOUR);
  expect(done).toEqual(['first at 1', 'second at 2']);
  expect(clock.now() - before).toBeGreaterThanOrEqual(3 * HOUR);
});

test('runs what is planned on the way', async () => {
  const started = clock.now();
  clock.in(HOUR, () => {
    clock.in(HOUR, note('planned', started));
    return Promise.resolve();
  });
  await clock.advance(2 * HOUR + 1000);
  expect(done).toEqual(['planned at 2']);
});

test('runs a task by itself, and waits for one that has begun', async () => {
  let finish = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    clock.in(0, () => {
      resolve();
      return new Promise<void>((end) => (finish = end)).then(note('begun'));
    });
  });
  await begun;
  const advanced = clock.advance(0);
  finish();
  await advanced;
  expect(done).toEqual(['begun at 0']);
});

test('waits for longer than a timer of Node.js can', async () => {
  const timer = jest.spyOn(global, 'setTimeout');
  clock.in(60 * 24 * HOUR, note('late'));
  expect(timer.mock.calls[0]?.[1]).toBeLessThan(2 ** 31);
  await clock.advance(59 * 24 * HOUR);
  expect(done).toEqual([]);
  await clock.advance(2 * 24 * HOUR);
  expect(done).toEqual(['late at 1440']);
});

test('goes on after a task that fails', async () => {
  clock.in(HOUR, () => Promise.reject(new Error('no')));
  clock.in(HOUR, note('next'));
  await clock.advance(HOUR);
  expect(done).toEqual(['next at 1']);
});

test('forgets its tasks when it is stopped', async () => {
  clock.in(HOUR, note('forgotten'));
  clock.stop();
  await clock.advance(HOUR);
  expect(done).toEqual([]);
});
