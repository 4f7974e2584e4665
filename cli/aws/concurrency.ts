import {
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaServiceException,
  ProvisionedConcurrencyConfigNotFoundException,
  paginateListProvisionedConcurrencyConfigs,
  type GetProvisionedConcurrencyConfigResponse,
  type LambdaClient,
} from '@aws-sdk/client-lambda';

import { isDenied } from '../iam/refusal';

/** The answer to who may not ask: roles that were made before these calls were may do without them. */
export type Denied = 'denied';

/** The calls to Lambda about how many environments a function may have, and keeps ready. */
export class ConcurrencyApi {
  constructor(
    private readonly client: LambdaClient,
    private readonly functionName: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Invocations at a time that the function may have; undefined if nothing is reserved. */
  async reserved(): Promise<number | Denied | undefined> {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: this.functionName });
    const answer = await this.client.send(command, this.options).catch(deniedOrThrow);
    return answer === 'denied' ? answer : answer.ReservedConcurrentExecutions;
  }

  /** Environments that are kept ready for an alias; undefined if none are. */
  async provisioned(aliasName: string): Promise<GetProvisionedConcurrencyConfigResponse | Denied | undefined> {
    const command = new GetProvisionedConcurrencyConfigCommand({
      FunctionName: this.functionName,
      Qualifier: aliasName,
    });
    return this.client.send(command, this.options).catch((error: unknown) => {
      if (error instanceof ProvisionedConcurrencyConfigNotFoundException) return undefined;
      return deniedOrThrow(error);
    });
  }

  /** The versions and aliases for which environments are kept ready, which cost money as long as they are. */
  async provisionedQualifiers(): Promise<string[]> {
    const { client, functionName: FunctionName } = this;
    const qualifiers: string[] = [];
    const pages = paginateListProvisionedConcurrencyConfigs({ client }, { FunctionName }, this.options);
    try {
      for await (const page of pages) {
        for (const { FunctionArn } of page.ProvisionedConcurrencyConfigs ?? []) {
          qualifiers.push(FunctionArn?.split(':')[7] ?? '');
        }
      }
    } catch (error) {
      // Some emulators answer so where AWS lists none.
      if (!(error instanceof ProvisionedConcurrencyConfigNotFoundException)) throw error;
    }
    return qualifiers;
  }

  private get options(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

/** Credentials that have expired, or a clock that is wrong, have the status of a denied call too, and are none. */
function deniedOrThrow(error: unknown): Denied {
  if (error instanceof LambdaServiceException && isDenied(error.name, error.$metadata.httpStatusCode)) return 'denied';
  throw error;
}
