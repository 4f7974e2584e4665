import { createHash } from 'node:crypto';

import type { Correction } from '../../front/correction';
import { jsonAnswer, jsonObject } from '../../front/message';
import { latestConfiguration, staleRevision } from './function';
import { packageOf } from './package-of';

/**
 * `DryRun`: "Set to true to validate the request parameters and access permissions without modifying the function
 * code." The emulator modifies it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export const updateFunctionCodeDryRun: Correction = {
  service: 'lambda',
  actions: ['UpdateFunctionCode'],
  async answer(call, context) {
    const input = jsonObject(call.request.body);
    if (input.DryRun !== true) return undefined;
    const latest = await latestConfiguration(call, context);
    if ('error' in latest) return latest.error;
    const stale = staleRevision(input, latest.configuration);
    if (stale !== undefined) return stale;

    const code = await packageOf(call, input, context);
    if (code !== undefined && !Buffer.isBuffer(code)) return code;
    return jsonAnswer(200, {
      ...latest.configuration,
      ...(code && { CodeSize: code.length, CodeSha256: createHash('sha256').update(code).digest('base64') }),
      ...(Array.isArray(input.Architectures) && { Architectures: input.Architectures as unknown }),
    });
  },
};
