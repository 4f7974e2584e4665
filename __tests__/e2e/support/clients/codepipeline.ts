import { TIME, until, UUID, type Client, type Parsed } from './client';

const ROLE = 'arn:aws:iam::000000000000:role/clients';
const SOURCE = { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' };
const APPROVAL = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' };
const stageName = 'Gate';

type Call = (operation: string, input: object) => Promise<Parsed>;

/** A pipeline from an object of S3 to an approval, its executions, and a webhook. */
export async function useCodePipeline(client: Client): Promise<void> {
  const name = `pipeline-${client.name}`;
  const resourceArn = `arn:aws:codepipeline:us-east-1:000000000000:${name}`;
  const call: Call = (operation, input) => client.call('codepipeline', operation, input);
  const pipeline = declaration(name);
  const tags = [{ key: 'team', value: 'a' }];
  const completed = { ...pipeline, version: 1, executionMode: 'SUPERSEDED' };
  expect(await call('CreatePipeline', { pipeline, tags })).toEqual({ pipeline: completed, tags });
  expect(await call('GetPipeline', { name })).toEqual({
    pipeline: completed,
    metadata: { pipelineArn: resourceArn, created: TIME, updated: TIME },
  });
  const summary = { name, pipelineType: 'V2', executionMode: 'SUPERSEDED', created: TIME, updated: TIME };
  expect(await call('ListPipelines', {})).toEqual({ pipelines: [{ ...summary, version: 1 }] });

  await useExecutions(call, name);
  await useWebhook(call, name, client.name);

  const update = { ...pipeline, executionMode: 'QUEUED' };
  expect(await call('UpdatePipeline', { pipeline: update })).toEqual({ pipeline: { ...update, version: 2 } });
  const more = [{ key: 'b', value: '2' }];
  expect(await call('TagResource', { resourceArn, tags: more })).toEqual({});
  expect(await call('UntagResource', { resourceArn, tagKeys: ['team'] })).toEqual({});
  expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags: more });
  expect(await call('DeletePipeline', { name })).toEqual({});
  expect(await call('GetPipeline', { name })).toEqual({ error: 'PipelineNotFoundException' });
}

/** One execution is refused, retried and stopped; another one is started. */
async function useExecutions(call: Call, pipelineName: string): Promise<void> {
  const first = await waiting(call, pipelineName);
  const { id: pipelineExecutionId, token } = first;
  expect(first.state).toMatchObject({
    pipelineName,
    pipelineVersion: 1,
    created: TIME,
    stageStates: [
      { stageName: 'Source', latestExecution: { pipelineExecutionId, status: 'Succeeded', type: 'STANDARD' } },
      {
        stageName,
        inboundTransitionState: { enabled: true },
        actionStates: [{ actionName: 'Ask', latestExecution: { token, status: 'InProgress', lastStatusChange: TIME } }],
      },
    ],
  });
  const review = { pipelineName, stageName, actionName: 'Ask', token };
  const refused = await call('PutApprovalResult', { ...review, result: { status: 'Rejected', summary: 'no' } });
  expect(refused).toEqual({ approvedAt: TIME });
  await until(async () => ((await status(call, pipelineName, pipelineExecutionId)) === 'Failed' ? true : undefined));
  const { actionExecutionDetails } = await call('ListActionExecutions', { pipelineName });
  expect(actionExecutionDetails).toMatchObject([
    { actionName: 'Ask', status: 'Failed', output: { executionResult: { externalExecutionSummary: 'no' } } },
    {
      pipelineExecutionId,
      actionExecutionId: UUID,
      stageName: 'Source',
      status: 'Succeeded',
      startTime: TIME,
      lastUpdateTime: TIME,
      input: { actionTypeId: SOURCE, resolvedConfiguration: { S3Bucket: 'clients', S3ObjectKey: 'app.zip' } },
      output: { outputVariables: { BucketName: 'clients', ObjectKey: 'app.zip' } },
    },
  ]);

  const retry = { pipelineName, stageName, pipelineExecutionId, retryMode: 'FAILED_ACTIONS' };
  expect(await call('RetryStageExecution', retry)).toEqual({ pipelineExecutionId });
  const stop = { pipelineName, pipelineExecutionId, abandon: true, reason: 'enough' };
  expect(await call('StopPipelineExecution', stop)).toEqual({ pipelineExecutionId });
  await until(async () => ((await status(call, pipelineName, pipelineExecutionId)) === 'Stopped' ? true : undefined));
  const started = await call('StartPipelineExecution', { name: pipelineName });
  expect(started).toEqual({ pipelineExecutionId: UUID });

  const { pipelineExecutionSummaries } = await call('ListPipelineExecutions', { pipelineName });
  expect(pipelineExecutionSummaries).toMatchObject([
    { ...started, trigger: { triggerType: 'StartPipelineExecution' } },
    {
      pipelineExecutionId,
      status: 'Stopped',
      startTime: TIME,
      lastUpdateTime: TIME,
      sourceRevisions: [{ actionName: 'Source' }],
      trigger: { triggerType: 'CreatePipeline' },
      stopTrigger: { reason: 'enough' },
      executionMode: 'SUPERSEDED',
      executionType: 'STANDARD',
    },
  ]);
}

