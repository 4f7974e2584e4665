import { FakeEmulator } from '../fake-emulator';

const MINUTE = 60_000;
const NAMES = { applicationName: 'app', deploymentGroupName: 'group' };
const ROLLBACK = {
  enabled: true,
  events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
};

let emulator: FakeEmulator;
let alias: { FunctionVersion: string; RoutingConfig?: { AdditionalVersionWeights: Record<string, number> } };
let ringing: string[];
let movable: boolean;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
  alias = { FunctionVersion: '1' };
  ringing = [];
  movable = true;
  emulator.reply = (line, { body }) => {
    if (line.startsWith('PUT') && !movable) return { status: 429 };
    if (line.startsWith('PUT')) alias = JSON.parse(body?.toString() ?? '') as typeof alias;
    if (line.includes('/aliases/live')) return { body: alias };
    if (line.includes('/aliases/')) return { status: 404 };
    if (line.includes('Qualifier=9')) return { status: 404 };
    return { body: { MetricAlarms: ringing.map((AlarmName) => ({ AlarmName })) } };
  };
});

afterEach(() => emulator.stop());

async function call(action: string, body: object): Promise<Record<string, unknown>> {
  const headers = {
    'x-amz-target': `CodeDeploy_20141006.${action}`,
    'content-type': 'application/x-amz-json-1.1',
  };
  const answer = await emulator.send('codedeploy', 'POST /', { headers, body });
  return (await answer.json()) as Record<string, unknown>;
}

async function group(options: object = {}): Promise<void> {
  await call('CreateApplication', { applicationName: 'app', computePlatform: 'Lambda' });
  await call('CreateDeploymentGroup', { ...NAMES, serviceRoleArn: 'arn:role', ...options });
}

function revision(properties: object = {}, others: object = {}): object {
  const Properties = { Name: 'demo', Alias: 'live', CurrentVersion: '1', TargetVersion: '2', ...properties };
  const content = { version: 0.0, Resources: [{ demo: { Type: 'AWS::Lambda::Function', Properties } }], ...others };
  return { revisionType: 'AppSpecContent', appSpecContent: { content: JSON.stringify(content) } };
}

async function deploy(options: object = {}): Promise<string> {
  const { deploymentId } = await call('CreateDeployment', { ...NAMES, revision: revision(), ...options });
  await emulator.clock.advance(0);
  return String(deploymentId);
}

async function info(deploymentId: string): Promise<Record<string, unknown>> {
  return (await call('GetDeployment', { deploymentId })).deploymentInfo as Record<string, unknown>;
}

