import type { ResourcePolicyStatement } from '../shared/iam';

/** The oldest version of TLS that is taken. */
const MINIMUM_TLS = '1.2';

/**
 * Statements of a bucket's policy that refuse whoever does not come by TLS 1.2 or newer.
 *
 * @param bucketArn - of the bucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function transportStatements(bucketArn: string): readonly ResourcePolicyStatement[] {
  const everything = {
    effect: 'Deny',
    principal: '*',
    actions: ['s3:*'],
    resources: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    { ...everything, sid: 'DenyWithoutTls', conditions: { Bool: { 'aws:SecureTransport': 'false' } } },
    { ...everything, sid: 'DenyOldTls', conditions: { NumericLessThan: { 's3:TlsVersion': MINIMUM_TLS } } },
  ];
}
