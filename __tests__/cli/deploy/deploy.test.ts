import { randomBytes } from 'node:crypto';

import { ResourceConflictException } from '@aws-sdk/client-lambda';

import { formatLease } from '../../../cli/deploy/lease-text';
import { World, CTRL_C } from './support/world';

const FIRST = ['UpdateAlias', 'PutObject'];
const LAST = ['PublishVersion', 'UpdateAlias', 'CopyObject', 'PutObject'];
const layer = (name: string, version: number): string =>
  `arn:aws:lambda:eu-west-1:111122223333:layer:${name}:${version}`;

async function released(sources: { code?: string; layer?: string } = {}): Promise<World> {
  const world = new World();
  await world.deploy('v1', { code: 'one', ...sources });
  world.calls.forget();
  return world;
}

const layersOf = (world: World): unknown => world.lambda.version('latest').Layers?.map(({ Arn }) => Arn);

describe('what a deploy writes', () => {
  test('first of all: the source and its layer, and then the alias goes from the placeholder', async () => {
    const world = new World();
    const result = await world.deploy('v1', { layer: 'one' });
    expect(result).toMatchObject({ outcome: 'released', fromVersion: '1', toVersion: '2', sourceVersion: 'v1' });
    expect(result).not.toHaveProperty('backTo');
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    expect(world.releases).toEqual(['2 v1']);
    expect(world.ledger).toMatchObject({
      ...{ schemaVersion: 1, functionName: 'demo-api', aliasName: 'latest', current: '2' },
      releases: [{ previousVersion: '1', releasedBy: 'CodeBuild ci:42', layers: [layer('demo-api-deps', 1)] }],
    });
    expect(world.calls.writes).toEqual([
      ...['UpdateAlias', 'PutObject', 'PutObject', 'PublishLayerVersion', 'UpdateFunctionConfiguration'],
      ...['UpdateFunctionCode', 'PublishVersion', 'UpdateAlias', 'CopyObject', 'CopyObject', 'PutObject'],
    ]);
  });

  test('nothing where nothing changed', async () => {
    const world = await released({ layer: 'one' });
    const result = await world.deploy('v2', { code: 'one', layer: 'one' });
    expect(result).toMatchObject({ outcome: 'unchanged', toVersion: '2', sourceVersion: 'v1' });
    expect(world.calls.made.sort()).toEqual([
      ...['GetAlias', 'GetFunctionConfiguration', 'GetFunctionConfiguration', 'GetObject'],
    ]);
  });

  test('no zip is made of a source that is served already', async () => {
    const world = await released();
    const packaged = (): string[] =>
      world.progress.flatMap((event) =>
        event.kind === 'finished' && event.step === 'Package the source' ? [event.result] : [],
      );
    await world.deploy('v2', { code: 'one' });
    await world.deploy('v3', { code: 'two' });
    expect(packaged().slice(1)).toEqual(['1 file, as served', expect.stringMatching(/^1 file, \d+ bytes$/)]);
  });

  test('the zip of a served source all the same, where its layer is new: the release is whole', async () => {
    const world = await released({ layer: 'one' });
    const result = await world.deploy('v2', { code: 'one', layer: 'two' });
    expect(result).toMatchObject({ outcome: 'released', code: { changed: false }, dependencies: { state: 'changed' } });
    const [zip, before] = ['v2', 'v1'].map((version) => world.s3.digest(`lambda-ci/demo-api/${version}/app.zip`));
    expect(zip).toBe(before);
    expect(world.releases).toEqual(['3 v2', '2 v1']);
    expect(world.ledger.releases.map(({ contentSha256 }) => contentSha256)).toEqual(
      Array(2).fill(world.ledger.releases[0]?.contentSha256),
    );
  });

  test('nothing where the variables cannot be read, and it says that a change of them is not noticed', async () => {
    const world = await released();
    world.lambda.configure({
      Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no kms:Decrypt' } },
    });
    expect(await world.deploy('v2', { code: 'one' })).toMatchObject({ outcome: 'unchanged' });
    expect(world.notes).toContainEqual(
      expect.stringMatching(
        /^the environment variables of demo-api cannot be read \(AccessDeniedException\).*kms:Decrypt/,
      ),
    );
  });

  test('nothing in a dry run, which says what would be done', async () => {
    const world = await released();
    const result = await world.deploy('v2', {}, { dryRun: true });
    expect(result).toMatchObject({ outcome: 'planned', toVersion: undefined, code: { changed: true } });
    expect(world.calls.writes).toEqual([]);
  });

  test('code without its layer, where only the code changed', async () => {
    const world = await released({ layer: 'one' });
    const result = await world.deploy('v2', { layer: 'one' });
    expect(result).toMatchObject({ outcome: 'released', fromVersion: '2', toVersion: '3', backTo: '2' });
    expect(world.calls.writes).toEqual([...FIRST, 'UpdateFunctionCode', ...LAST]);
    expect(layersOf(world)).toEqual([layer('demo-api-deps', 1)]);
  });

  test('no code, where only Terraform changed something', async () => {
    const world = await released();
    world.lambda.configure({ MemorySize: 256 });
    const result = await world.deploy('v1', { code: 'one' });
    expect(result).toMatchObject({ outcome: 'released', configuration: ['MemorySize'], code: { changed: false } });
    expect(world.calls.writes).toEqual([...FIRST, ...LAST]);
    expect(world.lambda.version('latest').MemorySize).toBe(256);
  });

  test('no version of its own, where Terraform has published the very same', async () => {
    const world = await released();
    world.lambda.configure({ MemorySize: 256 });
    world.lambda.publish('Orders');
    await world.deploy('v1', { code: 'one' });
    expect(world.alias).toEqual({ version: '3', description: 'v1', weights: {} });
    expect(world.lambda.versions).toHaveLength(3);
  });

  test('the code once more, where a new architecture made Terraform upload its placeholder', async () => {
    const world = await released();
    const code = world.lambda.latest.CodeSha256;
    world.contract = { ...world.contract, architectures: ['x86_64'] };
    world.lambda.configure({ Architectures: ['x86_64'], CodeSha256: 'placeholder' });
    world.lambda.publish('Orders');
    await world.deploy('v1', { code: 'one' }, { settings: { architecture: { value: 'x86_64', source: 'contract' } } });
    expect(world.lambda.version('latest')).toMatchObject({ CodeSha256: code, Architectures: ['x86_64'] });
    expect(world.alias.version).toBe('4');
  });

  test('the same code once more, where it is wanted for another architecture', async () => {
    const world = await released();
    await world.deploy('v1', { code: 'one' }, { settings: { architecture: { value: 'x86_64', source: 'flag' } } });
    expect(world.lambda.version('latest')).toMatchObject({ Version: '3', Architectures: ['x86_64'] });
    expect(world.calls.writes).toContain('UpdateFunctionCode');
  });

  test('no layer, where one of these dependencies exists; latest/ then has the older package', async () => {
    const world = await released({ layer: 'one' });
    await world.deploy('v2', { layer: 'two' });
    const packages = (name: string): string => world.s3.digest(`lambda-ci/demo-api/${name}/deps.zip`);
    expect(packages('latest')).toBe(packages('v2'));
    await world.deploy('v3', { layer: 'one' });
    expect(world.lambda.layerVersions).toHaveLength(2);
    expect(layersOf(world)).toEqual([layer('demo-api-deps', 1)]);
    expect(packages('latest')).toBe(packages('v1'));
  });

  test('layers of others in their order, and those that Terraform declares before them', async () => {
    const world = await released({ layer: 'one' });
    const [own] = world.lambda.latest.Layers ?? [];
    const foreign = [{ Arn: layer('apm', 3) }, ...(own ? [own] : []), { Arn: layer('late', 1) }];
    world.lambda.configure({ Layers: foreign });
    world.contract = { ...world.contract, layers: [layer('base', 1)] };
    await world.deploy('v2', { layer: 'two' });
    expect(layersOf(world)).toEqual([layer('base', 1), layer('apm', 3), layer('demo-api-deps', 2), layer('late', 1)]);
  });

  test('no layer that Terraform declared for a release that was rolled back since', async () => {
    const world = await released();
    world.contract = { ...world.contract, layers: [layer('base', 1)] };
    await world.deploy('v2');
    await world.rollback();
    world.contract = { ...world.contract, layers: [] };
    await world.deploy('v3');
    expect(layersOf(world)).toEqual([]);
  });

  test('the package itself, where there is no bucket', async () => {
    const world = new World();
    world.bucket = undefined;
    const result = await world.deploy('v1');
    expect(result).not.toHaveProperty('releases');
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    expect(world.calls.writes).toEqual(['UpdateAlias', 'UpdateFunctionCode', 'PublishVersion', 'UpdateAlias']);
  });
});

