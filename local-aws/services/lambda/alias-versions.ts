import type { Correction } from '../../front/correction';
import { errorAnswer, jsonObject } from '../../front/message';
import { functionPath, functionReference, read } from './function';

/**
 * An alias names versions that exist: for others CreateAlias and UpdateAlias answer `ResourceNotFoundException`, 404.
 * The emulator takes any.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
 */
export const aliasVersions: Correction = {
  service: 'lambda',
  actions: ['CreateAlias', 'UpdateAlias'],
  async answer(call, { send }) {
    const { name } = functionReference(call);
    for (const version of versionsOf(jsonObject(call.request.body))) {
      const path = functionPath(name, `configuration?Qualifier=${encodeURIComponent(version)}`);
      const found = await send(read(call, path));
      if (found.status === 404) return found;
      // An alias is no version, though it qualifies a function in the same place.
      if (jsonObject(found.body).Version !== version) {
        return errorAnswer(404, 'ResourceNotFoundException', `Function not found: ${name}:${version}`);
      }
    }
    return undefined;
  },
};

function versionsOf(input: Readonly<Record<string, unknown>>): string[] {
  const { FunctionVersion: version, RoutingConfig: routing } = input;
  const weights = (routing as { AdditionalVersionWeights?: unknown } | null | undefined)?.AdditionalVersionWeights;
  return [...(typeof version === 'string' ? [version] : []), ...Object.keys(weights ?? {})];
}
