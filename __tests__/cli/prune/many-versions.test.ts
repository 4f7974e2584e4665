import { prune } from '../../../cli/prune/prune';
import { World } from '../deploy/support/world';

test('looks at 301 versions with at most 20 calls, and keeps those that an event source of any page invokes', async () => {
  const world = new World();
  for (let n = 2; n <= 301; n += 1) {
    world.lambda.configure({ MemorySize: 128 + n });
    world.lambda.publish(`v${n}`);
  }
  world.lambda.move({ FunctionVersion: '301' });
  const arn = world.lambda.latest.FunctionArn ?? '';
  world.lambda.eventSources = [
    ...Array.from({ length: 150 }, (_, n) => ({ FunctionArn: `${arn}-other:${n + 1}` })),
    ...[arn, `${arn}:17`, `${arn}:latest`].map((FunctionArn) => ({ FunctionArn })),
  ];
  const settings = { keep: { value: 1, source: 'flag' } } as const;
  const { outcome, versions } = await prune(world.engine(settings), { dryRun: true });
  expect(outcome).toBe('planned');
  const gone = Array.from({ length: 300 }, (_, n) => `${n + 1}`).filter((version) => version !== '17');
  expect(versions).toEqual(gone);
  expect(world.calls.made.length).toBeLessThanOrEqual(20);
});
