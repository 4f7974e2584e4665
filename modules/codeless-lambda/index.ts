export { CodelessAlias } from './alias';
export type { CodelessAliasProps } from './alias';
export type {
  AliasOptions,
  AsyncInvokeOptions,
  FunctionUrlCors,
  FunctionUrlOptions,
  PermissionOptions,
  RoleReference,
} from './alias-props';
export { CodelessLambda } from './codeless-lambda';
export type { CodelessLambdaOutputs } from './codeless-lambda';
export type {
  CodelessLambdaProps,
  ContractArtifacts,
  ContractCodeDeploy,
  ExistingRole,
  FileSystemOptions,
  ImageOptions,
  JsonLogOptions,
  PlaceholderDelivery,
  VpcOptions,
} from './codeless-lambda-props';
export { CONTRACT_SCHEMA_VERSION, contractParameterName, PLACEHOLDER_MARKER, PLACEHOLDER_MESSAGE } from './contract';
export type { DeployContract, PackageType } from './contract';
export { DeployContractParameter } from './deploy-contract';
export type { DeployContractParameterProps } from './deploy-contract';
export type { Deployable, DeployTarget } from './deploy-target';
export type { DeadLetterTarget, InvocationDestination } from './destination';
export { CodelessEventSource } from './event-source';
export type {
  DynamoDbEventSource,
  EventSource,
  EventSourceOptions,
  KinesisEventSource,
  QueueEventSource,
  StreamEventSourceOptions,
} from './event-source-props';
export type { AliasOwner } from './contract';
export { PlaceholderPackage } from './placeholder-package';
export type { PlaceholderPackageProps } from './placeholder-package';
