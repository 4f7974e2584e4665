import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import type { Construct } from 'constructs';

/** Where resources are, for their ARNs. */
export interface Place {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** The account's number. */
  readonly account: string;
  /** What the addresses of the partition's services end in, such as `amazonaws.com`. */
  readonly dnsSuffix: string;
}

/** The place that the AWS provider works in; the data sources become children of the scope. */
export function placeOf(scope: Construct): Place {
  const partition = new DataAwsPartition(scope, 'Partition');
  return {
    partition: partition.partition,
    // The id is the region's name in every release of the provider.
    region: new DataAwsRegion(scope, 'Region').id,
    account: new DataAwsCallerIdentity(scope, 'Account').accountId,
    dnsSuffix: partition.dnsSuffix,
  };
}

/**
 * An ARN of a place's region and account.
 *
 * @param service as in ARNs: `codebuild`
 * @param resource what follows the account
 */
export function arnIn({ partition, region, account }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
