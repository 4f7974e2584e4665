import { formatLease } from '../../../cli/deploy/lease-text';
import { CTRL_C, World } from './support/world';

/** A function with the releases v1 to v3, in the versions 2 to 4. */
async function thrice(): Promise<World> {
  const world = new World();
  for (const sourceVersion of ['v1', 'v2', 'v3']) await world.deploy(sourceVersion);
  world.calls.forget();
  return world;
}

describe('a rollback', () => {
  test('takes the lease and moves the alias, in two writes, and records it', async () => {
    const world = await thrice();
    expect(await world.rollback()).toEqual({
      ...{ outcome: 'rolledBack', functionName: 'demo-api', aliasName: 'latest' },
      ...{ functionArn: expect.stringMatching(/:function:demo-api$/) as string, region: 'eu-west-1' },
      ...{ fromVersion: '4', toVersion: '3', fromSourceVersion: 'v3', sourceVersion: 'v2' },
    });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
    expect(world.releases).toEqual(['4 v3 left for 3', '3 v2', '2 v1']);
    expect(world.ledger.releases[0]?.rolledBack).toMatchObject({ by: 'CodeBuild ci:42' });
    expect(world.calls.writes).toEqual(['UpdateAlias', 'UpdateAlias', 'PutObject']);
  });

  test.each([
    ['a version', '2', '2'],
    ['a source version', 'v1', '2'],
    ['the version that is served', '4', '4'],
  ])('goes to %s that is named', async (_what, to, version) => {
    const world = await thrice();
    const { outcome } = await world.rollback({ to });
    expect(outcome).toBe(version === '4' ? 'unchanged' : 'rolledBack');
    expect(world.alias.version).toBe(version);
  });

  test('goes to a version that the ledger does not know', async () => {
    const world = await thrice();
    world.lambda.configure({ MemorySize: 256 });
    world.lambda.publish('by hand');
    expect(await world.rollback({ to: '5' })).toMatchObject({ toVersion: '5', sourceVersion: 'by hand' });
    expect(world.ledger.current).toBe('5');
  });

  test('goes one step further each time, and then no further', async () => {
    const world = await thrice();
    await world.rollback();
    await world.rollback();
    expect(world.alias.version).toBe('2');
    await expect(world.rollback()).rejects.toMatchObject({ exit: 'refused', code: 'NothingToRollBackTo' });
  });

  test('goes to the release before the one that serves, where the ledger does not know its current version', async () => {
    const world = await thrice();
    world.ledger = { ...world.ledger, current: '9' };
    expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', fromVersion: '4', toVersion: '3' });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
    expect(world.releases).toEqual(['4 v3 left for 3', '3 v2', '2 v1']);
  });

  test('is only told of in a dry run', async () => {
    const world = await thrice();
    expect(await world.rollback({ dryRun: true })).toMatchObject({ outcome: 'planned', toVersion: '3' });
    expect(world.calls.writes).toEqual([]);
  });

  test('needs no ledger where there is no bucket', async () => {
    const world = new World();
    world.bucket = undefined;
    await world.deploy('v1');
    await world.deploy('v2');
    expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', toVersion: '2', sourceVersion: 'v1' });
  });

  test('is not kept from it by an alarm that rings', async () => {
    const world = await thrice();
    world.contract = { ...world.contract, alarms: ['errors'] };
    world.ringing = ['errors'];
    expect(await world.rollback()).toMatchObject({ toVersion: '3' });
  });

  test('warns of a version that Lambda has to wake', async () => {
    const world = await thrice();
    Object.assign(world.lambda.version('3'), { State: 'Inactive' });
    await world.rollback();
    expect(world.notes.join()).toContain('its first invocations may fail');
  });
});

