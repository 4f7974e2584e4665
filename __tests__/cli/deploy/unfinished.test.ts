import { World, CTRL_C } from './support/world';

/** A function with the releases v1 (version 2) and v2 (version 3). */
async function twice(): Promise<World> {
  const world = new World();
  await world.deploy('v1');
  await world.deploy('v2');
  world.calls.forget();
  return world;
}

/** The same, but the ledger knows nothing of v2, as after a kill between the alias and the ledger. */
async function unrecorded(): Promise<World> {
  const world = new World();
  await world.deploy('v1');
  const { ledger } = world;
  await world.deploy('v2');
  world.ledger = ledger;
  world.calls.forget();
  return world;
}

describe('a deploy that was killed before it was recorded', () => {
  test('is recorded by the next run of it', async () => {
    const world = await unrecorded();
    const result = await world.deploy('v2');
    expect(result).toMatchObject({ outcome: 'recorded', toVersion: '3', sourceVersion: 'v2', releases: 2 });
    expect(world.releases).toEqual(['3 v2', '2 v1']);
    expect(world.ledger.releases[0]).toMatchObject({ previousVersion: '2', releasedBy: 'CodeBuild ci:42' });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
  });

  test('is recorded by the next deploy of something else, so that a rollback finds it', async () => {
    const world = await unrecorded();
    await world.deploy('v3');
    expect(world.releases).toEqual(['4 v3', '3 v2', '2 v1']);
    await world.rollback();
    expect(world.alias).toMatchObject({ version: '3', description: 'v2' });
  });

  test('is left by a rollback to the release that the ledger has', async () => {
    const world = await unrecorded();
    await world.rollback();
    expect(world.alias).toMatchObject({ version: '2', description: 'v1' });
    expect(world.releases).toEqual(['3 v2 left for 2', '2 v1']);
    await expect(world.deploy('v2')).rejects.toMatchObject({ code: 'RolledBack' });
  });

  test('is no release where Terraform put its placeholder back behind the alias', async () => {
    const world = await unrecorded();
    world.lambda.move({ FunctionVersion: '1' });
    await world.deploy('v2');
    expect(world.releases).toEqual(['3 v2', '2 v1']);
  });
});

describe('a rollback that was killed before it was recorded', () => {
  async function left(): Promise<World> {
    const world = await twice();
    world.lambda.move({ FunctionVersion: '2', Description: 'v1' });
    return world;
  }

  test('is recorded by the next deploy of what it went to', async () => {
    const world = await left();
    expect(await world.deploy('v1')).toMatchObject({ outcome: 'recorded', toVersion: '2' });
    expect(world.releases).toEqual(['3 v2 left for 2', '2 v1']);
    await expect(world.rollback()).rejects.toMatchObject({ code: 'NothingToRollBackTo' });
  });

  test('is recorded by the next deploy of something newer', async () => {
    const world = await left();
    await world.deploy('v3');
    expect(world.releases).toEqual(['4 v3', '3 v2 left for 2', '2 v1']);
  });

  test('is finished by the next rollback, however far it went', async () => {
    const world = await twice();
    await world.deploy('v3');
    world.lambda.move({ FunctionVersion: '2', Description: 'v1' });
    expect(await world.rollback()).toMatchObject({ outcome: 'cleared', toVersion: '2' });
    expect(world.releases).toEqual(['4 v3 left for 2', '3 v2 left for 2', '2 v1']);
  });
});

describe('a ledger that is written late', () => {
  /** Has something happen when v2 has moved the alias and copies to `latest/`. */
  async function meanwhile(work: (world: World) => Promise<unknown>): Promise<World> {
    const world = new World();
    await world.deploy('v1');
    world.calls.at('before', 'CopyObject', () => work(world));
    await world.deploy('v2');
    return world;
  }

  test('leaves the next release current', async () => {
    const world = await meanwhile((w) => w.deploy('v3'));
    expect(world.ledger.current).toBe('4');
    expect(world.releases).toEqual(['4 v3', '3 v2', '2 v1']);
    expect(world.ledger.releases[1]).not.toHaveProperty('rebuilt');
  });

  test('leaves it rolled back', async () => {
    const world = await meanwhile((w) => w.rollback());
    expect(world.ledger.current).toBe('2');
    expect(world.releases).toEqual(['3 v2 left for 2', '2 v1']);
    expect(world.ledger.releases[0]).not.toHaveProperty('rebuilt');
  });

  test('of a rollback leaves the next release current', async () => {
    const world = await twice();
    world.calls.at('after', 'UpdateAlias', () => world.deploy('v3'), 2);
    await world.rollback();
    expect(world.ledger.current).toBe('4');
    expect(world.releases).toEqual(['4 v3', '3 v2 left for 2', '2 v1']);
  });
});

