import type { Engine } from '../../../cli/deploy/engine';
import { World } from './support/world';

/** Longer than a lease is renewed without a sign of life. */
const LONG = 16 * 60_000;

describe('the lease of a run is renewed all the time', () => {
  test.each<[string, (engine: Engine) => unknown]>([
    ['calls to Lambda are answered', ({ lambda }) => lambda.configuration()],
    ['calls about concurrency are answered', ({ concurrency }) => concurrency.reserved()],
    ['calls to S3 are answered', ({ artifacts }) => artifacts?.readText('lambda-ci/demo-api/ledger.latest.json')],
    [
      'there is progress',
      ({ onProgress }) => {
        onProgress({ kind: 'output', step: 'Build', line: 'Compiling' });
      },
    ],
  ])('while %s', async (_, live) => {
    const world = new World();
    await world.deploy('v1');
    const engine = world.engine();
    const [lease] = await engine.lease('deploying v2', world.lambda.alias);
    for (let sign = 1; sign <= 4; sign += 1) {
      await world.clock.advance(LONG);
      const before = world.alias.description;
      await live(engine);
      await world.clock.advance(20_000);
      expect(world.alias.description).not.toBe(before);
    }
    await lease.release('v1');
  });

  test('and no longer where a call fails, which is no answer', async () => {
    const world = new World();
    await world.deploy('v1');
    const engine = world.engine();
    await engine.lease('deploying v2', world.lambda.alias);
    await world.clock.advance(LONG);
    world.calls.at('before', 'GetFunctionConfiguration', () => {
      throw new Error('socket hang up');
    });
    await expect(engine.lambda.configuration()).rejects.toThrow('socket hang up');
    await world.clock.advance(60_000);
    const silent = world.alias.description;
    await world.clock.advance(600_000);
    expect(world.alias.description).toBe(silent);
  });
});
