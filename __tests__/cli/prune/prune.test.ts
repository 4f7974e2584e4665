import { formatLease } from '../../../cli/deploy/lease-text';
import { prune } from '../../../cli/prune/prune';
import { ledgerOf, World } from './fake-engine';

const LEASE = formatLease({ work: 'deploying v9', holder: 'ada@laptop', token: '0123456789abcdef' }, 0);

const changes = (world: World): string[] => world.log.filter((line) => !line.endsWith('?'));

test('deletes versions, their layers and their packages under the lease, and gives it back as it was', async () => {
  const world = new World();
  await expect(prune(world.engine(), { dryRun: false })).resolves.toEqual({
    outcome: 'pruned',
    functionName: 'demo',
    layerName: 'demo-deps',
    versions: ['1', '2'],
    layerVersions: [1, 2],
    objects: ['p/demo/v1/app.zip', 'p/demo/v2/app.zip'],
    bytes: 6,
  });
  expect(changes(world)).toEqual([
    'lease for pruning',
    'delete version 1',
    'delete version 2',
    'delete layer demo-deps:1',
    'delete layer demo-deps:2',
    'delete objects p/demo/v1/app.zip p/demo/v2/app.zip',
    "release with 'v3'",
  ]);
});

test('changes nothing in a dry run, and says what would go', async () => {
  const world = new World();
  const result = await prune(world.engine(), { dryRun: true });
  expect(result).toMatchObject({ outcome: 'planned', versions: ['1', '2'], layerVersions: [1, 2] });
  expect(changes(world)).toEqual([]);
});

test('takes no lease where all is in use', async () => {
  const world = new World();
  world.keep = 3;
  const result = await prune(world.engine(), { dryRun: false });
  expect(result).toMatchObject({ outcome: 'unchanged', versions: [], layerVersions: [], objects: [] });
  expect(changes(world)).toEqual([]);
});

test('gives back the lease of a prune that was killed, where nothing is left to do', async () => {
  const world = new World();
  world.keep = 3;
  const left = formatLease({ work: 'pruning', holder: 'ada@laptop', token: '0123456789abcdef' }, 0);
  world.aliases = [{ Name: 'live', FunctionVersion: '3', Description: left }];
  await expect(prune(world.engine(), { dryRun: true })).resolves.toMatchObject({ outcome: 'unchanged' });
  expect(changes(world)).toEqual([]);
  await expect(prune(world.engine(), { dryRun: false })).resolves.toMatchObject({ outcome: 'unchanged' });
  expect(changes(world)).toEqual(['lease for pruning', "release with 'v3'"]);
});

test('leaves the lease of a deploy to the next deploy, where nothing is to be pruned', async () => {
  const world = new World();
  world.keep = 3;
  world.aliases = [{ Name: 'live', FunctionVersion: '3', Description: LEASE }];
  await prune(world.engine(), { dryRun: false });
  expect(changes(world)).toEqual([]);
});

test('looks again where it waited for another: what is in use by then stays', async () => {
  const world = new World();
  world.aliases = [{ Name: 'live', FunctionVersion: '3', Description: 'by hand' }];
  world.meanwhile = () => {
    // The alias shows the lease by then.
    world.aliases = [
      { Name: 'live', FunctionVersion: '3', Description: LEASE },
      { Name: 'old', FunctionVersion: '1', Description: 'v1' },
    ];
  };
  const { versions } = await prune(world.engine(), { dryRun: false });
  expect(versions).toEqual(['2']);
  expect(changes(world)).not.toContain('delete version 1');
  expect(changes(world).at(-1)).toBe("release with 'by hand'");
});

test('gives the lease back where another did all of it meanwhile', async () => {
  const world = new World();
  world.meanwhile = () => {
    world.keep = 3;
    world.versions = world.versions.slice(2);
    world.layerVersions = world.layerVersions.slice(0, 1);
    world.objects = new Map([['p/demo/ledger.live.json', JSON.stringify(ledgerOf('3', ['3']))]]);
  };
  await expect(prune(world.engine(), { dryRun: false })).resolves.toMatchObject({ outcome: 'unchanged' });
  expect(changes(world)).toEqual(['lease for pruning', "release with 'v3'"]);
});

test('leaves the source version of what is served where a lease of someone who died stood', async () => {
  const world = new World();
  world.aliases = [{ Name: 'live', FunctionVersion: '3', Description: LEASE }];
  await prune(world.engine(), { dryRun: false });
  expect(changes(world).at(-1)).toBe("release with 'v3'");
});

test('fails where another alias is being deployed, whose deploy may need what nothing reaches yet', async () => {
  const world = new World();
  world.aliases.push({ Name: 'next', FunctionVersion: '3', Description: LEASE });
  await expect(prune(world.engine(), { dryRun: false })).rejects.toMatchObject({
    exit: 'busy',
    code: 'Busy',
    message: 'the alias next of demo is being changed: ada@laptop is deploying v9',
  });
  expect(changes(world)).toEqual([]);
});

test('fails at once where the lease is lost, and deletes no more', async () => {
  const world = new World();
  const lost = new Error('another took over');
  let checks = 0;
  world.check = () => {
    checks += 1;
    if (checks > 1) throw lost;
  };
  await expect(prune(world.engine(), { dryRun: false })).rejects.toBe(lost);
  const abandoned = "abandon, with 'v3' if nothing was found";
  expect(changes(world)).toEqual(['lease for pruning', 'delete version 1', abandoned]);
});

test('fails where the lease cannot be given back', async () => {
  const world = new World();
  const offline = new Error('no network');
  world.release = () => {
    throw offline;
  };
  await expect(prune(world.engine(), { dryRun: false })).rejects.toBe(offline);
  expect(changes(world).at(-1)).toBe("abandon, with 'v3' if nothing was found");
});

test('holds the lease against each single deletion, and against that of the packages', async () => {
  const world = new World();
  let checks = 0;
  world.check = () => (checks += 1);
  await prune(world.engine(), { dryRun: false });
  expect(checks).toBe(5);
});

test('prunes versions and layers where there is no bucket', async () => {
  const world = new World();
  world.objects = undefined;
  const result = await prune(world.engine(), { dryRun: false });
  expect(result).toMatchObject({ versions: ['1', '2'], objects: [], bytes: 0 });
});
