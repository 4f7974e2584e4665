import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { GetAliasCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';

import { startLocalAws, type LocalAws } from '../../local-aws';
import { authorization } from '../../local-aws/services/emulator-call';
import { clientConfig } from './support/client-config';
import { ALIAS, CodelessFunction, LEASE, succeeded } from './support/codeless-function';
import { startCodeless, type ProgramEnd } from './support/codeless-program';
import { temporaryDirectory } from './support/temporary';
import { run } from './support/terraform';

const NAME = 'release';
const CHANNEL = 'C07EZ1ABC23';
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:deploys';
const SUBJECT = 'Answer *sooner* <!channel>';

let aws: LocalAws;
let target: CodelessFunction;

/** The clone that a build works in, on the head of its branch, and the commits by what they answer. */
const clone = join(temporaryDirectory('build'), 'source');
const commits: Record<string, string> = {};

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
  target = await CodelessFunction.create(aws, NAME);
  await new SNSClient(clientConfig(aws.environment)).send(new CreateTopicCommand({ Name: 'deploys' }));
  await createChannel();
  await createRepository();
});

afterAll(() => aws.stop());

/** A channel in Slack that shows what is published to the topic. */
async function createChannel(): Promise<void> {
  const response = await fetch(`${aws.endpoint}/create-slack-channel-configuration`, {
    method: 'POST',
    headers: { authorization: authorization('chatbot', 'us-east-1') },
    body: JSON.stringify({
      ConfigurationName: 'deploys',
      IamRoleArn: 'arn:aws:iam::000000000000:role/chat',
      SlackChannelId: CHANNEL,
      SlackTeamId: 'T07EA123LEP',
      SnsTopicArns: [TOPIC],
    }),
  });
  expect(response.ok).toBe(true);
}