describe('a deploy is refused before anything is written, and fails', () => {
  test.each<[string, string, string, (world: World) => unknown]>([
    [
      'where Terraform moves the alias',
      'refused',
      'TerraformOwnsAlias',
      (w) => (w.contract = { ...w.contract, aliasOwner: 'terraform' }),
    ],
    [
      'for an image',
      'refused',
      'ImageFunction',
      (w) => {
        w.lambda.configure({ PackageType: 'Image' });
      },
    ],
    [
      'for a function that could not be made',
      'refused',
      'FunctionFailed',
      (w) => {
        w.lambda.configure({ State: 'Failed' });
      },
    ],
    [
      'while weights shift traffic',
      'busy',
      'Shifting',
      (w) => {
        w.lambda.move({ RoutingConfig: { AdditionalVersionWeights: { 1: 0.1 } } });
      },
    ],
    ['while CodeDeploy shifts traffic', 'busy', 'Shifting', (w) => w.withCodeDeploy().codeDeploy.begin()],
    [
      'where a layer would be the sixth',
      'refused',
      'TooManyLayers',
      (w) => {
        w.lambda.configure({ Layers: [1, 2, 3, 4, 5].map((n) => ({ Arn: layer(`l${n}`, 1) })) });
      },
    ],
    [
      'while an alarm rings',
      'refused',
      'AlarmsRing',
      (w) => {
        w.ringing = ['errors'];
        w.contract = { ...w.contract, alarms: ['errors'] };
      },
    ],
    [
      'where the alias does not stand still',
      'busy',
      'AliasMoves',
      (w) => {
        w.lambda.version = () => ({ Version: '9' });
      },
    ],
    [
      'where a newer program wrote the ledger',
      'refused',
      'LedgerNewer',
      (w) => {
        w.breakLedger('{"schemaVersion": 2}');
      },
    ],
  ])('%s', async (_when, exit, code, arrange) => {
    const world = await released();
    arrange(world);
    await expect(world.deploy('v2', { layer: 'two' })).rejects.toMatchObject({ exit, code });
    expect(world.calls.writes).toEqual([]);
  });

  test.each(['flag', 'environment', 'file'] as const)(
    'where the %s gives another runtime than the function has, for which all would be built',
    async (source) => {
      const world = await released();
      const runtime = { value: 'python3.9', source };
      await expect(world.deploy('v2', {}, { settings: { runtime } })).rejects.toMatchObject({
        ...{ exit: 'refused', code: 'OtherRuntime' },
        message: `demo-api runs python3.12, and what is given is python3.9, by the ${source}`,
      });
      expect(world.calls.writes).toEqual([]);
    },
  );

  test('the function says what it runs, where a contract is older', async () => {
    const world = await released();
    const runtime = { value: 'python3.9', source: 'contract' } as const;
    await expect(world.deploy('v2', {}, { settings: { runtime } })).resolves.toMatchObject({ outcome: 'released' });
  });

  test('for code that Lambda does not take without a bucket', async () => {
    const world = new World();
    world.bucket = undefined;
    const code = randomBytes(51 * 1024 * 1024).toString('base64');
    await expect(world.deploy('v1', { code })).rejects.toMatchObject({
      ...{ exit: 'build', code: 'PackageTooLargeForDirectUpload' },
    });
    expect(world.calls.writes).toEqual([]);
  });

  test('for the placeholder as the source', async () => {
    const world = await released();
    world.contract = { ...world.contract, placeholderSha256: world.lambda.latest.CodeSha256 ?? '' };
    world.lambda.configure({ MemorySize: 256 });
    await expect(world.deploy('v1', { code: 'one' })).rejects.toMatchObject({ code: 'PlaceholderCode' });
  });

  test('for a release that was rolled back, until it is asked for', async () => {
    const world = await released();
    await world.deploy('v2');
    await world.rollback();
    await expect(world.deploy('v2')).rejects.toMatchObject({
      code: 'RolledBack',
      message: expect.stringMatching(/this is v2 \(version 3\), which CodeBuild ci:42 rolled back at/) as string,
    });
    await world.deploy('v2', {}, { redeploy: true });
    expect(world.alias).toMatchObject({ version: '3', description: 'v2' });
    expect(world.releases).toEqual(['3 v2', '2 v1']);
  });

  test('for one that a rollback left that was killed before it was recorded', async () => {
    const world = await released();
    await world.deploy('v2');
    world.lambda.move({ FunctionVersion: '2', Description: 'v1' });
    await expect(world.deploy('v2')).rejects.toMatchObject({ code: 'RolledBack' });
  });
});

