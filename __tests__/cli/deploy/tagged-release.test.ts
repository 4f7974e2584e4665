import { World } from './support/world';

const tagged = (tag: string): { settings: { tag: { value: string; source: 'flag' } } } => ({
  settings: { tag: { value: tag, source: 'flag' } },
});

/** A function that was released twice by tags. */
async function twice(): Promise<World> {
  const world = new World();
  await world.deploy('c0ffee1', {}, tagged('v1.3.0'));
  await world.deploy('c0ffee2', {}, tagged('v1.4.0'));
  return world;
}

test('the version, the alias, the ledger and the result tell commit and tag', async () => {
  const world = new World();
  const result = await world.deploy('c0ffee1', {}, tagged('v1.3.0'));
  expect(result).toMatchObject({ outcome: 'released', sourceVersion: 'c0ffee1', tag: 'v1.3.0' });
  expect(result).not.toHaveProperty('fromSourceVersion');
  expect(world.lambda.version('latest').Description).toBe('c0ffee1 [tag v1.3.0]');
  expect(world.alias.description).toBe('c0ffee1 [tag v1.3.0]');
  expect(world.ledger.releases).toMatchObject([{ sourceVersion: 'c0ffee1', tag: 'v1.3.0' }]);
});

test('a release without a tag has none in the ledger', async () => {
  const world = new World();
  await world.deploy('c0ffee1');
  expect(world.ledger.releases[0]).not.toHaveProperty('tag');
});

test('a deploy that changes nothing tells what is served, and nothing of the tag at hand', async () => {
  const world = await twice();
  expect(await world.deploy('c0ffee3', { code: 'c0ffee2' }, tagged('v1.5.0'))).toMatchObject({
    ...{ outcome: 'unchanged', fromSourceVersion: 'c0ffee2', sourceVersion: 'c0ffee2', tag: 'v1.4.0' },
  });
});

test.each([
  ['the tag', 'v1.3.0'],
  ['the commit', 'c0ffee1'],
])('a rollback goes to %s, and the alias tells both again', async (_, to) => {
  const world = await twice();
  expect(await world.rollback({ to })).toMatchObject({
    ...{ outcome: 'rolledBack', fromSourceVersion: 'c0ffee2', sourceVersion: 'c0ffee1', tag: 'v1.3.0' },
  });
  expect(world.alias).toMatchObject({ version: '2', description: 'c0ffee1 [tag v1.3.0]' });
});

test('a ledger that was lost is made again with commits and tags, and packages are found by the commits', async () => {
  const world = await twice();
  world.loseLedger();
  await world.deploy('c0ffee3', { code: 'c0ffee2' });
  expect(world.ledger.releases).toMatchObject([
    { version: '3', sourceVersion: 'c0ffee2', tag: 'v1.4.0' },
    { version: '2', sourceVersion: 'c0ffee1', tag: 'v1.3.0', rebuilt: true },
  ]);
  const apps = [...world.s3.objects.keys()].filter((key) => key.endsWith('/app.zip')).sort();
  expect(apps).toEqual(['c0ffee1', 'c0ffee2', 'latest'].map((name) => `lambda-ci/demo-api/${name}/app.zip`));
});

test('a deploy that fails puts both back, where the lease of one who died was in their place', async () => {
  const world = await twice();
  world.occupy();
  world.lambda.answer = { FunctionError: 'Unhandled', text: '{}' };
  const settings = { smokeTest: { value: '{}', source: 'flag' } } as const;
  await expect(world.deploy('c0ffee3', {}, { settings })).rejects.toMatchObject({ exit: 'unhealthy' });
  expect(world.alias).toMatchObject({ version: '3', description: 'c0ffee2 [tag v1.4.0]' });
});
