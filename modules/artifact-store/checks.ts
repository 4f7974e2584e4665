import type { IConstruct } from 'constructs';
import { checkInteger, checkLength, checkPattern } from '../shared/checks';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { ArtifactStoreProps, Expiration } from './artifact-store-props';

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Terraform adds 26 characters to reach the 63 that S3 allows. */
const BUCKET_PREFIX = /^[a-z0-9][a-z0-9.-]{0,36}$/;

/**
 * Throws where S3 or Terraform would refuse the bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkStore(scope: IConstruct, props: ArtifactStoreProps & { readonly bucketPrefix: string }): void {
  const { bucketName, bucketPrefix, noncurrentVersionDays, tags } = props;
  const name = "3 to 63 lower-case letters, digits, '.' and '-' that begin and end with a letter or a digit";
  checkPattern(scope, 'InvalidBucketName', 'bucketName', bucketName, BUCKET_NAME, name);
  if (bucketName === undefined) {
    const prefix = "1 to 37 lower-case letters, digits, '.' and '-' that begin with a letter or a digit";
    checkPattern(scope, 'InvalidBucketPrefix', 'bucketPrefix', bucketPrefix, BUCKET_PREFIX, prefix);
  }
  checkInteger(
    scope,
    'NoncurrentVersionDaysOutOfRange',
    'noncurrentVersionDays',
    noncurrentVersionDays,
    1,
    Infinity,
    ' day',
  );
  checkTags(scope, tags);
}

/** Throws where a bucket is given two names. */
export function checkOneName(scope: IConstruct, { bucketName, bucketPrefix }: ArtifactStoreProps): void {
  if (bucketName !== undefined && bucketPrefix !== undefined) {
    throw new ValidationError(
      'BucketNameWithPrefix',
      scope,
      `'bucketName' must not come with 'bucketPrefix', got both; leave one out`,
    );
  }
}

/** Throws where S3 would refuse an expiration, or where it would take in every object of the bucket. */
export function checkExpiration(scope: IConstruct, { prefix, days }: Expiration): void {
  checkLength(scope, 'EmptyExpirationPrefix', 'prefix', prefix, 1, Infinity);
  checkInteger(scope, 'ExpirationDaysOutOfRange', 'days', days, 1, Infinity, ' day');
}
