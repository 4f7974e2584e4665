import type { CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { errorAnswer, type Answer } from '../../front/message';
import { inTheNameOf } from '../emulator-call';

/** The zip that the input holds or names, undefined for an image, or the error that a missing one is answered with. */
export async function packageOf(
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
