import { createHash } from 'node:crypto';

import {
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
  type LambdaClient,
  type Runtime,
} from '@aws-sdk/client-lambda';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

import {
  CONTRACT_SCHEMA_VERSION,
  contractParameterName,
  type DeployContract,
} from '../modules/codeless-lambda/contract';
import { StepError } from './step-error';

/** What a CI ships: two zips. */
export interface Packages {
  readonly code: Uint8Array;
  readonly dependencies: Uint8Array;
}

/** What was shipped. */
export interface Release {
  /** The version that the alias stands on now. */
  readonly version: string;
  /** The layer version that holds the dependencies. */
  readonly layer: string;
}

/** Seconds that Lambda may take for an update. */
const UPDATE_TIMEOUT = 60;

/** Reads the deploy contract, which Terraform wrote for whoever ships code. */
export async function readContract(ssm: SSMClient, functionName: string): Promise<DeployContract> {
  const name = contractParameterName(functionName);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
  const contract = JSON.parse(Parameter?.Value ?? '{}') as DeployContract;
  if (contract.schemaVersion !== CONTRACT_SCHEMA_VERSION) {
    throw new StepError(`The deploy contract ${name} has schema version ${contract.schemaVersion}, not 1.`);
  }
  if (contract.aliasOwner === 'terraform') {
    throw new StepError(`The deploy contract ${name} says that Terraform moves the alias.`);
  }
  return contract;
}

/**
 * Ships code in the order in which nobody is hurt: the layer, the code, a version bound to that code, and only then the
 * alias, which carries the traffic.
 */
export async function ship(lambda: LambdaClient, contract: DeployContract, packages: Packages): Promise<Release> {
  const FunctionName = contract.functionName;
  const settle = async (): Promise<void> => {
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: UPDATE_TIMEOUT, minDelay: 1 }, { FunctionName });
  };
  const layer = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: contract.layerName,
      Content: { ZipFile: packages.dependencies },
      ...(contract.runtime === undefined ? {} : { CompatibleRuntimes: [contract.runtime as Runtime] }),
    }),
  );
  const layerArn = layer.LayerVersionArn ?? '';
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [...contract.layers, layerArn] }));
  await settle();
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: packages.code }));
  await settle();
  const CodeSha256 = createHash('sha256').update(packages.code).digest('base64');
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName, CodeSha256 }));
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: contract.aliasName, FunctionVersion: Version }));
  return { version: Version ?? '', layer: layerArn };
}
