/** A bucket for what pipelines and deploys keep. */
export interface ArtifactStoreProps {
  /**
   * The bucket's name: 3 to 63 lower-case letters, digits, `.` and `-`. Not together with `bucketPrefix`.
   *
   * @default - `bucketPrefix` and what Terraform adds to it
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly bucketName?: string;
  /**
   * What the name begins with, up to 37 characters; Terraform makes the rest, so that no other account has it.
   *
   * @default - the construct's id and `-`
   */
  readonly bucketPrefix?: string;
  /**
   * ARN of the KMS key that encrypts the objects; whoever reads or writes them needs rights on it too.
   *
   * @default - S3's own keys (SSE-S3)
   */
  readonly kmsKeyArn?: string;
  /**
   * Days after which an object that was replaced or deleted is gone for good; at least 1. Until then a ledger that was
   * overwritten by mistake can be restored.
   *
   * @default 90
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
   */
  readonly noncurrentVersionDays?: number;
  /**
   * Where S3 writes who read and wrote what.
   *
   * @default - nowhere
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
   */
  readonly accessLogs?: AccessLogOptions;
  /**
   * Whether Terraform may destroy the bucket while objects are in it: packages and ledgers go with it.
   *
   * @default false
   */
  readonly forceDestroy?: boolean;
  /**
   * Tags of the bucket; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Where S3 writes access logs. */
export interface AccessLogOptions {
  /** Name of the bucket, in the same region, whose policy lets S3's log service write. */
  readonly bucketName: string;
  /**
   * What the logs' keys begin with.
   *
   * @default - nothing
   */
  readonly prefix?: string;
}

/** Objects that are not kept for ever. */
export interface Expiration {
  /** What the objects' keys begin with. */
  readonly prefix: string;
  /** Days after which an object expires; at least 1. */
  readonly days: number;
}
