import { TooManyRequestsException } from '@aws-sdk/client-lambda';

import { CodelessError } from '../errors';
import { step } from '../progress';
import type { Engine } from './engine';

/** Lines of the answer and the log that an error shows. */
const MAX_LINES = 20;

/**
 * Invokes a version before it gets any traffic, where that is asked for. An error of the function fails it, and so does the
 * answer to an HTTP event with a status of 500 and above.
 *
 * @throws CodelessError `SmokeTestFailed`, `SmokeTestThrottled`
 */
export async function smokeTest({ lambda, onProgress, settings }: Engine, version: string): Promise<void> {
  const payload = settings.smokeTest.value;
  if (payload === undefined) return;
  await step(
    onProgress,
    'Smoke-test the version',
    async () => {
      const { FunctionError, Payload, LogResult } = await lambda.invoke(version, payload).catch((error: unknown) => {
        throw error instanceof TooManyRequestsException ? throttled(lambda.functionName, error) : error;
      });
      const answer = Payload?.transformToString() ?? '';
      const status = FunctionError === undefined ? statusCode(answer) : undefined;
      if (FunctionError === undefined && (status === undefined || status < 500)) return status;
      const what = FunctionError === undefined ? `status ${status ?? ''}` : `the error ${FunctionError}`;
      const log = LogResult === undefined ? '' : Buffer.from(LogResult, 'base64').toString();
      throw new CodelessError(
        'unhealthy',
        'SmokeTestFailed',
        `version ${version} of ${lambda.functionName} answered the smoke test with ${what}: the alias was not moved`,
        {
          hint: 'Correct the code and deploy again.',
          output: [answer, ...log.trim().split('\n')].filter((line) => line !== '').slice(-MAX_LINES),
        },
      );
    },
    (status) => (status === undefined ? 'answered' : `status ${status}`),
  );
}

function throttled(functionName: string, cause: TooManyRequestsException): CodelessError {
  const reason = cause.Reason ?? cause.message;
  const message = `Lambda refuses the smoke test of ${functionName} as one invocation too many (${reason}): the alias was not moved`;
  return new CodelessError('failed', 'SmokeTestThrottled', message, {
    hint: "Look at the function's reserved concurrency and at what else invokes it, then deploy again.",
    cause,
  });
}

/** The status of an answer to an HTTP event; undefined for any other answer. */
function statusCode(answer: string): number | undefined {
  try {
    const value: unknown = JSON.parse(answer);
    const status = typeof value === 'object' && value !== null && 'statusCode' in value ? value.statusCode : undefined;
    // API Gateway takes a text too.
    const isStatus = typeof status === 'number' || (typeof status === 'string' && /^\d{3}$/.test(status));
    return isStatus ? Number(status) : undefined;
  } catch {
    return undefined;
  }
}