describe('a ledger that is lost', () => {
  test('is made again of the versions by the next release, without those of Terraform', async () => {
    const world = await twice();
    world.lambda.configure({ MemorySize: 256 });
    world.lambda.publish('Orders');
    world.loseLedger();
    await world.deploy('v3');
    expect(world.releases).toEqual(['5 v3', '3 v2', '2 v1']);
    expect(world.ledger.releases[1]).toMatchObject({ rebuilt: true, releasedBy: 'unknown', previousVersion: '2' });
    expect(world.ledger.releases[1]?.releasedAt).toBe('2026-11-21T12:00:00.000Z');
  });

  test('is made again where nothing else is to be done', async () => {
    const world = await twice();
    world.loseLedger();
    expect(await world.deploy('v2')).toMatchObject({ outcome: 'recorded', releases: 2 });
    expect(world.releases).toEqual(['3 v2', '2 v1']);
    expect(world.ledger.releases[0]?.previousVersion).toBe('2');
  });

  test('is made again by a rollback', async () => {
    const world = await twice();
    world.loseLedger();
    await world.rollback();
    expect(world.alias.version).toBe('2');
    expect(world.releases).toEqual(['3 v2 left for 2', '2 v1']);
  });
});

describe('a ledger that is damaged', () => {
  const DAMAGED = '{"schemaVersion": 1, "releases": "none"}';

  test.each(['deploy', 'rollback'] as const)('fails a %s before anything is written, and stays', async (verb) => {
    const world = await twice();
    world.breakLedger(DAMAGED);
    world.calls.forget();
    await expect(verb === 'deploy' ? world.deploy('v3') : world.rollback()).rejects.toMatchObject({
      exit: 'refused',
      code: 'LedgerUnreadable',
    });
    expect(world.calls.writes).toEqual([]);
    expect(world.s3.text('lambda-ci/demo-api/ledger.latest.json')).toBe(DAMAGED);
  });
});

describe('a lease that is found', () => {
  test('of someone who died is cleared away by a deploy that has nothing else to do', async () => {
    const world = await twice();
    world.occupy();
    expect(await world.deploy('v2')).toMatchObject({ outcome: 'recorded' });
    expect(world.alias.description).toBe('v2');
    expect(world.notes).toContain('ann@laptop gave no sign of life for 60 s: taking over');
  });

  test('is given back as what the version was released from where the deploy that took it over fails', async () => {
    const world = await twice();
    world.occupy();
    world.lambda.configure({ LastUpdateStatus: 'InProgress' });
    await expect(world.deploy('v3')).rejects.toMatchObject({ code: 'UpdateTimedOut' });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
  });

  test('of a deploy at work is waited for, and what that did is not done again', async () => {
    const world = new World();
    await world.deploy('v1');
    const { ledger } = world;
    await world.deploy('v2');
    const done = world.ledger;
    world.ledger = ledger;
    world.lambda.move({ FunctionVersion: '2' });
    world.occupy('deploying v2');
    world.calls.forget();
    const end = (): void => {
      world.lambda.move({ FunctionVersion: '3', Description: 'v2' });
      world.ledger = done;
    };
    world.calls.at('before', 'GetAlias', end, 4);
    expect(await world.deploy('v2')).toMatchObject({ outcome: 'recorded', toVersion: '3' });
    expect(world.calls.writes).toEqual(['UpdateAlias', 'UpdateAlias']);
    expect(world.alias.description).toBe('v2');
  });

  test('has the packages made again where Terraform changed the architecture while it was waited for', async () => {
    const world = await twice();
    world.contract = { ...world.contract, architectures: [] };
    world.occupy();
    world.calls.at(
      'before',
      'GetAlias',
      () => {
        world.lambda.configure({ Architectures: ['x86_64'] });
      },
      3,
    );
    const builds = (): unknown[] =>
      world.progress.filter((event) => event.kind === 'finished' && event.step === 'Package the source');
    const before = builds().length;
    await world.deploy('v3');
    expect(builds().length - before).toBe(2);
    expect(world.lambda.version('latest').Architectures).toEqual(['x86_64']);
  });

  test('fails a deploy after the time to wait', async () => {
    const world = await twice();
    world.occupy();
    const waitSeconds = { value: 30, source: 'flag' } as const;
    await expect(world.deploy('v3', {}, { settings: { waitSeconds } })).rejects.toMatchObject({
      ...{ exit: 'busy', code: 'Busy', message: 'demo-api is being changed: ann@laptop is deploying other' },
    });
    expect(world.calls.writes).toEqual([]);
  });

  test('fails a deploy that is stopped while it waits', async () => {
    const world = await twice();
    world.occupy();
    world.calls.at(
      'before',
      'GetAlias',
      () => {
        world.stop.abort(CTRL_C);
      },
      3,
    );
    await expect(world.deploy('v3')).rejects.toThrow();
    expect(world.calls.writes).toEqual([]);
  });
});
