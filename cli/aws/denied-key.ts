import { S3ServiceException, type _Error } from '@aws-sdk/client-s3';

import { rememberFailedCall } from '../failed-call';

/** The error of a key that may not be deleted: the answer to DeleteObjects is a success, whatever it says of the keys. */
export function deniedKey(bucket: string, { Key, Message = '' }: _Error): S3ServiceException {
  const $metadata = { httpStatusCode: 403 };
  const error = new S3ServiceException({ name: 'AccessDenied', message: Message, $fault: 'client', $metadata });
  rememberFailedCall(error, 'S3Client', 'DeleteObjectsCommand', { input: { Bucket: bucket, Key } });
  return error;
}
