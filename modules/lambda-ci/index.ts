export type {
  BuildCache,
  BuildComputeType,
  BuildOptions,
  BuildVariable,
  BuildVpcOptions,
  ExtraCommands,
  TestReport,
} from './build-props';
export type { LambdaCiNotifications, LambdaCiProps } from './lambda-ci-props';
export type { CodeCommitSource, ConnectionProvider, ConnectionSource, PipelineSource, S3Source } from './source-props';
export type {
  ApprovalOptions,
  BuildActionOptions,
  ExecutionMode,
  OnFailure,
  PipelineVariableOptions,
} from './stage-props';
export type {
  ManualTrigger,
  PatternFilter,
  PipelineTrigger,
  PushTrigger,
  ReleaseTrigger,
  TagTrigger,
} from './trigger-props';
