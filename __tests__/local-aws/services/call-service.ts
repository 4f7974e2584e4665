import type { Correction } from '../../../local-aws/front/correction';

/** What a service answered. */
export interface Answered {
  readonly status: number;
  readonly code: unknown;
  readonly body: Record<string, unknown>;
}

/** Calls an operation, or opens a page, of services that the emulator lacks; nothing stands behind them. */
export async function callService(
  corrections: readonly Correction[],
  [service, action]: readonly [string, string],
  input: Readonly<Record<string, unknown>> = {},
  path = '/',
): Promise<Answered> {
  const correction = corrections.find(
    (one) => one.service === service && (one.actions === '*' || one.actions.includes(action)),
  );
  const body = Buffer.from(JSON.stringify(input));
  const headers = { 'x-amz-target': `Any.${action}` };
  const request = { method: 'POST', path, headers, body };
  const call = { service, action, accessKey: 'test', labels: {}, input, protocol: 'json' as const };
  const context = { send: () => Promise.reject(new Error('the emulator is not asked')), random: () => 0 };
  const answer = await correction?.answer({ ...call, request, url: new URL(path, 'http://127.0.0.1') }, context);
  const text = answer?.body.toString() ?? '';
  const isJson = String(answer?.headers['content-type']).includes('json') && text !== '';
  return {
    status: answer?.status ?? 0,
    code: answer?.headers['x-amzn-errortype'],
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { text },
  };
}
