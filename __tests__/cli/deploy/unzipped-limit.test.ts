import { CTRL_C, World } from './support/world';

const MB = 1_000_000;
const layer = (name: string, version: number): string =>
  `arn:aws:lambda:eu-west-1:111122223333:layer:${name}:${version}`;
const OWN = [layer('demo-api-deps', 1), layer('demo-api-deps', 2)] as const;
const UPDATES = ['UpdateFunctionConfiguration', 'UpdateFunctionCode'];

/** A function that serves code with its layer, each of so many megabytes. */
async function served(code: number, own: number, foreign = 0): Promise<World> {
  const world = new World();
  world.lambda.configure({ Layers: [{ Arn: layer('apm', 3) }] });
  await world.deploy('v1', { layer: 'one' });
  world.lambda.unzipped.set(layer('apm', 3), foreign * MB);
  world.lambda.unzipped.set(OWN[0], own * MB);
  world.lambda.unzipped.set(world.lambda.latest.CodeSha256 ?? '', code * MB);
  world.calls.forget();
  return world;
}

/** Says what the next release weighs, as soon as Lambda is asked to take it. */
function next(world: World, code: number, own: number): void {
  world.lambda.unzipped.set(OWN[1], own * MB);
  const weigh = (): void => {
    world.lambda.unzipped.set(world.s3.digest('lambda-ci/demo-api/v2/app.zip'), code * MB);
  };
  for (const action of UPDATES) world.calls.at('before', action, weigh);
}

const updates = (world: World): string[] => world.calls.writes.filter((action) => UPDATES.includes(action));
const layersOf = (world: World): unknown => world.lambda.version('latest').Layers?.map(({ Arn }) => Arn);

describe('what Lambda takes only in one order', () => {
  test('goes from the code into the layer with the code first, and layers of others stay', async () => {
    const world = await served(200, 0, 30);
    next(world, 1, 140);
    await world.deploy('v2', { layer: 'two' });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
    expect(updates(world)).toEqual([...UPDATES, 'UpdateFunctionConfiguration']);
    expect(layersOf(world)).toEqual([layer('apm', 3), OWN[1]]);
  });

  test('goes from the layer into the code with the layer first', async () => {
    const world = await served(1, 140, 30);
    next(world, 200, 0);
    await world.deploy('v2', { layer: 'two' });
    expect(updates(world)).toEqual(UPDATES);
    expect(layersOf(world)).toEqual([layer('apm', 3), OWN[1]]);
  });

  test.each([
    ['before', 'UpdateFunctionCode', 1],
    ['after', 'UpdateFunctionCode', 1],
    ['before', 'UpdateFunctionConfiguration', 2],
    ['after', 'UpdateFunctionConfiguration', 2],
  ] as const)('is finished by the next run where one was stopped %s %s', async (moment, action, nth) => {
    const world = await served(200, 0, 30);
    next(world, 1, 140);
    world.calls.at(
      moment,
      action,
      () => {
        world.stop.abort(CTRL_C);
      },
      nth,
    );
    await expect(world.deploy('v2', { layer: 'two' })).rejects.toBeDefined();
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    world.stop = new AbortController();
    await world.deploy('v2', { layer: 'two' });
    expect(world.alias).toEqual({ version: '3', description: 'v2', weights: {} });
    expect(layersOf(world)).toEqual([layer('apm', 3), OWN[1]]);
  });
});

describe('what is too large in each order', () => {
  test('fails with what Lambda says, and the alias stays; the same again fails the same', async () => {
    const world = await served(200, 0, 30);
    next(world, 120, 140);
    const refused = {
      exit: 'build',
      code: 'PackageTooLarge',
      message: expect.stringMatching(
        /^the code of demo-api and its layers .* The actual size is 290000000 bytes\.$/,
      ) as string,
    };
    await expect(world.deploy('v2', { layer: 'two' })).rejects.toMatchObject(refused);
    expect(world.alias).toEqual({ version: '2', description: 'v1', weights: {} });
    await expect(world.deploy('v2', { layer: 'two' })).rejects.toMatchObject(refused);
  });
});
