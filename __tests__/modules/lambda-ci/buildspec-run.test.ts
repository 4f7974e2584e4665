import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LambdaBuildProps } from '../../../modules/lambda-ci/lambda-build-props';
import { readBuildspec } from './buildspec-schema';
import { synthesizeBuild } from './build-room';
import type { BuildRun } from './run-buildspec';
import { runBuildspec, STAND_IN } from './run-buildspec';

const DEPLOY = { args: ['deploy'], cwd: '' };
const DIFF = { args: ['diff', '--summary'], cwd: '' };

/** Runs the build that a project with some options makes, with the variables of the project and those of the start. */
function run(
  props: Partial<LambdaBuildProps>,
  variables: Readonly<Record<string, string>> = {},
  object?: string,
): Promise<BuildRun> {
  const { source, environment } = synthesizeBuild(props).only('aws_codebuild_project') as {
    source: { buildspec: string };
    environment: { environment_variable: readonly { name: string; value: string }[] };
  };
  const ofProject = Object.fromEntries(environment.environment_variable.map(({ name, value }) => [name, value]));
  const LAMBDA_CI_PROGRAM_URI = (ofProject.LAMBDA_CI_PROGRAM_URI ?? '').replace(/\$\{[^}]*\}/, 'the-bucket');
  const LAMBDA_CI_PROGRAM_SHA256 = createHash('sha256').update(STAND_IN).digest('hex');
  // What Terraform makes of the text: nothing in it is a template.
  const buildspec = source.buildspec.replaceAll('$${', '${');
  const given = { ...ofProject, LAMBDA_CI_PROGRAM_URI, LAMBDA_CI_PROGRAM_SHA256, ...variables };
  return runBuildspec(readBuildspec(buildspec), given, object);
}

test('a build fetches the program and deploys, and leaves nothing in the source', async () => {
  const { phases, calls, source } = await run({});
  expect(phases).toEqual({ install: true, build: true });
  expect(calls).toEqual([DEPLOY]);
  expect(readdirSync(source)).toEqual(['services']);
});

test('fails where the program is not the one that was applied, and runs nothing of it', async () => {
  const { phases, calls, output } = await run({}, {}, `${STAND_IN}\n// changed`);
  expect(phases).toEqual({ install: false });
  expect(calls).toEqual([]);
  expect(output).toMatch(
    /^Refused to run s3:\/\/the-bucket\/codeless\/\S+: its SHA-256 must be [0-9a-f]{64}, got [0-9a-f]{64}; apply the stack to restore it\.\n$/,
  );
});

test('fails where the program is gone, and says what to do', async () => {
  const { phases, calls, output } = await run({}, { OBJECT_FILE: '/none' });
  expect(phases).toEqual({ install: false });
  expect(calls).toEqual([]);
  expect(output).toContain('if the pipeline was changed while this build began, retry it.');
});

test('commands and tests run in the source path, in order, around the deploy', async () => {
  const { calls, phases, output } = await run({
    sourcePath: 'services/api',
    commands: {
      install: ['echo install in "${PWD##*/}" && cd /', 'export TOOL=hammer'],
      preBuild: ['echo before in "${PWD##*/}" with $TOOL && cd /'],
      postBuild: ['echo after in "${PWD##*/}"'],
    },
    testCommands: [`echo 'test' in "\${PWD##*/}" with $TOOL && cd /`],
  });
  expect(phases).toEqual({ install: true, pre_build: true, build: true });
  expect(calls).toEqual([DEPLOY]);
  expect(output).toBe('install in api\nbefore in api with hammer\ntest in api with hammer\nafter in api\n');
});

test('fails for a source path that the source has not', async () => {
  const { phases, output } = await run({ sourcePath: 'services/none' });
  expect(phases).toEqual({ install: false });
  expect(output).toContain('services/none: No such file or directory');
});

test.each([
  ['ends with a failure', 'false'],
  ['fails in the middle', 'false\ntrue'],
  ['fails at the head of a pipe', 'false | cat'],
  ['leaves its shell', 'exit 4'],
  ['has quotes of all kinds', `test "it's" = '"$HOME"'`],
])('fails without a deploy where a test %s', async (_, command) => {
  const { phases, calls } = await run({ testCommands: ['true', command, 'touch "$CODEBUILD_SRC_DIR/next"'] });
  expect(phases).toEqual({ install: true, pre_build: false });
  expect(calls).toEqual([]);
});

