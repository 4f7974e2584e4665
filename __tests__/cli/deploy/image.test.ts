import type { DeployResult } from '../../../cli/deploy/deploy-result';
import { CTRL_C, World } from './support/world';

const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo';
const PLACEHOLDER = `${REPOSITORY}:placeholder`;

/** An image function as Terraform makes it. */
function imageWorld(placeholderImageUri = PLACEHOLDER): World {
  const world = new World();
  const placeholder = world.ecr.push('placeholder', 'placeholder');
  const packed = { placeholderSha256: undefined, runtime: undefined, packageType: 'Image' } as const;
  world.contract = { ...world.contract, ...packed, placeholderImageUri };
  world.lambda.createdWith = placeholderImageUri;
  const code = { PackageType: 'Image', CodeSha256: hex(placeholder), Runtime: undefined } as const;
  Object.assign(world.lambda.versions[0] ?? {}, code);
  world.lambda.configure(code);
  return world;
}

const ship = (world: World, uri: string, sourceVersion = 'v1', more: object = {}): Promise<DeployResult> =>
  world.deploy(sourceVersion, {}, { settings: { imageUri: { value: uri, source: 'flag' } }, ...more });

const hex = (uri: string): string => uri.split('@sha256:')[1] ?? '';

test('an image is shipped by its digest, and the version is bound to it', async () => {
  const world = imageWorld();
  const uri = world.ecr.push('one', 'v1');
  const result = await ship(world, `${REPOSITORY}:v1`);
  expect(result).toMatchObject({ outcome: 'released', fromVersion: '1', toVersion: '2', code: { imageUri: uri } });
  expect(result).not.toHaveProperty('backTo');
  expect(world.lambda.version('2')).toMatchObject({ CodeSha256: hex(uri), Description: 'v1' });
  expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
  expect(world.ledger.releases).toMatchObject([{ codeSha256: hex(uri), imageUri: uri, layers: [] }]);
  expect(world.calls.writes).toEqual([
    ...['UpdateAlias', 'UpdateFunctionCode', 'PublishVersion', 'UpdateAlias', 'PutObject'],
  ]);
});

test('nothing is written where the tag names what the alias serves, and its configuration is not read again', async () => {
  const world = imageWorld();
  world.ecr.push('one', 'v1');
  await ship(world, `${REPOSITORY}:v1`);
  world.calls.forget();
  expect(await ship(world, `${REPOSITORY}:v1`, 'v2')).toMatchObject({ outcome: 'unchanged', sourceVersion: 'v1' });
  expect(world.calls.writes).toEqual([]);
  expect(world.calls.made).not.toContain('GetDownloadUrlForLayer');
});

test('a tag that moves between looking and shipping ships what was looked at', async () => {
  const world = imageWorld();
  const looked = world.ecr.push('one', 'v1');
  world.calls.at('before', 'UpdateFunctionCode', () => world.ecr.push('other', 'v1'));
  await ship(world, `${REPOSITORY}:v1`);
  expect(world.lambda.version('latest').CodeSha256).toBe(hex(looked));
});

test('a smoke test that fails leaves the alias where it was', async () => {
  const world = imageWorld();
  const uri = world.ecr.push('one');
  world.lambda.answer = { FunctionError: 'Unhandled', text: '{}' };
  const settings = { imageUri: { value: uri, source: 'flag' }, smokeTest: { value: '{}', source: 'flag' } } as const;
  await expect(world.deploy('v1', {}, { settings })).rejects.toMatchObject({ code: 'SmokeTestFailed' });
  expect(world.alias).toEqual({ version: '1', description: '', weights: {} });
});

test('a rollback goes back to the image before, which is not shipped again unasked', async () => {
  const world = imageWorld();
  const [one, two] = [world.ecr.push('one'), world.ecr.push('two')];
  await ship(world, one);
  await ship(world, two, 'v2');
  expect(await world.rollback()).toMatchObject({ outcome: 'rolledBack', toVersion: '2' });
  expect(world.lambda.version('latest').CodeSha256).toBe(hex(one));
  await expect(ship(world, two, 'v2')).rejects.toMatchObject({ code: 'RolledBack' });
});

test('CodeDeploy shifts from one image to the next', async () => {
  const world = imageWorld().withCodeDeploy();
  await ship(world, world.ecr.push('one'));
  world.calls.forget();
  await ship(world, world.ecr.push('two'), 'v2');
  expect(world.calls.made).toContain('CreateDeployment');
  expect(world.alias).toMatchObject({ version: '3', description: 'v2' });
});

/** An image whose configuration is not what was pushed. */
function spoiled({ ecr }: World, change: (config: string) => string | undefined): string {
  const uri = ecr.push('one', 'v1');
  ecr.spoil(change);
  return uri;
}

