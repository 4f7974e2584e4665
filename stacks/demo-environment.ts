import { Construct } from 'constructs';
import { CodelessLambda, LambdaCi } from '../modules';
import type { ArtifactStore, LambdaCiNotifications, PipelineTrigger } from '../modules';
import type { DeliveryConfig, DemoConfig } from './config';
import { DemoHttpApi } from './demo-http-api';

/** One second less than an HTTP API waits, so that the function's own answer wins. */
const TIMEOUT_SECONDS = 29;

/** What an environment of the demo is made of. */
export interface DemoEnvironmentProps {
  readonly demo: DemoConfig;
  readonly delivery: DeliveryConfig & { readonly connectionArn: string };
  /** What starts the pipeline. */
  readonly trigger: PipelineTrigger;
  /** The bucket for packages and the pipeline's artifacts. */
  readonly artifacts: ArtifactStore;
  /** Who is told; by default nobody. */
  readonly notifications?: LambdaCiNotifications;
}

/** A codeless function with an HTTP API in front of its alias, and the pipeline that ships to it. */
export class DemoEnvironment extends Construct {
  /** The function. */
  public readonly lambda: CodelessLambda;
  /** What ships to it. */
  public readonly pipeline: LambdaCi;
  /** What calls it. */
  public readonly api: DemoHttpApi;

  constructor(scope: Construct, id: string, props: DemoEnvironmentProps) {
    super(scope, id);
    const { demo, delivery, trigger, artifacts, notifications } = props;
    const { functionName, runtime, handler, memorySize, placeholder } = demo;
    this.lambda = new CodelessLambda(this, 'api', {
      functionName,
      description: 'A demo API: Terraform owns the function, a pipeline owns its code',
      runtime,
      handler,
      memorySize,
      timeout: TIMEOUT_SECONDS,
      placeholder,
      logRetentionInDays: 7,
      environment: { STAGE: id },
      artifacts: { bucket: artifacts.bucketName, prefix: 'packages' },
    });
    this.api = new DemoHttpApi(this, 'http-api', this.lambda);
    const { repository, branch, sourcePath, connectionArn, programFile } = delivery;
    this.pipeline = new LambdaCi(this, 'pipeline', {
      lambda: this.lambda,
      source: { type: 'connection', repository, branch, connectionArn },
      sourcePath,
      trigger,
      artifacts,
      notifications,
      programFile,
      logRetentionInDays: 7,
    });
  }
}
