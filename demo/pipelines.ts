import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';

import type { LocalAws } from '../local-aws';
import type { Session } from './session';
import type { EnvironmentOutputs } from './stack-outputs';
import { StepError } from './step-error';
import { waitFor } from './wait';

/** Milliseconds that an execution may take. */
const PATIENCE = 120_000;

const GOES_ON: readonly unknown[] = ['InProgress', 'Stopping'];

/** The applied pipelines, as one sees them in the console. */
export class Pipelines {
  private readonly pipelines: CodePipelineClient;
  private readonly logs: CloudWatchLogsClient;

  constructor(
    private readonly session: Session,
    { endpoint, environment }: Pick<LocalAws, 'endpoint' | 'environment'>,
  ) {
    const { AWS_REGION: region = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = environment;
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    this.pipelines = new CodePipelineClient({ endpoint, region, credentials });
    this.logs = new CloudWatchLogsClient({ endpoint, region, credentials });
    session.onEnd(() => {
      this.pipelines.destroy();
      this.logs.destroy();
    });
  }

  /** All executions, the newest first. */
  public async executions({ pipeline }: EnvironmentOutputs): Promise<readonly PipelineExecutionSummary[]> {
    const list = new ListPipelineExecutionsCommand({ pipelineName: pipeline.pipelineName });
    return (await this.pipelines.send(list)).pipelineExecutionSummaries ?? [];
  }

  /**
   * Waits until one of the executions has ended, however that is.
   *
   * @throws StepError when it does not
   */
  public async ended(
    environment: EnvironmentOutputs,
    isMeant: (execution: PipelineExecutionSummary) => boolean,
  ): Promise<PipelineExecutionSummary> {
    const look = async (): Promise<PipelineExecutionSummary | undefined> => {
      const all = await this.executions(environment);
      return all.find((execution) => isMeant(execution) && !GOES_ON.includes(execution.status));
    };
    const execution = await waitFor(look, PATIENCE, this.session.signal);
    if (execution !== undefined) return execution;
    const { pipelineName } = environment.pipeline;
    throw new StepError(`The pipeline ${pipelineName} did not come to an end.`, await this.log(environment));
  }

  /**
   * Waits until one of the executions has succeeded.
   *
   * @throws StepError with the build's log when it does not
   */
  public async succeeded(
    environment: EnvironmentOutputs,
    isMeant: (execution: PipelineExecutionSummary) => boolean,
  ): Promise<PipelineExecutionSummary> {
    const execution = await this.ended(environment, isMeant);
    if (execution.status === 'Succeeded') return execution;
    const { pipelineName } = environment.pipeline;
    const { status = '', statusSummary = '' } = execution;
    throw new StepError(
      `The pipeline ${pipelineName} ended as ${status}. ${statusSummary}`,
      await this.log(environment),
    );
  }

  /** What the builds have logged. */
  private async log({ pipeline }: EnvironmentOutputs): Promise<readonly string[]> {
    const logGroupName = `/aws/codebuild/${pipeline.projectName}`;
    const { events = [] } = await this.logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.flatMap(({ message = '' }) => message.trimEnd().split('\n'));
  }
}
