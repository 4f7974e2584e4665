import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { isKnown } from '../shared/checks';
import { policyDocument } from '../shared/iam';
import { escapeTemplate, escapeTemplates } from '../shared/template';
import type { ArtifactStoreProps, Expiration } from './artifact-store-props';
import { checkExpiration, checkOneName, checkStore } from './checks';
import { transportStatements } from './transport-statements';

/** Days after which S3 drops the parts of an upload that was never finished. */
const UNFINISHED_UPLOAD_DAYS = 7;

/**
 * The bucket in which pipelines keep their artifacts and deploys their packages and ledgers: private, encrypted, reached
 * by TLS alone, with versions. What is in it stays until someone deletes it or {@link ArtifactStore.expire} says for how long.
 */
export class ArtifactStore extends Construct {
  /** The bucket. */
  public readonly resource: S3Bucket;
  /** What says who may not reach it. */
  public readonly policy: S3BucketPolicy;
  /** What keeps the versions of an object: whatever is written before is without. */
  public readonly versioning: S3BucketVersioningA;
  /** How long what is in it stays. */
  public readonly lifecycleConfiguration: S3BucketLifecycleConfiguration;
  /** Where its access logs go, where they were asked for. */
  public readonly logging?: S3BucketLoggingA;
  /** Name of the bucket. */
  public readonly bucketName: string;
  /** ARN of the bucket. */
  public readonly bucketArn: string;
  /** ARN of the KMS key that encrypts the objects; none with S3's own keys. */
  public readonly kmsKeyArn?: string;

  private readonly lifecycleRules: readonly S3BucketLifecycleConfigurationRule[];
  /** Days by prefix. */
  private readonly expirations = new Map<string, number>();

  constructor(scope: Construct, id: string, props: ArtifactStoreProps = {}) {
    super(scope, id);
    checkOneName(this, props);
    const resolved = {
      ...props,
      bucketPrefix: props.bucketPrefix ?? `${id}-`,
      noncurrentVersionDays: props.noncurrentVersionDays ?? 90,
      forceDestroy: props.forceDestroy ?? false,
    };
    checkStore(this, resolved);
    const { bucketName, bucketPrefix, kmsKeyArn, noncurrentVersionDays, accessLogs, forceDestroy, tags } = resolved;

    this.resource = new S3Bucket(this, 'Resource', {
      ...(bucketName === undefined ? { bucketPrefix } : { bucket: bucketName }),
      forceDestroy,
      tags: tags && escapeTemplates(tags),
    });
    const bucket = this.resource.id;
    this.bucketName = bucket;
    this.bucketArn = this.resource.arn;
    this.kmsKeyArn = kmsKeyArn;

    const publicAccessBlock = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'OwnershipControls', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            kmsKeyArn === undefined
              ? { sseAlgorithm: 'AES256' }
              : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn },
          bucketKeyEnabled: kmsKeyArn !== undefined,
        },
      ],
    });
    this.versioning = new S3BucketVersioningA(this, 'Versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    this.policy = new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: policyDocument(this, transportStatements(this.bucketArn)),
      // Both change the bucket's policy status, and S3 takes one such change at a time.
      dependsOn: [publicAccessBlock],
    });
    this.lifecycleRules = [
      {
        id: 'noncurrent-versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: UNFINISHED_UPLOAD_DAYS }],
        noncurrentVersionExpiration: [{ noncurrentDays: noncurrentVersionDays }],
      },
    ];
    this.lifecycleConfiguration = new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [...this.lifecycleRules],
      // Noncurrent versions exist only once versioning is on.
      dependsOn: [this.versioning],
    });
    if (accessLogs !== undefined) {
      this.logging = new S3BucketLoggingA(this, 'AccessLogs', {
        bucket,
        targetBucket: accessLogs.bucketName,
        targetPrefix: escapeTemplate(accessLogs.prefix ?? ''),
      });
    }
  }

  /**
   * Lets objects expire; those of the ledger and of releases must not be among them. Asked for twice with one prefix, as by
   * pipelines whose names begin alike, they are kept for the longer time.
   *
   * @throws ValidationError `EmptyExpirationPrefix` where every object of the bucket would expire
   */
  public expire(expiration: Expiration): void {
    checkExpiration(this, expiration);
    const { prefix, days } = expiration;
    const before = this.expirations.get(prefix);
    this.expirations.set(prefix, before === undefined ? days : longer(before, days));
    const expiring = [...this.expirations].map(([start, period], index) => ({
      id: `expire-${index + 1}`,
      status: 'Enabled',
      filter: [{ prefix: escapeTemplate(start) }],
      expiration: [{ days: period }],
    }));
    this.lifecycleConfiguration.putRule([...this.lifecycleRules, ...expiring]);
  }
}

function longer(one: number, other: number): number {
  return isKnown(one) && isKnown(other) ? Math.max(one, other) : Token.asNumber(Fn.max([one, other]));
}
