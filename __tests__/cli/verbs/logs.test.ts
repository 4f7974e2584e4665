import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';

import { CodelessError } from '../../../cli/errors';
import { events, patient } from '../../../cli/verbs/logs';

/** A log that answers each look with the next of some pages, and remembers from when it was asked. */
function fakeLog(...looks: FilteredLogEvent[][]): { asked: number[]; events: () => AsyncGenerator<FilteredLogEvent> } {
  const asked: number[] = [];
  return {
    asked,
    async *events(...[, since]: [group?: string, since?: number]): AsyncGenerator<FilteredLogEvent> {
      asked.push(since ?? 0);
      yield* await Promise.resolve(looks.shift() ?? []);
    },
  };
}

function entry(eventId: string, timestamp: number): FilteredLogEvent {
  return { eventId, timestamp, message: eventId };
}

test('reads the log once from a moment on', async () => {
  const log = fakeLog([entry('a', 5_000), entry('b', 6_000)], [entry('c', 7_000)]);
  const ids: unknown[] = [];
  for await (const { eventId } of events(log, 'g', 4_000, undefined)) ids.push(eventId);
  expect({ ids, asked: log.asked }).toEqual({ ids: ['a', 'b'], asked: [4_000] });
});

test('follows with each entry once, looking back for late ones', async () => {
  const log = fakeLog([entry('a', 50_000)], [entry('late', 45_000), entry('a', 50_000), entry('b', 51_000)]);
  const followed = events(log, 'g', 0, () => Promise.resolve());
  const ids = [await followed.next(), await followed.next(), await followed.next()].map(
    ({ value }) => (value as FilteredLogEvent).eventId,
  );
  expect({ ids, asked: log.asked }).toEqual({ ids: ['a', 'late', 'b'], asked: [0, 40_000] });
});

test('fails with what ends the wait for the next look', async () => {
  const followed = events(fakeLog([entry('a', 1)]), 'g', 0, () => Promise.reject(new Error('interrupted')));
  await followed.next();
  await expect(followed.next()).rejects.toThrow('interrupted');
});

test('tells entries apart that have no id, as those of an emulator', async () => {
  const entries = [
    { timestamp: 1, message: 'a' },
    { timestamp: 1, message: 'b' },
  ];
  const messages: unknown[] = [];
  for await (const { message } of events(fakeLog(entries), 'g', 0, undefined)) messages.push(message);
  expect(messages).toEqual(['a', 'b']);
});

describe('who follows', () => {
  const failing = (error: Error) => ({
    events: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) }) as never,
  });

  test('waits for a group that Lambda has yet to make', async () => {
    const missing = failing(new CodelessError('failed', 'NoLogGroup', 'there is no log group g'));
    expect((await patient(missing).events('g', 0).next()).done).toBe(true);
  });

  test('fails with everything else', async () => {
    await expect(
      patient(failing(new Error('denied')))
        .events('g', 0)
        .next(),
    ).rejects.toThrow('denied');
  });
});
