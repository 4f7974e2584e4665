import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';

import type { Credentials, Runtime } from '../../runtime';

/** What a build calls in the name of its project's role. */
export interface Clients {
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly secrets: SecretsManagerClient;
  readonly logs: CloudWatchLogsClient;
}

/** Clients that sign with a role's keys. */
export function clientsOf({ endpoint, region }: Runtime, credentials: Credentials): Clients {
  const config = { endpoint, region, credentials };
  return {
    s3: new S3Client({ ...config, forcePathStyle: true }),
    ssm: new SSMClient(config),
    secrets: new SecretsManagerClient(config),
    logs: new CloudWatchLogsClient(config),
  };
}