describe('what is half done', () => {
  const weights = { RoutingConfig: { AdditionalVersionWeights: { 3: 0.1 } } };
  const begun = {
    Description: formatLease({ work: 'deploying v4', holder: 'ann@laptop', token: '0123456789abcdef' }, 0),
  };

  test.each([
    ['weights of an abandoned shift', weights],
    ['the lease of a deploy that died', begun],
  ])('is cleared, and the alias stays: %s', async (_what, change) => {
    const world = await thrice();
    world.lambda.move(change);
    expect(await world.rollback()).toMatchObject({ outcome: 'cleared', fromVersion: '4', toVersion: '4' });
    expect(world.alias).toEqual({ version: '4', description: 'v3', weights: {} });
    expect(world.releases).toEqual(['4 v3', '3 v2', '2 v1']);
  });

  test('is no second step back where another rollback that was waited for made the first', async () => {
    const world = await thrice();
    const before = world.ledger;
    await world.rollback();
    const after = world.ledger;
    world.ledger = before;
    world.lambda.move({ FunctionVersion: '4' });
    world.occupy('rolling back to version 3');
    const end = (): void => {
      world.lambda.move({ FunctionVersion: '3', Description: 'v2' });
      world.ledger = after;
    };
    world.calls.at('before', 'GetAlias', end, 3);
    expect(await world.rollback()).toMatchObject({ outcome: 'cleared', toVersion: '3' });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
  });

  test('is one step back where a deploy that was waited for succeeded', async () => {
    const world = await thrice();
    await world.deploy('v4');
    const { ledger } = world;
    await world.rollback();
    world.lambda.move(begun);
    const end = (): void => {
      world.lambda.move({ FunctionVersion: '5', Description: 'v4' });
      world.ledger = ledger;
    };
    world.calls.at('before', 'GetAlias', end, 3);
    expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', fromVersion: '5', toVersion: '4' });
  });

  test('is cleared where a deploy that was waited for failed', async () => {
    const world = await thrice();
    world.lambda.move(begun);
    const giveBack = (): void => {
      world.lambda.move({ Description: 'v3' });
    };
    world.calls.at('before', 'GetAlias', giveBack, 3);
    expect(await world.rollback()).toMatchObject({ outcome: 'cleared', toVersion: '4' });
    expect(world.alias).toEqual({ version: '4', description: 'v3', weights: {} });
  });
});

describe('a rollback fails', () => {
  test.each<[string, string | undefined, string, string, (world: World) => unknown]>([
    [
      'where Terraform moves the alias',
      undefined,
      'refused',
      'TerraformOwnsAlias',
      (w) => (w.contract = { ...w.contract, aliasOwner: 'terraform' }),
    ],
    [
      'for a version that was pruned',
      undefined,
      'refused',
      'VersionPruned',
      (w) => (w.lambda.versions = w.lambda.versions.filter(({ Version }) => Version !== '3')),
    ],
    [
      'for another version of that number',
      undefined,
      'refused',
      'VersionPruned',
      (w) => Object.assign(w.lambda.version('3'), { CodeSha256: 'other' }),
    ],
    [
      'for a version that could not be made',
      '3',
      'refused',
      'VersionFailed',
      (w) => Object.assign(w.lambda.version('3'), { State: 'Failed' }),
    ],
    ['for a source version that was never released', 'v9', 'usage', 'VersionNotFound', () => undefined],
    ['for a version that there is not', '9', 'usage', 'VersionNotFound', () => undefined],
    ['for the placeholder', '1', 'refused', 'PlaceholderCode', () => undefined],
  ])('%s', async (_when, to, exit, code, arrange) => {
    const world = await thrice();
    arrange(world);
    await expect(world.rollback({ to })).rejects.toMatchObject({ exit, code });
    expect(world.calls.writes).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'by Ctrl-C %s any call, gives the lease back, and the next finishes',
    async (moment) => {
      const undisturbed = await thrice();
      await undisturbed.rollback();
      const wrong: string[] = [];
      for (let nth = 1; nth <= undisturbed.calls.made.length; nth += 1) {
        const world = await thrice();
        world.calls.at(
          moment,
          undefined,
          () => {
            world.stop.abort(CTRL_C);
          },
          nth,
        );
        await world.rollback().catch(() => undefined);
        const { version, description } = world.alias;
        const says = `${String(version)} ${String(description)}`;
        if (says !== '4 v3' && says !== '3 v2') wrong.push(`${moment} call ${nth}: the alias says ${says}`);
        const isRecorded = world.ledger.current === '3';
        world.stop = new AbortController();
        if (!isRecorded) await world.rollback();
        const end = [world.alias.version, world.alias.description, ...world.releases].join();
        if (end !== '3,v2,4 v3 left for 3,3 v2,2 v1') wrong.push(`${moment} call ${nth}: it ended with ${end}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
