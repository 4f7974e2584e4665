import { TerraformVariable } from 'cdktf';
import type { ArtifactStoreProps, Expiration } from '../../../modules';
import { ArtifactStore } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { documentOf } from '../../helpers/policies';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

const BUCKET = '${aws_s3_bucket.store_16A42F5D.id}';
const ARN = '${aws_s3_bucket.store_16A42F5D.arn}';
const NONCURRENT = {
  id: 'noncurrent-versions',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
  noncurrent_version_expiration: [{ noncurrent_days: 90 }],
};

function synthesizeStore(
  props?: ArtifactStoreProps,
  extend: (store: ArtifactStore) => void = () => undefined,
): SynthesizedStack {
  const stack = testStack();
  extend(new ArtifactStore(stack, 'store', props));
  return synthesize(stack);
}

test('by default a store is private, encrypted, versioned, reached by TLS alone, and named by Terraform', () => {
  const stack = synthesizeStore();
  expect(stack.addresses.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_s3_bucket.store',
    'aws_s3_bucket_lifecycle_configuration.store_Lifecycle',
    'aws_s3_bucket_ownership_controls.store_OwnershipControls',
    'aws_s3_bucket_policy.store_Policy',
    'aws_s3_bucket_public_access_block.store_PublicAccessBlock',
    'aws_s3_bucket_server_side_encryption_configuration.store_Encryption',
    'aws_s3_bucket_versioning.store_Versioning',
  ]);
  expect(stack.only('aws_s3_bucket')).toEqual({ bucket_prefix: 'store-', force_destroy: false });
  expect(stack.only('aws_s3_bucket_public_access_block')).toEqual({
    bucket: BUCKET,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(stack.only('aws_s3_bucket_ownership_controls')).toEqual({
    bucket: BUCKET,
    rule: { object_ownership: 'BucketOwnerEnforced' },
  });
  expect(stack.only('aws_s3_bucket_server_side_encryption_configuration')).toEqual({
    bucket: BUCKET,
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' }, bucket_key_enabled: false }],
  });
  expect(stack.only('aws_s3_bucket_versioning')).toEqual({
    bucket: BUCKET,
    versioning_configuration: { status: 'Enabled' },
  });
  expect(stack.only('aws_s3_bucket_lifecycle_configuration')).toEqual({
    bucket: BUCKET,
    rule: [NONCURRENT],
    depends_on: [expect.stringContaining('aws_s3_bucket_versioning.store_Versioning')],
  });
});

test('the policy refuses everyone who comes without TLS, or with an old one', () => {
  const policy = synthesizeStore().only('aws_s3_bucket_policy');
  const everything = { Effect: 'Deny', Principal: '*', Action: ['s3:*'], Resource: [ARN, `${ARN}/*`] };
  expect(policy).toMatchObject({
    bucket: BUCKET,
    depends_on: [expect.stringContaining('aws_s3_bucket_public_access_block.store_PublicAccessBlock')],
  });
  expect(documentOf(policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'DenyWithoutTls', ...everything, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Sid: 'DenyOldTls', ...everything, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    ],
  });
});

test('every default can be overridden', () => {
  const stack = synthesizeStore({
    bucketName: 'artifacts.of-the-team',
    kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k',
    noncurrentVersionDays: 1,
    accessLogs: { bucketName: 'logs', prefix: 's3/${a}' },
    forceDestroy: true,
    tags: { team: '${a}' },
  });
  expect(stack.only('aws_s3_bucket')).toEqual({
    bucket: 'artifacts.of-the-team',
    force_destroy: true,
    tags: { team: '$${a}' },
  });
  expect(stack.only('aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
    {
      apply_server_side_encryption_by_default: {
        sse_algorithm: 'aws:kms',
        kms_master_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/k',
      },
      bucket_key_enabled: true,
    },
  ]);
  expect(stack.only('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
    { ...NONCURRENT, noncurrent_version_expiration: [{ noncurrent_days: 1 }] },
  ]);
  expect(stack.only('aws_s3_bucket_logging')).toEqual({
    bucket: BUCKET,
    target_bucket: 'logs',
    target_prefix: 's3/$${a}',
  });
});

