export type {
  BuildCache,
  BuildComputeType,
  BuildOptions,
  BuildVariable,
  BuildVpcOptions,
  ExtraCommands,
  TestReport,
} from './build-props';
export { CodelessProgram } from './codeless-program';
export type { CodelessProgramProps } from './codeless-program';
export { DeliveryPipeline } from './delivery-pipeline';
export { LambdaBuild } from './lambda-build';
export type { LambdaBuildProps } from './lambda-build-props';
export { LambdaCi } from './lambda-ci';
export type { LambdaCiOutputs } from './lambda-ci-outputs';
export type { LambdaCiNotifications, LambdaCiProps } from './lambda-ci-props';
export type { BuildProject, DeliveryPipelineProps } from './pipeline-props';
export { PipelineStarter } from './pipeline-starter';
export type { PipelineStarterProps, PipelineStartOptions } from './pipeline-starter';
export { ReleaseWebhook } from './release-webhook';
export type { ReleaseWebhookProps } from './webhook-props';
export { WebhookSecret } from './webhook-secret';
export type { WebhookSecretProps } from './webhook-secret';
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
