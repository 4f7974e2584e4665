import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import type { Setting } from './settings';

/** What Lambda takes as the bucket of a package; old buckets may have capital letters and underscores. */
const BUCKET = /^(?!.*\.\.)[0-9A-Za-z][0-9A-Za-z._-]{1,61}[0-9A-Za-z]$/;

/** Bytes that a prefix may have, so that a key of S3, which ends at 1,024, has room for the rest. */
const MAX_PREFIX = 256;

/** How an error calls the place that a value is from. */
const PLACES: Readonly<Record<Setting<unknown>['source'], string>> = {
  flag: '',
  environment: ' of the environment',
  file: ' of the configuration file',
  contract: ' of the deploy contract',
  default: '',
};

/**
 * Checks the name of the bucket, wherever it is from.
 *
 * @throws CodelessError `WrongValue`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkedBucket(bucket: Setting<string | undefined>): Setting<string | undefined> {
  if (bucket.value === undefined || BUCKET.test(bucket.value)) return bucket;
  throw wrong('app-s3-bucket', bucket, 'is no name of a bucket: 3 to 63 letters, digits, dots and hyphens');
}

/**
 * Checks the prefix of the keys. What climbs or begins with a slash is a path of files, and would be another key than is meant.
 *
 * @throws CodelessError `WrongValue`
 */
export function checkedPrefix(prefix: Setting<string>): Setting<string> {
  const { value } = prefix;
  if (value.startsWith('/')) throw wrong('app-s3-prefix', prefix, 'must not begin with a slash');
  if (value.split('/').some((part) => part === '..' || part === '.')) {
    throw wrong('app-s3-prefix', prefix, "must have no part that is '.' or '..'");
  }
  if (value !== neutral(value)) throw wrong('app-s3-prefix', prefix, 'must have no control characters');
  if (Buffer.byteLength(value) > MAX_PREFIX) throw wrong('app-s3-prefix', prefix, `has more than ${MAX_PREFIX} bytes`);
  return prefix;
}

function wrong(name: string, { value = '', source }: Setting<string | undefined>, what: string): CodelessError {
  return new CodelessError('usage', 'WrongValue', `${name}${PLACES[source]}: '${neutral(value)}' ${what}`);
}