test('a prefix of one’s own is what the name begins with', () => {
  expect(synthesizeStore({ bucketPrefix: 'team-' }).only('aws_s3_bucket')).toMatchObject({ bucket_prefix: 'team-' });
});

test('objects expire where that was asked for, and nothing else does', () => {
  const stack = synthesizeStore({}, (store) => {
    store.expire({ prefix: 'orders/', days: 30 });
    store.expire({ prefix: 'users/', days: 1 });
  });
  const rule = (index: number, prefix: string, days: number): object => {
    return { id: `expire-${index}`, status: 'Enabled', filter: [{ prefix }], expiration: [{ days }] };
  };
  expect(stack.only('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
    NONCURRENT,
    rule(1, 'orders/', 30),
    rule(2, 'users/', 1),
  ]);
});

test('objects that several want to expire are kept as long as the last one wants', () => {
  const stack = synthesizeStore({}, (store) => {
    const late = new TerraformVariable(store, 'late', { type: 'number' });
    late.overrideLogicalId('late');
    store.expire({ prefix: 'orders-of-the-shop-i/', days: 30 });
    store.expire({ prefix: 'users/', days: 5 });
    store.expire({ prefix: 'orders-of-the-shop-i/', days: 90 });
    store.expire({ prefix: 'orders-of-the-shop-i/', days: 60 });
    store.expire({ prefix: 'users/', days: late.numberValue });
  });
  expect(stack.only('aws_s3_bucket_lifecycle_configuration').rule).toEqual([
    NONCURRENT,
    { id: 'expire-1', status: 'Enabled', filter: [{ prefix: 'orders-of-the-shop-i/' }], expiration: [{ days: 90 }] },
    {
      id: 'expire-2',
      status: 'Enabled',
      filter: [{ prefix: 'users/' }],
      expiration: [{ days: '${max(5, var.late)}' }],
    },
  ]);
});

test('what only Terraform knows is taken as it is', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'string' });
  new ArtifactStore(stack, 'store', { bucketName: late.stringValue, noncurrentVersionDays: late.numberValue });
  expect(synthesize(stack).only('aws_s3_bucket')).toMatchObject({ bucket: '${var.late}' });
});

test.each<ArtifactStoreProps>([
  { bucketName: 'a-1' },
  { bucketName: 'a'.repeat(63) },
  { bucketPrefix: 'a' },
  { bucketPrefix: 'a'.repeat(37) },
  { noncurrentVersionDays: 1 },
])('%j is accepted', (props) => {
  expect(() => synthesizeStore(props)).not.toThrow();
});

test.each<[code: string, props: ArtifactStoreProps]>([
  ['BucketNameWithPrefix', { bucketName: 'abc', bucketPrefix: 'a' }],
  ['InvalidBucketName', { bucketName: 'ab' }],
  ['InvalidBucketName', { bucketName: 'a'.repeat(64) }],
  ['InvalidBucketName', { bucketName: 'Abc' }],
  ['InvalidBucketName', { bucketName: 'abc-' }],
  ['InvalidBucketPrefix', { bucketPrefix: '' }],
  ['InvalidBucketPrefix', { bucketPrefix: 'a'.repeat(38) }],
  ['InvalidBucketPrefix', { bucketPrefix: '-a' }],
  ['NoncurrentVersionDaysOutOfRange', { noncurrentVersionDays: 0 }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j', (code, props) => {
  const error = validationErrorOf(() => synthesizeStore(props));
  expect(error.code).toBe(code);
  expect(error.message).toContain('(at stack/store)');
});

test('fails where the construct’s id makes no prefix, and says which one it took', () => {
  const error = validationErrorOf(() => new ArtifactStore(testStack(), 'My_Store'));
  expect(error.message).toMatch(/^'bucketPrefix' must be .*, got 'My_Store-' \[InvalidBucketPrefix\]/);
});

test.each<[code: string, expiration: Expiration]>([
  ['EmptyExpirationPrefix', { prefix: '', days: 1 }],
  ['ExpirationDaysOutOfRange', { prefix: 'a', days: 0 }],
])('fails with %s for an expiration of %j', (code, expiration) => {
  const error = validationErrorOf(() =>
    synthesizeStore({}, (store) => {
      store.expire(expiration);
    }),
  );
  expect(error.code).toBe(code);
});
