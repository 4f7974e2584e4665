import { CTRL_C, World } from './support/world';

/** A function with a release, whose traffic CodeDeploy shifts. */
async function shifting(): Promise<World> {
  const world = new World().withCodeDeploy();
  await world.deploy('v1');
  world.calls.forget();
  return world;
}

test('the placeholder has no traffic to be careful about', async () => {
  const world = await shifting();
  expect(world.codeDeploy.deployments).toEqual([]);
  expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
});

test('CodeDeploy shifts from release to release, and is waited for', async () => {
  const world = await shifting();
  await world.deploy('v2');
  expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
  expect(world.releases).toEqual(['3 v2', '2 v1']);
  expect(world.codeDeploy.deployments).toMatchObject([{ status: 'Succeeded' }]);
  expect(world.calls.made.filter((action) => action === 'GetDeployment')).toHaveLength(2);
  expect(world.notes).toContain('CodeDeploy shifts the traffic: deployment d-1');
});

test('the alias is left to CodeDeploy while it shifts, however long', async () => {
  const world = await shifting();
  world.codeDeploy.looks = 100;
  await world.deploy('v2');
  expect(world.calls.writes.filter((action) => action === 'UpdateAlias')).toHaveLength(2);
});

test('fails where CodeDeploy moves the alias back, with the reason', async () => {
  const world = await shifting();
  world.codeDeploy.outcome = 'Stopped';
  await expect(world.deploy('v2')).rejects.toMatchObject({
    ...{ exit: 'unhealthy', code: 'DeploymentFailed' },
    message: 'CodeDeploy ended deployment d-1 as Stopped and moved the alias back to version 2: the alarm errors rings',
  });
  expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
  expect(world.releases).toEqual(['2 v1']);
});

test('the weights of an abandoned shift are cleared first', async () => {
  const world = await shifting();
  world.lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } });
  world.calls.at('before', 'CreateDeployment', () => {
    expect(world.alias.weights).toEqual({});
  });
  await world.deploy('v2');
  expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
  expect(world.notes).toContain('the weights of an abandoned shift are cleared');
});

test('fails without a word to the alias where someone began to shift in between', async () => {
  const world = await shifting();
  world.lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } });
  world.calls.at('before', 'PublishVersion', () => world.codeDeploy.begin());
  await expect(world.deploy('v2')).rejects.toMatchObject({ exit: 'busy', code: 'Shifting' });
  expect(world.alias).toEqual({ version: '2', description: 'v1', weights: { 1: 0.5 } });
});

test('fails where CodeDeploy is at something else by then', async () => {
  const world = await shifting();
  world.calls.at('before', 'CreateDeployment', () => world.codeDeploy.begin());
  await expect(world.deploy('v2')).rejects.toMatchObject({
    ...{ exit: 'busy', code: 'Shifting', message: 'CodeDeploy shifts traffic in app/group already: deployment d-1' },
  });
});

test('a lost answer begins no second deployment', async () => {
  const world = await shifting();
  world.calls.at('lost', 'CreateDeployment');
  await world.deploy('v2');
  expect(world.codeDeploy.deployments).toHaveLength(1);
  expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
});

test('Ctrl-C leaves CodeDeploy at work and says so; the next run records what came of it', async () => {
  const world = await shifting();
  world.calls.at('after', 'GetDeployment', () => {
    world.stop.abort(CTRL_C);
  });
  await expect(world.deploy('v2')).rejects.toThrow();
  expect(world.notes).toContain('CodeDeploy goes on with deployment d-1; codeless rollback stops it');
  expect(world.alias.description).toBe('v1');
  world.stop = new AbortController();
  await expect(world.deploy('v2', { code: 'v2.1' })).rejects.toMatchObject({ code: 'Shifting' });
  const [deployment] = world.codeDeploy.deployments;
  if (deployment !== undefined) world.codeDeploy.end(deployment, 'Succeeded');
  expect(await world.deploy('v2')).toMatchObject({ outcome: 'recorded', toVersion: '3' });
  expect(world.releases).toEqual(['3 v2', '2 v1']);
});

test('a rollback stops CodeDeploy, waits for it, and clears what is left', async () => {
  const world = await shifting();
  world.calls.at('after', 'GetDeployment', () => {
    world.stop.abort(CTRL_C);
  });
  await expect(world.deploy('v2')).rejects.toThrow();
  world.stop = new AbortController();
  expect(await world.rollback()).toMatchObject({ outcome: 'cleared', toVersion: '2' });
  expect(world.codeDeploy.deployments).toMatchObject([{ status: 'Stopped' }]);
  expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
});

test('a rollback does not mind a deployment that ends before it is stopped', async () => {
  const world = await shifting();
  await world.deploy('v2');
  const deployment = world.codeDeploy.begin(world.codeDeploy.deployments[0]?.revision);
  world.calls.at('before', 'StopDeployment', () => {
    world.codeDeploy.end(deployment, 'Succeeded');
  });
  expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', toVersion: '2' });
});

test('a rollback fails where CodeDeploy does not stop', async () => {
  const world = await shifting();
  await world.deploy('v2');
  world.codeDeploy.begin(world.codeDeploy.deployments[0]?.revision);
  world.codeDeploy.end = () => undefined;
  await expect(world.rollback()).rejects.toMatchObject({ exit: 'busy', code: 'Busy' });
  expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
});

test('a lease is not taken over while CodeDeploy shifts for its holder', async () => {
  const world = await shifting();
  world.occupy();
  world.calls.at('before', 'GetAlias', () => world.codeDeploy.begin(), 3);
  const settings = { waitSeconds: { value: 200, source: 'flag' } } as const;
  await expect(world.deploy('v2', {}, { settings })).rejects.toMatchObject({ code: 'Busy' });
  expect(world.calls.made.filter((action) => action === 'ListDeployments').length).toBeGreaterThan(1);
});
