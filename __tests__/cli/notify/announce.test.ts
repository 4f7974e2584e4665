import { announce } from '../../../cli/notify/announce';
import type { CustomNotification } from '../../../cli/notify/custom-notification';
import type { Moved } from '../../../cli/notify/notify';
import type { Settings } from '../../../cli/settings/settings';
import { CTRL_C, World } from '../deploy/support/world';
import { Repository } from '../git/support/repository';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:deploys';
const given = <T>(value: T): { value: T; source: 'flag' } => ({ value, source: 'flag' });

let repository: Repository;
let world: World;

beforeEach(() => {
  repository = new Repository();
  world = new World();
});

afterEach(() => {
  repository.remove();
});

async function tell(result: Moved, settings: Partial<Settings> = {}): Promise<void> {
  const engine = world.engine({ notifyTopic: given(TOPIC), source: given(repository.directory), ...settings });
  const begun = engine.clock.now();
  await world.clock.pause(61_000, world.stop.signal);
  await announce(engine, result, begun);
}

const told = (): CustomNotification['content'] => (world.published[0]?.message as CustomNotification).content;

test('a deploy is told once, with what the repository knows of its commit', async () => {
  const [first, second] = [repository.commit('one'), repository.commit('two', 'Answer sooner\n\nand more')];
  repository.git('remote', 'add', 'origin', 'https://ada:swordfish@github.com/acme/app.git');
  await world.deploy(first);
  await tell(await world.deploy(second));
  expect(world.published.map(({ topic }) => topic)).toEqual([TOPIC]);
  expect(told().title).toBe(`Deployed \`${second}\` to \`demo-api:latest\``);
  expect(told().description).toBe(
    [
      '*Version:* 2 → 3',
      `*Commit:* \`${second}\` \`Answer sooner\``,
      `*Changes:* <https://github.com/acme/app/compare/${first}..${second}>`,
      '*Duration:* 1 min 1 s',
      '*By:* `CodeBuild ci:42`',
    ].join('\n'),
  );
  expect(told().nextSteps).toEqual([expect.stringContaining('--to 2`')]);
});

test('the address that is given counts more than that of the remote', async () => {
  repository.git('remote', 'add', 'origin', 'https://github.com/acme/app.git');
  await world.deploy('c0ffee1');
  await tell(await world.deploy('c0ffee2'), { repositoryUrl: given('https://gitlab.com/acme/app') });
  expect(told().description).toContain('<https://gitlab.com/acme/app/-/compare/c0ffee1...c0ffee2?straight=true>');
});

test('the first deploy has no way back and no comparison', async () => {
  await tell(await world.deploy('c0ffee1'), { repositoryUrl: given('https://github.com/acme/app') });
  expect(told()).not.toHaveProperty('nextSteps');
  expect(told().description).not.toContain('Changes');
});

test('a rollback is told, from any directory', async () => {
  await world.deploy('c0ffee1');
  await world.deploy('c0ffee2');
  await tell(await world.rollback(), { source: given(repository.home) });
  expect(told()).toMatchObject({
    title: 'Rolled `demo-api:latest` back to `c0ffee1`',
    nextSteps: [expect.stringContaining('--to 3`')],
  });
});

test.each<[string, () => Promise<Moved>]>([
  ['a deploy that changes nothing', () => world.deploy('c0ffee2', { code: 'c0ffee1' })],
  ['a deploy that was only planned', () => world.deploy('c0ffee2', {}, { dryRun: true })],
  ['a rollback that was only planned', () => world.rollback({ to: '2', dryRun: true })],
  ['a rollback to what is served', () => world.rollback({ to: '2' })],
])('nobody is told of %s', async (_, run) => {
  await world.deploy('c0ffee1');
  await tell(await run());
  expect(world.published).toEqual([]);
});

test('nobody is told where there is no topic', async () => {
  await tell(await world.deploy('c0ffee1'), { notifyTopic: given(undefined) });
  expect(world.published).toEqual([]);
});

test('a message that SNS does not take is a warning that says what to check', async () => {
  world.publishError = Object.assign(new Error('Topic does not exist'), {
    name: 'NotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
  await expect(tell(await world.deploy('c0ffee1'))).resolves.toBeUndefined();
  expect(world.progress).toContainEqual({
    kind: 'note',
    level: 'warning',
    text: expect.stringMatching(
      /^arn:\S+:deploys was not told of it: .*NotFoundException \(Topic does not exist\).*sns:Publish/,
    ) as string,
  });
});

test('Ctrl-C ends it as it ends all else', async () => {
  const result = await world.deploy('c0ffee1');
  const engine = world.engine({ notifyTopic: given(TOPIC), source: given(repository.directory) });
  jest.spyOn(engine.clients, 'publish').mockImplementation(() => {
    world.stop.abort(CTRL_C);
    return Promise.reject(new Error('aborted'));
  });
  await expect(announce(engine, result, engine.clock.now())).rejects.toBe(CTRL_C);
});
