import type { Readable } from 'node:stream';

import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { HttpRequest } from '@smithy/core/protocols';

import { rememberFailedCall } from '../failed-call';
import type { CodeDeployApi, DeploymentGroup } from './code-deploy';
import { ConnectionHandler, type TimeOuts } from './connection/connection-handler';
import type { EcrApi } from './ecr';
import type { LogsApi } from './logs';
import { MAX_ATTEMPTS, knowFailedCalls, retryConflicts } from './retry';

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
  readonly requestHandler: ConnectionHandler;
  /** Credentials come by the same network. */
  readonly credentialDefaultProvider: typeof defaultProvider;
}

/** What a URL answers. */
export interface Download {
  /** Of HTTP. */
  readonly status: number;
  readonly body: Readable;
}

/** The SDK's clients, each made when it is first used; what few runs need is loaded only then. */
export class Clients {
  readonly configuration: ClientConfiguration;
  readonly #env: NodeJS.ProcessEnv;
  #lambda: LambdaClient | undefined;
  #s3: S3Client | undefined;

  /** @param timeOuts default: {@link TIME_OUTS} */
  constructor({ region, profile, env }: ClientOptions, timeOuts?: TimeOuts) {
    this.#env = env;
    const requestHandler = new ConnectionHandler({ env, profile }, timeOuts);
    // The SDK knows AWS_REGION and the profile's region, and not the AWS CLI's variable, which comes between them.
    const used = [region, env.AWS_REGION, env.AWS_DEFAULT_REGION].find((name) => name !== undefined && name !== '');
    this.configuration = {
      requestHandler,
      // Clients that fetch credentials of AWS IAM Identity Center take no handler from the client that needs them.
      credentialDefaultProvider: (init) => defaultProvider({ ...init, clientConfig: { requestHandler } }),
      ...(used === undefined ? {} : { region: used }),
      ...(profile === undefined ? {} : { profile }),
      ...(env.AWS_MAX_ATTEMPTS === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
    };
  }

  get lambda(): LambdaClient {
    return (this.#lambda ??= retryConflicts(new LambdaClient(this.configuration)));
  }

  /** Without retries of the SDK's own, for what must not be asked twice unseen. */
  lambdaOnce(): LambdaClient {
    return knowFailedCalls(new LambdaClient({ ...this.configuration, maxAttempts: 1 }));
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

  /** Asks for what a URL names that AWS signed. */
  async download(url: URL, signal: AbortSignal): Promise<Download> {
    const { requestHandler } = this.configuration;
    const request = new HttpRequest({
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host },
    });
    try {
      const { response } = await requestHandler.handle(request, { abortSignal: signal });
      return { status: response.statusCode, body: response.body as Readable };
    } catch (error) {
      rememberFailedCall(error, 'S3Client', 'GetObjectCommand');
      throw error;
    }
  }
}
