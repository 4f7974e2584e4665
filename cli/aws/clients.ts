import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';

import type { CodeDeployApi, DeploymentGroup } from './code-deploy';
import type { EcrApi } from './ecr';
import type { LogsApi } from './logs';
import { MAX_ATTEMPTS, retryConflicts } from './retry';

/** Which account and region are meant; what is undefined comes from the environment and AWS's configuration files. */
export interface ClientOptions {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** What every client of the SDK is made with. */
export interface ClientConfiguration {
  readonly region?: string;
  readonly profile?: string;
  readonly maxAttempts?: number;
}

/** The SDK's clients, each made when it is first used; what few runs need is loaded only then. */
export class Clients {
  readonly configuration: ClientConfiguration;
  readonly #env: NodeJS.ProcessEnv;
  #lambda: LambdaClient | undefined;
  #s3: S3Client | undefined;

  constructor({ region, profile, env }: ClientOptions) {
    this.#env = env;
    this.configuration = {
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      ...(env.AWS_MAX_ATTEMPTS === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
    };
  }

  get lambda(): LambdaClient {
    return (this.#lambda ??= retryConflicts(new LambdaClient(this.configuration)));
  }

  /** Without retries of the SDK's own, for what must not be asked twice unseen. */
  lambdaOnce(): LambdaClient {
    return new LambdaClient({ ...this.configuration, maxAttempts: 1 });
  }

  get s3(): S3Client {
    return (this.#s3 ??= retryConflicts(
      new S3Client({
        ...this.configuration,
        // An endpoint of the user's own seldom has a host name for every bucket.
        forcePathStyle: (this.#env.AWS_ENDPOINT_URL_S3 ?? this.#env.AWS_ENDPOINT_URL) !== undefined,
        followRegionRedirects: true,
      }),
    ));
  }

  /** Each call makes a client: no run needs two. */
  ssm(): SSMClient {
    return retryConflicts(new SSMClient(this.configuration));
  }

  async codeDeploy(target: DeploymentGroup, signal: AbortSignal): Promise<CodeDeployApi> {
    // eslint-disable-next-line no-restricted-syntax -- few runs need it, and its client is slow to load
    const { codeDeployApi } = await import('./code-deploy');
    return codeDeployApi(this.configuration, target, signal);
  }

  /** @param region of the registry */
  async ecr(region: string, signal: AbortSignal): Promise<EcrApi> {
    // eslint-disable-next-line no-restricted-syntax -- few runs need it, and its client is slow to load
    const { ecrApi } = await import('./ecr');
    return ecrApi(this.configuration, region, signal);
  }

  async logs(signal: AbortSignal): Promise<LogsApi> {
    // eslint-disable-next-line no-restricted-syntax -- few runs need it, and its client is slow to load
    const { logsApi } = await import('./logs');
    return logsApi(this.configuration, signal);
  }

  /** Publishes a message to a topic of SNS's. */
  async publish(topicArn: string, message: string, signal: AbortSignal): Promise<void> {
    // eslint-disable-next-line no-restricted-syntax -- few runs need it, and its client is slow to load
    const { publish } = await import('./topic');
    await publish(this.configuration, topicArn, message, signal);
  }

  /** Which of some alarms are in the state `ALARM`. */
  async ringingAlarms(names: readonly string[], signal: AbortSignal): Promise<string[]> {
    if (names.length === 0) return [];
    // eslint-disable-next-line no-restricted-syntax -- few runs need it, and its client is slow to load
    const { ringingAlarms } = await import('./alarms');
    return ringingAlarms(this.configuration, names, signal);
  }
}
