import { setTimeout as pause } from 'node:timers/promises';

import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';

import type { LogsApi } from '../aws/logs';
import { Engine } from '../deploy/engine';
import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import type { VerbContext, VerbOutcome } from '../verb';

/** Milliseconds between two looks at the log. */
const LOOK_EVERY = 2_000;

/** Milliseconds that an entry may be late: CloudWatch Logs shows entries of several streams out of order. */
const LATE = 10_000;

/** Prints what the function logged, and with `--follow` what it logs from now on, until it is interrupted. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { flags, signal } = context;
  const begin = Date.now() - flags.sinceMilliseconds;
  const engine = new Engine(context);
  const { LoggingConfig } = await engine.lambda.configuration();
  const logGroup = LoggingConfig?.LogGroup ?? `/aws/lambda/${engine.lambda.functionName}`;
  const logs = await engine.clients.logs(signal);
  try {
    const wait = flags.follow ? () => pause(LOOK_EVERY, undefined, { signal }) : undefined;
    for await (const event of events(flags.follow ? patient(logs) : logs, logGroup, begin, wait)) print(context, event);
  } catch (error) {
    // To be interrupted is how following ends.
    if (!flags.follow || !signal.aborted || !(signal.reason instanceof CodelessError)) throw error;
    return outcome(signal.reason.exit);
  }
  return outcome('ok');
}

/**
 * Each entry once, from a moment on.
 *
 * @param wait passes the time until the next look; undefined: there is none
 */
export async function* events(
  logs: Pick<LogsApi, 'events'>,
  logGroup: string,
  begin: number,
  wait: (() => Promise<unknown>) | undefined,
): AsyncGenerator<FilteredLogEvent> {
  /** When each entry that may be met again was written, by its id. */
  const seen = new Map<string, number>();
  let newest = begin;
  for (;;) {
    const since = Math.max(begin, newest - LATE);
    for (const [id, time] of seen) if (time < since) seen.delete(id);
    for await (const event of logs.events(logGroup, since)) {
      const { timestamp = since, logStreamName, message } = event;
      // AWS always tells an id, emulators do not.
      const { eventId = JSON.stringify([logStreamName, timestamp, message]) } = event;
      if (seen.has(eventId)) continue;
      seen.set(eventId, timestamp);
      newest = Math.max(newest, timestamp);
      yield event;
    }
    if (wait === undefined) return;
    await wait();
  }
}

/** Logs in which a group that Lambda has yet to make, with the first invocation, has no entries. */
export function patient(logs: Pick<LogsApi, 'events'>): Pick<LogsApi, 'events'> {
  return {
    async *events(logGroup, since) {
      try {
        yield* logs.events(logGroup, since);
      } catch (error) {
        if (!(error instanceof CodelessError && error.code === 'NoLogGroup')) throw error;
      }
    },
  };
}

function print(context: VerbContext, { timestamp = 0, logStreamName = '', message = '' }: FilteredLogEvent): void {
  const time = new Date(timestamp).toISOString();
  const version = /\[(\$LATEST|\d+)\]/.exec(logStreamName)?.[1];
  const where = version === undefined ? '' : ` [${version}]`;
  const text = message.trimEnd().split(/\r?\n/).map(neutral).join('\n');
  context.print(`${time}${where} ${text}`, { time, version, logStream: logStreamName, message: message.trimEnd() });
}

function outcome(exit: VerbOutcome['exit']): VerbOutcome {
  return { exit, result: undefined, text: () => '' };
}