describe('someone else', () => {
  test('who changes the configuration before each write keeps a deploy from nothing', async () => {
    const world = await released();
    const meddle = (): void => {
      world.lambda.configure({ MemorySize: (world.lambda.latest.MemorySize ?? 0) + 1 });
    };
    world.calls.at('before', 'UpdateFunctionConfiguration', meddle);
    world.calls.at('before', 'UpdateFunctionCode', meddle);
    world.calls.at('before', 'PublishVersion', meddle);
    await world.deploy('v2', { layer: 'two' });
    expect(world.lambda.version('latest')).toMatchObject({ MemorySize: 131, Version: '3' });
    expect(layersOf(world)).toEqual([layer('demo-api-deps', 1)]);
  });

  test('who puts other code on $LATEST before it is published does not get it released', async () => {
    const world = await released();
    world.calls.at('before', 'PublishVersion', () => {
      Object.assign(world.lambda.latest, { CodeSha256: 'other' });
    });
    const { code } = await world.deploy('v2');
    expect(world.lambda.version('latest').CodeSha256).toBe(code.sha256);
  });

  test.each(['UpdateFunctionConfiguration', 'UpdateFunctionCode'])(
    'who takes the lease over while %s is refused is not written over',
    async (action) => {
      const world = await released();
      world.calls.at('before', action, async () => {
        world.lambda.configure({ MemorySize: 1000 });
        world.lambda.move({ Description: formatLease({ work: 'w', holder: 'ann', token: 'fedcba9876543210' }, 0) });
        await world.clock.advance(120_000);
      });
      await expect(world.deploy('v2', { layer: 'two' })).rejects.toMatchObject({ exit: 'busy', code: 'LeaseLost' });
      expect(world.calls.made.filter((made) => made === action)).toHaveLength(1);
    },
  );

  test('whose update is under way is waited for', async () => {
    const world = await released();
    world.lambda.configure({ LastUpdateStatus: 'InProgress' });
    world.lambda.passing.push({}, {}, {}, { LastUpdateStatus: 'Successful' });
    world.calls.at('before', 'PublishVersion', () => {
      expect(world.lambda.latest.LastUpdateStatus).toBe('Successful');
    });
    await world.deploy('v2');
    expect(world.alias.version).toBe('3');
    expect(world.clock.pauses.length).toBeGreaterThan(0);
  });

  test.each(['UpdateFunctionConfiguration', 'UpdateFunctionCode', 'PublishVersion'])(
    'whose update outlasts the retries of %s is waited for too',
    async (action) => {
      const world = await released();
      world.calls.at('before', action, () => {
        throw new ResourceConflictException({
          $metadata: { httpStatusCode: 409 },
          message: 'an update is in progress',
        });
      });
      await world.deploy('v2', { layer: 'two' });
      expect(world.alias.version).toBe('3');
    },
  );

  test('fails a deploy that finds other code each time, and leaves the alias as it was', async () => {
    const world = await released();
    for (let nth = 1; nth <= 20; nth += 1) {
      const meddle = (): void => {
        world.lambda.configure({ CodeSha256: 'other' });
      };
      world.calls.at('before', 'PublishVersion', meddle, nth);
    }
    await expect(world.deploy('v2')).rejects.toMatchObject({ exit: 'busy', code: 'FunctionContended' });
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
  });

  test('fails a deploy that gets in no write of the configuration', async () => {
    const world = await released();
    for (let nth = 1; nth <= 20; nth += 1) {
      const meddle = (): void => {
        world.lambda.configure({ MemorySize: 128 + nth });
      };
      world.calls.at('before', 'UpdateFunctionCode', meddle, nth);
    }
    await expect(world.deploy('v2')).rejects.toMatchObject({ exit: 'busy', code: 'FunctionContended' });
  });
});

