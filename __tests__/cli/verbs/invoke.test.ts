import { ResourceNotFoundException } from '@aws-sdk/client-lambda';

import { LambdaApi } from '../../../cli/aws/lambda';
import { run } from '../../../cli/verbs/invoke';
import type { VerbContext } from '../../../cli/verb';

type Output = Awaited<ReturnType<LambdaApi['invoke']>>;

/** What Lambda answers to an invocation. */
function answers(text: string, rest: Partial<Output> = {}): jest.SpyInstance {
  const output: unknown = { $metadata: {}, Payload: { transformToString: () => text }, ...rest };
  return jest.spyOn(LambdaApi.prototype, 'invoke').mockResolvedValue(output as Output);
}

/** As much of a context as this verb reads. */
function context(flags: Partial<VerbContext['flags']> = {}): VerbContext {
  const value = <T>(of: T): { value: T; source: 'flag' } => ({ value: of, source: 'flag' });
  return {
    settings: {
      functionName: value('demo'),
      aliasName: value('live'),
      bucket: value(undefined),
      prefix: value('p'),
    },
    flags: { payload: '{"a":1}', log: false, ...flags },
    connection: { region: 'eu-west-1', profile: undefined },
    env: {},
    signal: new AbortController().signal,
  } as unknown as VerbContext;
}

const STYLE = { dim: (text: string) => text } as Parameters<Awaited<ReturnType<typeof run>>['text']>[0];

test('invokes the alias with the payload and prints JSON over several lines', async () => {
  const invoke = answers('{"b":2}', { ExecutedVersion: '7' });
  const outcome = await run(context());
  expect(invoke).toHaveBeenCalledWith('live', '{"a":1}');
  expect(outcome.text(STYLE)).toBe('{\n  "b": 2\n}');
  expect(outcome.result).toMatchObject({ qualifier: 'live', version: '7', answer: { b: 2 } });
});

test('shows the end of the log where it was asked for', async () => {
  answers('null', { LogResult: Buffer.from('START\nEND\n').toString('base64') });
  const outcome = await run(context({ log: true, qualifier: '3' }));
  expect(outcome.text(STYLE)).toBe('null\n\nSTART\nEND');
});

test("fails as unhealthy with the function's own error", async () => {
  answers('{"errorType":"KeyError","errorMessage":"no b","stackTrace":["  at x\\n"]}', { FunctionError: 'Unhandled' });
  await expect(run(context())).rejects.toMatchObject({
    exit: 'unhealthy',
    message: 'demo:live failed with KeyError: no b',
    output: ['  at x'],
  });
});

test('fails with a sentence where there is no such qualifier', async () => {
  const missing = new ResourceNotFoundException({ $metadata: {}, message: '', Type: 'User' });
  jest.spyOn(LambdaApi.prototype, 'invoke').mockRejectedValue(missing);
  await expect(run(context({ qualifier: '99' }))).rejects.toMatchObject({ exit: 'usage', code: 'QualifierNotFound' });
});