describe('a deployment', () => {
  test('all at once moves the alias, and is done', async () => {
    await group();
    const id = await deploy({ description: 'release' });
    expect(alias).toEqual({ FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } });
    expect(await info(id)).toMatchObject({
      ...NAMES,
      deploymentId: id,
      status: 'Succeeded',
      description: 'release',
      creator: 'user',
      completeTime: expect.any(Number) as number,
      computePlatform: 'Lambda',
    });
  });

  test('as a canary weighs the new version with a tenth, and moves the alias after its minutes', async () => {
    await group({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' });
    const id = await deploy();
    expect(alias).toEqual({ FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } });
    await emulator.clock.advance(4.9 * MINUTE);
    expect(await info(id)).toMatchObject({ status: 'InProgress' });
    await emulator.clock.advance(0.2 * MINUTE);
    expect(alias).toEqual({ FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } });
    expect(await info(id)).toMatchObject({ status: 'Succeeded' });
  });

  test.each([
    ['CodeDeployDefault.LambdaLinear10PercentEvery1Minute', 1],
    ['CodeDeployDefault.LambdaLinear10PercentEvery3Minutes', 3],
  ])('by %s gives a tenth more at a time', async (deploymentConfigName, minutes) => {
    await group();
    await deploy({ deploymentConfigName });
    const weights: unknown[] = [];
    for (let step = 0; step < 10; step += 1) {
      weights.push(alias.RoutingConfig?.AdditionalVersionWeights[2] ?? alias.FunctionVersion);
      await emulator.clock.advance(minutes * MINUTE);
    }
    expect(weights).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, '2']);
  });

  test('calls Lambda and CloudWatch in the name of whoever made it', async () => {
    await group({ alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } });
    await deploy();
    const signed = emulator.requests.map(({ headers }) => /us-east-1\/([^/]+)/.exec(headers.authorization ?? '')?.[1]);
    expect(new Set(signed)).toEqual(new Set(['lambda', 'monitoring']));
  });

  test('reads an AppSpec in YAML', async () => {
    await group();
    const properties = 'Name: demo\n        Alias: live\n        CurrentVersion: 1\n        TargetVersion: "2"';
    const content = `Resources:\n  - demo:\n      Type: AWS::Lambda::Function\n      Properties:\n        ${properties}\n`;
    await deploy({ revision: { revisionType: 'AppSpecContent', appSpecContent: { content } } });
    expect(alias.FunctionVersion).toBe('2');
  });

  test.each([
    ['CurrentVersion is not the alias’s', { CurrentVersion: '3' }, 'INVALID_LAMBDA_CONFIGURATION'],
    ['there is no such alias', { Alias: 'other' }, 'INVALID_LAMBDA_CONFIGURATION'],
    ['there is no such version', { TargetVersion: '9' }, 'INVALID_LAMBDA_FUNCTION'],
  ])('fails when %s, and leaves the alias', async (_, properties, code) => {
    await group({ autoRollbackConfiguration: ROLLBACK });
    const id = await deploy({ revision: revision(properties) });
    expect(await info(id)).toMatchObject({ status: 'Failed', errorInformation: { code } });
    expect(emulator.lines.filter((line) => line.startsWith('PUT'))).toEqual([]);
  });

  test('fails when Lambda refuses to move the alias', async () => {
    await group({ autoRollbackConfiguration: ROLLBACK });
    movable = false;
    const id = await deploy();
    const { status, rollbackInfo } = await info(id);
    expect(status).toBe('Failed');
    const { rollbackDeploymentId } = rollbackInfo as Record<string, string>;
    expect(await info(rollbackDeploymentId ?? '')).toMatchObject({ status: 'Failed' });
  });
});

describe('an alarm', () => {
  const options = {
    deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
  };

  test('stops a shift and has the alias put back by a deployment of its own', async () => {
    await group({ ...options, autoRollbackConfiguration: ROLLBACK });
    const id = await deploy();
    ringing = ['errors'];
    const stopped = await info(id);
    expect(stopped).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } });
    expect(alias).toEqual({ FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: {} } });
    const { rollbackDeploymentId } = stopped.rollbackInfo as Record<string, string>;
    expect(await info(rollbackDeploymentId ?? '')).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: id },
    });
    await emulator.clock.advance(10 * MINUTE);
    expect(alias.FunctionVersion).toBe('1');
  });

  test('that rings before the start lets no traffic through', async () => {
    ringing = ['errors'];
    await group(options);
    const id = await deploy();
    expect(await info(id)).toMatchObject({ status: 'Stopped' });
    expect(alias).toEqual({ FunctionVersion: '1' });
  });

  test('counts for nothing where alarms are not enabled', async () => {
    ringing = ['errors'];
    await group({ ...options, alarmConfiguration: { ...options.alarmConfiguration, enabled: false } });
    expect(await info(await deploy())).toMatchObject({ status: 'InProgress' });
  });
});