describe('an update', () => {
  test('that failed before is mended by the next deploy', async () => {
    const world = await released();
    world.calls.at('after', 'UpdateFunctionCode', () => {
      world.lambda.configure({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no key' });
    });
    world.calls.at('before', 'UpdateFunctionCode', () => world.lambda.passing.push({ LastUpdateStatus: 'InProgress' }));
    await expect(world.deploy('v2')).rejects.toMatchObject({
      ...{ exit: 'unhealthy', code: 'UpdateFailed', message: 'Lambda could not update demo-api: no key' },
    });
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    await world.deploy('v2');
    expect(world.alias).toMatchObject({ version: '3', description: 'v2' });
  });

  test('fails a deploy that does not end in 15 minutes', async () => {
    const world = await released();
    world.lambda.configure({ LastUpdateStatus: 'InProgress' });
    await expect(world.deploy('v2')).rejects.toMatchObject({ exit: 'failed', code: 'UpdateTimedOut' });
    expect(world.clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(15 * 60_000);
  });
});

describe('a version', () => {
  /** Has the next version be made slowly, and come to a state at the n-th look. */
  function slowly(world: World, State: 'Active' | 'Failed', nth: number): void {
    const arrive = (): void => {
      Object.assign(world.lambda.version('3'), { State, StateReason: 'no address' });
    };
    world.calls.at('before', 'PublishVersion', () => {
      Object.assign(world.lambda.latest, { State: 'Pending' });
      world.calls.at('before', 'GetFunctionConfiguration', arrive, nth);
    });
  }

  test('gets no traffic before it can be invoked', async () => {
    const world = await released();
    slowly(world, 'Active', 4);
    const seen: unknown[] = [];
    world.calls.at('before', 'UpdateAlias', () => seen.push(world.lambda.version('3').State), 2);
    await world.deploy('v2');
    expect(seen).toEqual(['Active']);
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
  });

  test('that cannot be made fails the deploy, and gets none', async () => {
    const world = await released();
    slowly(world, 'Failed', 2);
    await expect(world.deploy('v2')).rejects.toMatchObject({
      ...{ exit: 'unhealthy', code: 'UpdateFailed', message: 'Lambda could not update demo-api:3: no address' },
    });
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
  });
});

describe('a smoke test', () => {
  const smokeTest = { value: '{"path": "/"}', source: 'flag' } as const;

  test.each<[string, World['lambda']['answer'], RegExp]>([
    ['an error', { FunctionError: 'Unhandled', text: '{}', log: 'START\nwhy' }, /the error Unhandled/],
    ['a status of 500', { text: '{"statusCode": 500}' }, /status 500/],
    ['a status that is a text', { text: '{"statusCode": "502"}' }, /status 502/],
  ])('fails with %s, and the alias is not moved', async (_what, answer, message) => {
    const world = await released();
    world.lambda.answer = answer;
    await expect(world.deploy('v2', {}, { settings: { smokeTest } })).rejects.toMatchObject({
      exit: 'unhealthy',
      code: 'SmokeTestFailed',
      message: expect.stringMatching(message) as string,
      output: [answer.text, ...(answer.log ?? '').split('\n')].filter((line) => line !== ''),
    });
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
  });

  test.each(['{"statusCode": 499}', '"text"', 'null', '{"statusCode": "five"}', 'no JSON'])(
    'passes with the answer %s of the new version',
    async (text) => {
      const world = await released();
      world.lambda.answer = { text };
      await world.deploy('v2', {}, { settings: { smokeTest } });
      expect(world.lambda.invoked).toEqual(['3']);
      expect(world.alias.version).toBe('3');
    },
  );
});

describe('Ctrl-C', () => {
  test.each(['before', 'after'] as const)(
    '%s any call gives the lease back, leaves a whole release behind the alias, and the next run finishes',
    async (moment) => {
      const undisturbed = await released();
      await undisturbed.deploy('v2');
      const count = undisturbed.calls.made.length;
      expect(count).toBeGreaterThan(10);
      const wrong: string[] = [];
      for (let nth = 1; nth <= count; nth += 1) {
        const world = await released();
        const stop = (): void => {
          world.stop.abort(CTRL_C);
        };
        world.calls.at(moment, undefined, stop, nth);
        await world.deploy('v2').catch(() => undefined);
        const { version, description } = world.alias;
        const where = `${moment} call ${nth}, ${world.calls.made[nth - 1] ?? '?'}`;
        const says = `${String(version)} ${String(description)}`;
        if (says !== '2 v1' && says !== '3 v2') wrong.push(`${where}: the alias says ${says}`);
        world.stop = new AbortController();
        await world.deploy('v2');
        const end = [world.alias.version, world.alias.description, ...world.releases].join();
        if (end !== '3,v2,3 v2,2 v1') wrong.push(`${where}: it ended with ${end}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});

describe('a lost answer', () => {
  test.each(['UpdateAlias', 'UpdateFunctionConfiguration', 'UpdateFunctionCode', 'PublishVersion', 'CopyObject'])(
    'to %s changes nothing of the end',
    async (action) => {
      const world = await released({ layer: 'one' });
      world.calls.at('lost', action);
      world.calls.at('lost', action, undefined, 2);
      await world.deploy('v2', { layer: 'two' });
      expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
      expect(world.releases).toEqual(['3 v2', '2 v1']);
    },
  );

  test('to PublishLayerVersion makes no second layer', async () => {
    const world = await released();
    world.calls.at('after', 'PublishLayerVersion', () => {
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    });
    await world.deploy('v2', { layer: 'two' });
    expect(world.lambda.layerVersions).toHaveLength(1);
    expect(layersOf(world)).toEqual([layer('demo-api-deps', 1)]);
  });
});