describe('an image is refused before anything is written, and fails', () => {
  test.each<[string, string, string, RegExp, (world: World) => string]>([
    ['that is the placeholder by its tag', 'refused', 'PlaceholderCode', /placeholder/, () => PLACEHOLDER],
    [
      'that is the placeholder by its digest',
      ...(['refused', 'PlaceholderCode', /placeholder/] as const),
      (w) => `${REPOSITORY}@${w.ecr.tags.get('placeholder') ?? ''}`,
    ],
    ['that is not there', 'usage', 'ImageNotFound', /demo:none/, () => `${REPOSITORY}:none`],
    [
      'of another region',
      ...(['usage', 'ImageRegion', /us-east-1.*eu-west-1/] as const),
      () => '111122223333.dkr.ecr.us-east-1.amazonaws.com/demo:v1',
    ],
    [
      'of another architecture',
      ...(['refused', 'ImageArchitecture', /x86_64, and the function runs on arm64/] as const),
      (w) => w.ecr.push('one', 'v1', { architecture: 'amd64' }),
    ],
    [
      'whose configuration is lost',
      ...(['failed', 'ImageUnreadable', /configuration of .* HTTP status 404/] as const),
      (w) => spoiled(w, () => undefined),
    ],
    [
      'whose configuration is another than its digest says',
      ...(['failed', 'ImageUnreadable', /another digest than the manifest says/] as const),
      (w) => spoiled(w, (config) => config.replace('linux', 'linus')),
    ],
    [
      'whose configuration has no end',
      ...(['failed', 'ImageUnreadable', /it has more than 8/] as const),
      (w) => spoiled(w, (config) => config.padEnd(8 * 1024 ** 2 + 1)),
    ],
    [
      'that is too large',
      ...(['refused', 'ImageTooLarge', /Lambda takes 10/] as const),
      (w) => w.ecr.push('one', 'v1', { size: 11 * 1024 ** 3 }),
    ],
    [
      'that is an index',
      ...(['refused', 'ImageIndex', /index of images/] as const),
      (w) => {
        const platform = { architecture: 'arm64', os: 'linux' };
        return w.ecr.put({ manifests: [{ digest: `sha256:${hex(w.ecr.push('one'))}`, platform }] });
      },
    ],
    [
      'that is a chart',
      ...(['refused', 'ImageNotRunnable', /no container image/] as const),
      (w) => w.ecr.put({ config: { mediaType: 'helm', digest: 'x', size: 1 }, layers: [] }),
    ],
  ])('%s', async (_what, exit, code, message, uri) => {
    const world = imageWorld();
    await expect(ship(world, uri(world))).rejects.toMatchObject({
      exit,
      code,
      message: expect.stringMatching(message) as string,
    });
    expect(world.calls.writes).toEqual([]);
  });

  test('for a function that is a package, and a source for a function that is an image', async () => {
    const [zip, image] = [new World(), imageWorld()];
    await expect(ship(zip, zip.ecr.push('one'))).rejects.toMatchObject({ exit: 'refused', code: 'ZipFunction' });
    await expect(image.deploy('v1')).rejects.toMatchObject({ exit: 'refused', code: 'ImageFunction' });
    expect([...zip.calls.writes, ...image.calls.writes]).toEqual([]);
  });
});

test('the refusal of an index names the image of the architecture in it', async () => {
  const world = imageWorld();
  const own = world.ecr.push('one');
  const uri = world.ecr.put({
    manifests: [
      { digest: 'sha256:unknown', platform: { architecture: 'unknown', os: 'unknown' } },
      { digest: `sha256:${hex(own)}`, platform: { architecture: 'arm64', os: 'linux' } },
    ],
  });
  await expect(ship(world, uri)).rejects.toMatchObject({ hint: expect.stringContaining(own) as string });
});

test('a placeholder that the contract names by its digest is known once the alias has left it', async () => {
  const uri = imageWorld().ecr.push('placeholder');
  const world = imageWorld(uri);
  await ship(world, world.ecr.push('one'));
  await expect(ship(world, uri, 'v2')).rejects.toMatchObject({ code: 'PlaceholderCode' });
});

test('stopped at any call, the alias serves a whole release, and the next run finishes', async () => {
  const prepared = async (): Promise<[World, string, string]> => {
    const world = imageWorld();
    const [one, two] = [world.ecr.push('one'), world.ecr.push('two')];
    await ship(world, one);
    world.calls.forget();
    return [world, one, two];
  };
  const [model, , next] = await prepared();
  await ship(model, next, 'v2');
  for (const moment of ['before', 'after'] as const) {
    for (let nth = 1; nth <= model.calls.made.length; nth += 1) {
      const [world, one, two] = await prepared();
      world.calls.at(
        moment,
        undefined,
        () => {
          world.stop.abort(CTRL_C);
        },
        nth,
      );
      await ship(world, two, 'v2').catch(() => undefined);
      expect([hex(one), hex(two)]).toContain(world.lambda.version('latest').CodeSha256);
      world.stop = new AbortController();
      await ship(world, two, 'v2');
      expect([world.alias, world.releases]).toEqual([
        { version: '3', description: 'v2', weights: {} },
        ['3 v2', '2 v1'],
      ]);
    }
  }
}, 60_000);