describe('StopDeployment', () => {
  const canary = { deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' };

  test('leaves the weights where nothing asks for a rollback', async () => {
    await group(canary);
    const deploymentId = await deploy();
    await call('StopDeployment', { deploymentId });
    await emulator.clock.advance(10 * MINUTE);
    expect(alias.RoutingConfig?.AdditionalVersionWeights).toEqual({ 2: 0.1 });
    expect(await info(deploymentId)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
  });

  test.each([
    ['the call', {}, { autoRollbackEnabled: true }],
    ['the deployment group', { autoRollbackConfiguration: ROLLBACK }, {}],
  ])('puts the alias back where %s asks for it', async (_, options, input) => {
    await group({ ...canary, ...options });
    const deploymentId = await deploy();
    expect(await call('StopDeployment', { deploymentId, ...input })).toMatchObject({ status: 'Succeeded' });
    expect(alias).toEqual({ FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: {} } });
  });

  test('fails when the deployment is over', async () => {
    await group();
    const deploymentId = await deploy();
    expect(await call('StopDeployment', { deploymentId })).toMatchObject({
      __type: 'DeploymentAlreadyCompletedException',
    });
  });
});

test('ListDeployments gives those of a group in some states, the newest first', async () => {
  await group();
  await call('CreateDeploymentGroup', { ...NAMES, deploymentGroupName: 'other', serviceRoleArn: 'arn:role' });
  const done = await deploy();
  alias = { FunctionVersion: '1' };
  const shifting = await deploy({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' });
  const list = (input: object): Promise<object> => call('ListDeployments', { ...NAMES, ...input });
  expect(await list({})).toEqual({ deployments: [shifting, done] });
  expect(await list({ includeOnlyStatuses: ['Created', 'InProgress'] })).toEqual({ deployments: [shifting] });
  expect(await list({ deploymentGroupName: 'other' })).toEqual({ deployments: [] });
});

test('gives back applications and groups, and forgets them', async () => {
  await group({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' });
  expect(await call('GetApplication', NAMES)).toMatchObject({ application: { applicationName: 'app' } });
  expect(await call('GetDeploymentGroup', NAMES)).toMatchObject({
    deploymentGroupInfo: { ...NAMES, deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' },
  });
  await call('DeleteDeploymentGroup', NAMES);
  expect(await call('GetDeploymentGroup', NAMES)).toMatchObject({ __type: 'DeploymentGroupDoesNotExistException' });
  await call('DeleteApplication', NAMES);
  expect(await call('GetApplication', NAMES)).toMatchObject({ __type: 'ApplicationDoesNotExistException' });
});

test.each<[string, string, object]>([
  ['ApplicationDoesNotExistException', 'CreateDeployment', { ...NAMES, applicationName: 'none' }],
  ['DeploymentGroupDoesNotExistException', 'CreateDeployment', { ...NAMES, deploymentGroupName: 'none' }],
  ['RevisionRequiredException', 'CreateDeployment', NAMES],
  ['InvalidRevisionException', 'CreateDeployment', { ...NAMES, revision: { appSpecContent: { content: '{' } } }],
  ['InvalidRevisionException', 'CreateDeployment', { ...NAMES, revision: revision({ Alias: '' }) }],
  ['InvalidRevisionException', 'CreateDeployment', { ...NAMES, revision: revision({}, { Resources: [] }) }],
  ['InvalidRevisionException', 'CreateDeployment', { ...NAMES, revision: revision({}, { Hooks: [] }) }],
  [
    'DeploymentConfigDoesNotExistException',
    'CreateDeployment',
    { ...NAMES, revision: revision(), deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent7Minutes' },
  ],
  [
    'DeploymentConfigDoesNotExistException',
    'CreateDeploymentGroup',
    { applicationName: 'app', deploymentConfigName: 'x' },
  ],
  ['DeploymentGroupAlreadyExistsException', 'CreateDeploymentGroup', NAMES],
  ['ApplicationAlreadyExistsException', 'CreateApplication', { ...NAMES, computePlatform: 'Lambda' }],
  ['InvalidComputePlatformException', 'CreateApplication', { applicationName: 'server' }],
  ['DeploymentDoesNotExistException', 'GetDeployment', { deploymentId: 'd-1' }],
  ['UnknownOperationException', 'ListGitHubAccountTokenNames', {}],
])('fails with %s', async (__type, action, input) => {
  await group();
  expect(await call(action, input)).toMatchObject({ __type });
});

test('fails with DeploymentLimitExceededException while the group has a deployment under way', async () => {
  await group();
  const id = await deploy({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' });
  const { __type, message } = await call('CreateDeployment', { ...NAMES, revision: revision() });
  expect([__type, message]).toEqual(['DeploymentLimitExceededException', expect.stringContaining(id)]);
});
