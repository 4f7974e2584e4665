import { ActivityLog } from '../../demo/activity-log';
import { waitFor } from '../../demo/wait';

const log = (): ActivityLog => new ActivityLog(new AbortController().signal);

test('what happens is heard while something is done, and not before or after', async () => {
  const activities = log();
  const heard: string[] = [];
  activities.add({ kind: 'push', text: 'before' });
  const result = await activities.during(
    (text) => heard.push(text),
    () => {
      activities.add({ kind: 'pipeline', text: 'runs' });
      activities.add({ kind: 'build', text: 'builds' });
      return Promise.resolve('done');
    },
  );
  activities.add({ kind: 'push', text: 'after' });
  expect({ heard, result }).toEqual({ heard: ['runs', 'builds'], result: 'done' });
});

test('cards are taken once, when all that were asked for are there', async () => {
  const activities = log();
  activities.add({ kind: 'message', text: 'api STARTED' });
  const taken = activities.take(/STARTED/, /SUCCEEDED/);
  activities.add({ kind: 'message', text: 'api SUCCEEDED' });
  await expect(taken).resolves.toEqual(['api STARTED', 'api SUCCEEDED']);
  await expect(activities.take()).resolves.toEqual([]);
});

test('a card is not told as what happens', async () => {
  const activities = log();
  const heard: string[] = [];
  await activities.during(
    (text) => heard.push(text),
    () => {
      activities.add({ kind: 'message', text: 'card' });
      return Promise.resolve();
    },
  );
  expect(heard).toEqual([]);
});

test('waiting ends with what is seen, or without it when the time is up', async () => {
  const { signal } = new AbortController();
  let looks = 0;
  const look = (): string | undefined => ((looks += 1) > 2 ? 'seen' : undefined);
  await expect(waitFor(look, 5_000, signal)).resolves.toBe('seen');
  await expect(waitFor(() => undefined, 1, signal)).resolves.toBeUndefined();
});

test('fails to wait when the tour is stopped', async () => {
  const stop = new AbortController();
  const waiting = waitFor(() => undefined, 60_000, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
});