test('a test after one that failed does not run', async () => {
  const { source } = await run({ testCommands: ['false', 'touch "$CODEBUILD_SRC_DIR/next"'] });
  expect(existsSync(join(source, 'next'))).toBe(false);
});

test.each<[phase: string, commands: LambdaBuildProps['commands']]>([
  ['install', { install: ['false'] }],
  ['pre_build', { preBuild: ['false'] }],
])('fails without a deploy where a command of %s fails', async (phase, commands) => {
  const { phases, calls } = await run({ commands });
  expect(phases[phase]).toBe(false);
  expect(calls).toEqual([]);
});

test('fails with the deploy, and what follows a deploy does not run', async () => {
  const commands = { postBuild: ['touch "$CODEBUILD_SRC_DIR/after"'] };
  const { phases, source } = await run({ commands }, { FAILING_VERB: 'deploy' });
  expect(phases).toEqual({ install: true, build: false });
  expect(existsSync(join(source, 'after'))).toBe(false);
});

describe('with an approval', () => {
  const props = {
    difference: true,
    testCommands: ['echo tested'],
    commands: { preBuild: ['echo prepared'], postBuild: ['echo finished'] },
  };

  test('the first build tests, and exports the difference as it is', async () => {
    const { phases, calls, output, exported } = await run(props, { LAMBDA_CI_STEP: 'difference' });
    expect(phases).toEqual({ install: true, pre_build: true, build: true });
    expect(calls).toEqual([DIFF]);
    expect(exported).toBe('app.py changed\n"$HOME" is new');
    expect(output).toBe(`prepared\ntested\n${exported}\n`);
  });

  test('the second build deploys, and does not test again', async () => {
    const { calls, output, exported } = await run(props);
    expect(calls).toEqual([DEPLOY]);
    expect(output).toBe('prepared\nfinished\n');
    expect(exported).toBe('');
  });

  test('fails without a difference where a test fails', async () => {
    const { phases, calls } = await run({ ...props, testCommands: ['false'] }, { LAMBDA_CI_STEP: 'difference' });
    expect(phases).toEqual({ install: true, pre_build: false });
    expect(calls).toEqual([]);
  });

  test('fails where there is no difference to be had', async () => {
    const { phases, exported } = await run(props, { LAMBDA_CI_STEP: 'difference', FAILING_VERB: 'diff' });
    expect(phases).toEqual({ install: true, pre_build: true, build: false });
    expect(exported).toBe('');
  });

  test('fails for a step that is neither, and does not deploy', async () => {
    const { phases, calls, output } = await run(props, { LAMBDA_CI_STEP: 'diff' });
    expect(phases.build).toBe(false);
    expect(calls).toEqual([]);
    expect(output).toContain("LAMBDA_CI_STEP must be deploy or difference, got 'diff'.\n");
  });
});

describe('with releases', () => {
  const props = { tagPattern: 'v*', commands: { install: ['echo installed'] } };

  test.each([
    ['nobody names a tag', {}, undefined],
    ['the newest is asked for', { CODELESS_TAG: 'latest' }, ''],
    ['a tag is named', { CODELESS_TAG: 'v1.2.3' }, 'v1.2.3'],
  ])('the tag is checked out before all else, and then deployed, where %s', async (_, variables, tag) => {
    const { calls, phases } = await run(props, variables);
    expect(calls).toEqual([
      { args: ['checkout'], cwd: '', ...(tag === undefined ? {} : { tag }) },
      { ...DEPLOY, ...(tag === undefined ? {} : { tag }) },
    ]);
    expect(phases).toEqual({ install: true, build: true });
  });

  test('fails without a deploy where there is no such tag', async () => {
    const { calls, phases, output } = await run(props, { FAILING_VERB: 'checkout' });
    expect(calls).toEqual([{ args: ['checkout'], cwd: '' }]);
    expect(phases).toEqual({ install: false });
    expect(output).not.toContain('installed');
  });

  test('the difference is that of the tag', async () => {
    const { calls } = await run({ ...props, difference: true }, { LAMBDA_CI_STEP: 'difference' });
    expect(calls.map(({ args }) => args[0])).toEqual(['checkout', 'diff']);
  });
});
