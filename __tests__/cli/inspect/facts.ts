import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { FunctionState } from '../../../cli/deploy/state';
import type { Setting, Settings } from '../../../cli/settings/settings';
import type { DeployContract } from '../../../modules/codeless-lambda/contract';

export const CONTRACT: DeployContract = {
  schemaVersion: 1,
  functionName: 'demo-api',
  aliasName: 'latest',
  aliasOwner: 'ci',
  runtime: 'python3.12',
  architectures: ['arm64'],
  packageType: 'Zip',
  layerName: 'demo-api-deps',
  layers: [],
  alarms: [],
  placeholderSha256: 'placeholder',
  configurationSha256: 'c0ffee',
};

export function settingsOf(contract: DeployContract | undefined = CONTRACT, bucket?: string): Settings {
  return {
    functionName: given('demo-api'),
    configurationFile: undefined,
    contract,
    aliasName: given('latest'),
    layerName: given('demo-api-deps'),
    runtime: given(undefined),
    handler: given(undefined),
    checkHandler: given(true),
    architecture: given(undefined),
    bucket: given(bucket),
    prefix: given('lambda-ci'),
    source: given('.'),
    imageUri: given(undefined),
    descriptor: given(undefined),
    dependencies: given('layer'),
    dependenciesCommand: given(undefined),
    buildCommand: given(undefined),
    bundle: given(false),
    external: given([]),
    buildImage: given(undefined),
    sourceVersion: given('v2'),
    tag: given(undefined),
    tagPattern: given(undefined),
    smokeTest: given(undefined),
    notifyTopic: given(undefined),
    repositoryUrl: given(undefined),
    leaseSeconds: given(60),
    waitSeconds: given(600),
    timeoutSeconds: given(3600),
    keep: given(10),
    prune: given(true),
  };
}

export function configuration(version: string, more: FunctionConfiguration = {}): FunctionConfiguration {
  return {
    FunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:demo-api:${version}`,
    Version: version,
    Runtime: 'python3.12',
    Architectures: ['arm64'],
    PackageType: 'Zip',
    CodeSha256: 'sha-1',
    CodeSize: 1000,
    Description: 'v1',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    ...more,
  };
}

export function stateOf(more: Partial<FunctionState> = {}): FunctionState {
  return {
    alias: { Name: 'latest', FunctionVersion: '4', Description: 'v1' },
    latest: configuration('$LATEST', { Description: '' }),
    serving: configuration('4'),
    ledger: undefined,
    placeholderSha256: CONTRACT.placeholderSha256,
    ...more,
  };
}

function given<T>(value: T): Setting<T> {
  return { value, source: 'flag' };
}