/** AWS registers webhooks of an older kind of source alone: here it is an error, which is parsed too. */
async function useWebhook(call: Call, targetPipeline: string, suffix: string): Promise<void> {
  const name = `webhook-${suffix}`;
  const definition = {
    name,
    targetPipeline,
    targetAction: 'Source',
    filters: [{ jsonPath: '$.action', matchEquals: 'published' }],
    authentication: 'GITHUB_HMAC',
  };
  const given = { ...definition, authenticationConfiguration: { SecretToken: 'geheim' } };
  const tags = [{ key: 'team', value: 'a' }];
  const webhook = {
    definition: { ...definition, authenticationConfiguration: { SecretToken: '****' } },
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_aws\/codepipeline\/trigger\?t=[\w-]+&v=1$/) as string,
    arn: `arn:aws:codepipeline:us-east-1:000000000000:webhook:${name}`,
    tags,
  };
  expect(await call('PutWebhook', { webhook: given, tags })).toEqual({ webhook });
  expect(await call('ListWebhooks', {})).toEqual({ webhooks: [webhook] });
  for (const operation of ['RegisterWebhookWithThirdParty', 'DeregisterWebhookWithThirdParty']) {
    expect(await call(operation, { webhookName: name })).toEqual({ error: 'WebhookNotFoundException' });
  }
  expect(await call('DeleteWebhook', { name })).toEqual({});
}

/** The state in which the approval of the newest execution waits. */
function waiting(call: Call, name: string): Promise<{ state: Parsed; id: string; token: string }> {
  interface State {
    readonly stageStates: readonly {
      readonly latestExecution?: { readonly pipelineExecutionId: string };
      readonly actionStates: readonly { readonly latestExecution?: { readonly token?: string } }[];
    }[];
  }
  return until(async () => {
    const state = await call('GetPipelineState', { name });
    const gate = (state as unknown as State).stageStates[1];
    const token = gate?.actionStates[0]?.latestExecution?.token;
    const id = gate?.latestExecution?.pipelineExecutionId;
    return token === undefined || id === undefined ? undefined : { state, id, token };
  });
}

async function status(call: Call, pipelineName: string, pipelineExecutionId: string): Promise<unknown> {
  const { pipelineExecution } = await call('GetPipelineExecution', { pipelineName, pipelineExecutionId });
  expect(pipelineExecution).toMatchObject({ pipelineName, pipelineExecutionId, pipelineVersion: 1, variables: [] });
  return (pipelineExecution as Parsed).status;
}

function declaration(name: string): object {
  const source = {
    name: 'Source',
    actionTypeId: SOURCE,
    runOrder: 1,
    configuration: { S3Bucket: 'clients', S3ObjectKey: 'app.zip', PollForSourceChanges: 'false' },
    outputArtifacts: [{ name: 'source' }],
    inputArtifacts: [],
  };
  const approval = { name: 'Ask', actionTypeId: APPROVAL, runOrder: 1, timeoutInMinutes: 60 };
  return {
    name,
    roleArn: ROLE,
    pipelineType: 'V2',
    artifactStore: { type: 'S3', location: 'clients' },
    stages: [
      { name: 'Source', actions: [source] },
      { name: stageName, actions: [approval] },
    ],
    triggers: [],
  };
}
