import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { LocalAws } from '../../../local-aws';
import { clientConfig } from './client-config';

/** Milliseconds that an execution may take, on a machine with much else to do. */
const PATIENCE = 120_000;

/** Milliseconds between two looks. */
const INTERVAL = 100;

/** What pipelines did. */
export class LambdaCiExecutions {
  private readonly pipelines: CodePipelineClient;
  private readonly logs: CloudWatchLogsClient;
  /** Ids of executions that were waited for. */
  private readonly seen = new Set<string>();

  constructor({ environment }: LocalAws) {
    this.pipelines = new CodePipelineClient(clientConfig(environment));
    this.logs = new CloudWatchLogsClient(clientConfig(environment));
  }

  /** All executions of a pipeline, the newest first. */
  async all(pipelineName: string): Promise<PipelineExecutionSummary[]> {
    const list = new ListPipelineExecutionsCommand({ pipelineName });
    return (await this.pipelines.send(list)).pipelineExecutionSummaries ?? [];
  }

  /** Waits for the end of the next execution that was not waited for yet. */
  async next(pipelineName: string): Promise<PipelineExecutionSummary> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const news = (await this.all(pipelineName)).filter(
        ({ pipelineExecutionId = '' }) => !this.seen.has(pipelineExecutionId),
      );
      const oldest = news.at(-1);
      if (oldest !== undefined && oldest.status !== 'InProgress') {
        this.seen.add(oldest.pipelineExecutionId ?? '');
        return oldest;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `${pipelineName} ${oldest === undefined ? 'did not start' : 'does not end'}:\n${await this.log(pipelineName)}`,
        );
      }
      await pause(INTERVAL);
    }
  }

  /** Waits for the end of the next execution, which must succeed. */
  async succeeded(pipelineName: string): Promise<PipelineExecutionSummary> {
    const execution = await this.next(pipelineName);
    if (execution.status !== 'Succeeded') {
      throw new Error(`${pipelineName} ended as ${execution.status ?? ''}:\n${await this.log(pipelineName)}`);
    }
    return execution;
  }

  /** What the builds of a pipeline have logged. */
  async log(pipelineName: string): Promise<string> {
    const logGroupName = `/aws/codebuild/${pipelineName}-build`;
    const { events = [] } = await this.logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message).join('');
  }
}