async function git(directory: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main'];
  const { exitCode, output } = await run('git', [...identity, ...args], directory, {});
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} failed:\n${output}`);
  return output.trim();
}

/** A repository with two releases and a head beyond them; the newest tag was pushed after the build had cloned it. */
async function createRepository(): Promise<void> {
  const [author, remote] = [temporaryDirectory('author'), temporaryDirectory('remote')];
  await git(remote, 'init', '--quiet', '--bare');
  await git(author, 'init', '--quiet');
  await git(author, 'remote', 'add', 'origin', remote);
  for (const [answer, subject] of [
    ['first', 'Answer'],
    ['second', SUBJECT],
    ['head', 'Not released'],
  ] as const) {
    writeFileSync(join(author, 'app.py'), `def handler(event, context):\n    return "${answer}"\n`);
    await git(author, 'add', '.');
    await git(author, 'commit', '--quiet', '--message', subject);
    commits[answer] = await git(author, 'rev-parse', 'HEAD');
  }
  await git(author, 'tag', 'v1.3.0', commits.first ?? '');
  await git(author, 'push', '--quiet', 'origin', 'HEAD', 'v1.3.0');
  await git(remote, 'clone', '--quiet', remote, clone);
  await git(author, 'tag', '--annotate', '--message', 'sooner', 'v1.4.0', commits.second ?? '');
  await git(author, 'push', '--quiet', 'origin', 'v1.4.0');
}

/** Runs the program as CodeBuild does, where a pipeline has handed on the head. */
async function inBuild(...args: readonly string[]): Promise<ProgramEnd> {
  const environment = {
    ...aws.environment,
    CODEBUILD_BUILD_ID: 'demo:1',
    CODEBUILD_RESOLVED_SOURCE_VERSION: commits.head ?? '',
    CODELESS_APP_SRC_PATH: clone,
    CODELESS_FUNCTION_NAME: NAME,
    CODELESS_NOTIFY_TOPIC: TOPIC,
    CODELESS_REPOSITORY_URL: 'https://github.com/acme/app',
    CODELESS_TAG: '',
    CODELESS_TAG_PATTERN: 'v*',
  };
  return succeeded(startCodeless(args, environment));
}

const deploy = (): Promise<ProgramEnd> => inBuild('deploy', '--dependencies', 'none', '--json', ...LEASE);

async function messages(count: number): Promise<LocalAws['messages']> {
  for (const end = Date.now() + 20_000; aws.messages.length < count && Date.now() < end;) await setTimeout(50);
  return aws.messages;
}

test('the tag that is named is released, and told of', async () => {
  await inBuild('checkout', '--tag', 'v1.3.0');
  await deploy();
  expect(await target.invoke()).toBe('first');
  expect(await messages(1)).toMatchObject([{ channel: CHANNEL, title: 'Deployed `v1.3.0` to `release:live`' }]);
});

test('the newest tag is fetched, checked out and released, and not the head', async () => {
  const { stdout } = await inBuild('checkout', '--json');
  expect(JSON.parse(stdout)).toEqual({ tag: 'v1.4.0', commit: commits.second });
  await deploy();
  expect(await target.invoke()).toBe('second');
});

test('the version, the alias and the ledger tell its tag and its commit', async () => {
  const named = { FunctionName: NAME, Qualifier: ALIAS };
  const version = await target.lambda.send(new GetFunctionConfigurationCommand(named));
  const alias = await target.lambda.send(new GetAliasCommand({ FunctionName: NAME, Name: ALIAS }));
  const description = `${commits.second ?? ''} [tag v1.4.0]`;
  expect([version.Description, alias.Description]).toEqual([description, description]);

  const { stdout } = await inBuild('versions', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    releases: [
      { sourceVersion: commits.second, tag: 'v1.4.0', current: true },
      { sourceVersion: commits.first, tag: 'v1.3.0', current: false },
    ],
  });
});

test('the message tells them too, with what changed and the way back, and calls nobody', async () => {
  const [, message] = await messages(2);
  const command = `codeless rollback --function-name ${NAME} --function-alias-name ${ALIAS} --region us-east-1 --to 2`;
  expect(message).toMatchObject({
    channel: CHANNEL,
    title: 'Deployed `v1.4.0` to `release:live`',
    fields: { 'Next steps': `1. To go back: \`${command}\`` },
  });
  const { text = '' } = message ?? {};
  expect(text.split('\n').filter((line) => !line.startsWith('*Duration:*'))).toEqual([
    '*Version:* 2 → 3',
    '*Tag:* `v1.4.0`',
    `*Commit:* \`${commits.second ?? ''}\` \`Answer *sooner* ‹!channel›\``,
    `*Changes:* <https://github.com/acme/app/compare/${commits.first ?? ''}..${commits.second ?? ''}>`,
    '*By:* `CodeBuild demo:1`',
  ]);
});

test('a deploy that changes nothing tells nobody, and a rollback does', async () => {
  expect(JSON.parse((await deploy()).stdout)).toMatchObject({ outcome: 'unchanged' });
  await inBuild('rollback', ...LEASE);
  expect(await target.invoke()).toBe('first');
  expect((await messages(3)).map(({ title }) => title)).toEqual([
    'Deployed `v1.3.0` to `release:live`',
    'Deployed `v1.4.0` to `release:live`',
    'Rolled `release:live` back to `v1.3.0`',
  ]);
  expect(aws.calls.filter(({ service, action }) => `${service}:${action}` === 'sns:Publish')).toHaveLength(3);
});

test('a release goes on where the topic is gone, and says what to check', async () => {
  await inBuild('checkout', '--tag', 'v1.4.0');
  const gone = `${TOPIC}-gone`;
  const { stderr } = await inBuild('deploy', '--dependencies', 'none', '--redeploy', '--notify-topic', gone, ...LEASE);
  expect(await target.invoke()).toBe('second');
  expect(stderr).toContain(`${gone} was not told of it: SNS Publish failed: NotFound`);
});
