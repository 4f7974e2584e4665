import { createHash } from 'node:crypto';

import type { Correction, CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { errorAnswer, jsonAnswer, jsonObject, type Answer } from '../../front/message';
import { inTheNameOf } from '../emulator-call';
import { latestConfiguration, staleRevision } from './function';

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

/** The zip that the input holds or names, undefined for an image, or the error that a missing one is answered with. */
async function packageOf(
  call: Call,
  input: Readonly<Record<string, unknown>>,
  { send }: CorrectionContext,
): Promise<Buffer | Answer | undefined> {
  const { ZipFile: zip, S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = input;
  if (typeof zip === 'string') return Buffer.from(zip, 'base64');
  if (typeof bucket !== 'string' || typeof key !== 'string') return undefined;
  const query = typeof version === 'string' ? `?versionId=${encodeURIComponent(version)}` : '';
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}${query}`;
  const object = await send({ method: 'GET', path, headers: inTheNameOf(call, 's3') });
  if (object.status === 200) return object.body;
  return errorAnswer(
    400,
    'InvalidParameterValueException',
    `Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: s3://${bucket}/${key} cannot be read`,
  );
}
