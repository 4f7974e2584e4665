import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { retryConflicts } from '../../../cli/aws/retry';
import { describeError } from '../../../cli/output/describe-error';

test('an error names the call that failed', async () => {
  const client = retryConflicts(
    new LambdaClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
      requestHandler: {
        handle: () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' })),
      },
    }),
  );
  const error: unknown = await client
    .send(new GetAliasCommand({ FunctionName: 'demo', Name: 'live' }))
    .catch((reason: unknown) => reason);
  expect(describeError(error)).toMatchObject({
    code: 'Unreachable',
    message: 'Lambda GetAlias failed: AWS was not reached (connect)',
  });
});
