import type { Client } from '@smithy/types';

import { CLOCK, type Clock } from '../clock';
import { CodelessError } from '../errors';
import { rememberFailedCall } from '../failed-call';

/** Calls that AWS answers with a conflict are worth another try: someone else's update is nearly always what is in the way. */
const CONFLICT = 409;

/** Attempts at a call, the first included, where `AWS_MAX_ATTEMPTS` and the profile say nothing: about half a minute in all. */
export const MAX_ATTEMPTS = 8;

/** Milliseconds before the second attempt, on average; each further one waits twice as long. */
const BASE_DELAY = 100;

const MAX_DELAY = 10_000;

interface AwsError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  $retryable?: { readonly throttling?: boolean };
}

/** Lets the SDK's own retry, with its backoff and jitter, try again after a conflict; errors are known by their call. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK's own bound for a client whose types do not matter
export function retryConflicts<T extends Client<any, any, any>>(client: T): T {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const failed = error as AwsError;
        if (failed.$metadata?.httpStatusCode === CONFLICT) failed.$retryable = {};
        throw error;
      }
    },
    { step: 'deserialize', name: 'retryConflicts', priority: 'high' },
  );
  return knowFailedCalls(client);
}

/** Lets errors be known by their call. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK's own bound for a client whose types do not matter
export function knowFailedCalls<T extends Client<any, any, any>>(client: T): T {
  const { region } = client.config as { readonly region?: () => Promise<string> };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        rememberFailedCall(error, context.clientName, context.commandName, {
          input: args.input as Readonly<Record<string, unknown>>,
          region: await region?.().catch(() => undefined),
        });
        throw error;
      }
    },
    { step: 'deserialize', name: 'knowFailedCalls', priority: 'high' },
  );
  return client;
}

/** Whether a call may have taken effect, or may do so at another try: everything but a clear refusal, or a broken file of ours. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof CodelessError || error.name === 'AbortError') return false;
  if ('path' in error) return false;
  const { $metadata, $retryable } = error as AwsError;
  const status = $metadata?.httpStatusCode;
  // An answer of success that is an error broke off.
  return (
    status === undefined ||
    status < 400 ||
    status >= 500 ||
    status === 429 ||
    status === CONFLICT ||
    $retryable !== undefined
  );
}

/** Does something again while that may help, with growing, random pauses. */
export async function again<T>(
  work: (attempt: number) => Promise<T>,
  signal: AbortSignal,
  clock: Clock = CLOCK,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      signal.throwIfAborted();
      if (attempt >= MAX_ATTEMPTS || !isTransient(error)) throw error;
      await clock.pause(Math.min(BASE_DELAY * 2 ** attempt, MAX_DELAY) * Math.random(), signal);
    }
  }
}
