import type { Correction } from '../../front/correction';
import { jsonObject } from '../../front/message';
import { functionPath, functionReference, read } from './function';

/**
 * "You can use routing configuration on an alias to send a portion of traffic to a second function version", and which
 * one ran stands in `X-Amz-Executed-Version`. The emulator sends everything to the first.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export const aliasWeights: Correction = {
  service: 'lambda',
  actions: ['Invoke', 'InvokeWithResponseStream'],
  async answer(call, { send, random }) {
    const { name, qualifier } = functionReference(call);
    if (qualifier === undefined || /^(\$LATEST|\d+)$/.test(qualifier)) return undefined;
    const alias = await send(read(call, functionPath(name, `aliases/${encodeURIComponent(qualifier)}`)));
    const version = alias.status === 200 ? pick(jsonObject(alias.body), random) : undefined;
    if (version === undefined) return undefined;

    const operation = call.url.pathname.slice(call.url.pathname.lastIndexOf('/') + 1);
    return send({ ...call.request, path: functionPath(name, `${operation}?Qualifier=${version}`) });
  },
};

/** The additional version that a draw falls on; undefined for the alias's own version. */
export function pick(alias: Readonly<Record<string, unknown>>, random: () => number): string | undefined {
  const routing = alias.RoutingConfig as { AdditionalVersionWeights?: Record<string, number> } | undefined;
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (weights.length === 0) return undefined;
  let rest = random();
  return weights.find(([, weight]) => (rest -= weight) < 0)?.[0];
}
