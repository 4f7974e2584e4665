import type { Correction } from '../../front/correction';
import type { Runtime } from '../../runtime';
import type { Builds, Connections, Repositories } from '../ports';
import { service, type Operate } from '../service';
import { Approval } from './actions/approval';
import { codeBuildAction } from './actions/code-build';
import { connectionSource } from './actions/connection-source';
import { s3Source } from './actions/s3-source';
import { CodePipeline } from './code-pipeline';
import { executionOperations } from './operations/executions';
import { pipelineOperations } from './operations/pipelines';
import { deliver, webhookOperations } from './operations/webhooks';
import { startOf } from './push-triggers';

/** What pipelines run on. */
interface CodePipelinePorts {
  readonly repositories: Repositories;
  readonly connections: Connections;
  readonly builds: Builds;
}

/**
 * CodePipeline: pipelines that run, started by a call, a push, a webhook's delivery or a rule of EventBridge.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/Welcome.html
 */
export function codePipeline(runtime: Runtime, ports: CodePipelinePorts): { readonly corrections: Correction[] } {
  const { repositories, connections, builds } = ports;
  const approval = new Approval();
  const kinds = [connectionSource(repositories, connections), s3Source, codeBuildAction(builds), approval];
  const codePipeline = new CodePipeline(runtime, kinds);

  repositories.onPush((push) => {
    for (const pipeline of codePipeline.pipelines.values()) {
      const how = startOf(pipeline.declaration, push, connections);
      if (how) codePipeline.start(pipeline, how);
    }
  });
  runtime.events.target({
    arns: () => [...codePipeline.pipelines.values()].map(({ arn }) => arn),
    start(wanted, triggerDetail) {
      const pipeline = [...codePipeline.pipelines.values()].find(({ arn }) => arn === wanted);
      if (pipeline) codePipeline.start(pipeline, { trigger: { triggerType: 'CloudWatchEvent', triggerDetail } });
    },
  });

  const operations = {
    ...pipelineOperations(codePipeline),
    ...executionOperations(codePipeline, approval),
    ...webhookOperations(codePipeline),
  } as Record<string, Operate>;
  const page: Correction = {
    service: 'codepipeline',
    actions: ['Trigger'],
    answer: (call) => Promise.resolve(deliver(codePipeline, call)),
  };
  return { corrections: [page, service({ name: 'codepipeline', models: runtime.models, operations })] };
}
