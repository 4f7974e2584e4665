import { BuildRoom } from './build-room';

let room: BuildRoom;

beforeAll(async () => {
  room = await BuildRoom.start();
});

afterAll(() => room.stop());

/** A build specification of the version that all have. */
const spec = (text: string): string => `version: 0.2\n${text}`;

const ALL = ['DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD', 'UPLOAD_ARTIFACTS', 'FINALIZING'];
const succeeded = ALL.map((phase) => `${phase} SUCCEEDED`);

describe('a build', () => {
  test('runs the commands of its phases one after another, whatever their order in the file', async () => {
    const { info, phases, output } = await room.run(
      spec(`phases:
  post_build: { commands: [echo four] }
  install: { commands: [echo one] }
  pre_build: { commands: [echo two] }
  build: { commands: [echo three, echo and] }`),
    );
    expect(output).toEqual(['one', 'two', 'three', 'and', 'four']);
    expect(phases).toEqual(succeeded);
    expect(info).toMatchObject({
      buildStatus: 'SUCCEEDED',
      buildComplete: true,
      currentPhase: 'COMPLETED',
      buildNumber: 1,
    });
  });

  test('runs them in one shell, so that directory, variables and functions stay for the next', async () => {
    const { output } = await room.run(
      spec(`phases:
  install: { commands: ['PLAIN=p; export EXPORTED=e', 'mkdir inside; cd inside', 'greet() { echo "hello $1"; }'] }
  build: { commands: ['greet $PLAIN$EXPORTED', 'basename "$PWD"'] }`),
    );
    expect(output).toEqual(['hello pe', 'inside']);
  });

  test('goes on with environment and directory where a command ended the shell', async () => {
    const { info, output } = await room.run(
      spec(`phases:
  build: { commands: ['mkdir inside; cd inside; export KEPT="it''s"; exit 0', 'echo "$KEPT" "$(basename "$PWD")"'] }`),
    );
    expect([info.buildStatus, output]).toEqual(['SUCCEEDED', ["it's inside"]]);
  });

  test('uses the shell that env/shell names', async () => {
    const script = 'phases: { build: { commands: [\'echo "$0 ${BASH_VERSION:+is bash}"\'] } }';
    const [bash, sh] = [await room.run(spec(`env: { shell: bash }\n${script}`)), await room.run(spec(script))];
    expect([bash.output, sh.output[0]?.startsWith('sh')]).toEqual([['bash is bash'], true]);
  });

  test('takes a command of many lines, and writes what it says as it says it', async () => {
    const { log } = await room.run(
      spec(`phases:
  build:
    commands:
      - |
        for word in a b; do
          echo $word
        done
        printf unended >&2`),
    );
    const at = log.indexOf('a');
    expect(log.slice(at, at + 4)).toEqual(['a', 'b', 'unended', 'Phase complete: BUILD State: SUCCEEDED']);
  });

  test('writes the lines that CodeBuild writes around the commands', async () => {
    const { log } = await room.run(spec('phases: { build: { commands: [echo hi, "false"] } }'));
    const at = log.indexOf('Entering phase BUILD');
    expect(log.slice(at)).toEqual([
      'Entering phase BUILD',
      'Running command echo hi',
      'hi',
      'Running command false',
      '',
      'Command did not exit successfully false exit status 1',
      'Phase complete: BUILD State: FAILED',
      'Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: false. Reason: exit status 1',
      'Entering phase POST_BUILD',
      'Phase complete: POST_BUILD State: SUCCEEDED',
      'Phase context status code:  Message: ',
      'Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED',
      'Phase context status code:  Message: ',
    ]);
  });

  test('takes runtime versions, a helper for Git’s credentials and reports, which do nothing here', async () => {
    const { info } = await room.run(
      spec(`env: { git-credential-helper: yes }
phases: { install: { runtime-versions: { nodejs: 22 } }, build: { commands: [] } }
reports: { tests: { files: ['none.xml'], base-directory: none, file-format: JUNITXML } }`),
    );
    expect(info.buildStatus).toBe('SUCCEEDED');
  });
});

/** What runs after a phase that fails, by what its `on-failure` says. */
const FAILING: [phase: string, onFailure: string, after: string[]][] = [
  ['install', '', []],
  ['pre_build', '', []],
  ['build', '', ['post_build']],
  ['post_build', '', []],
  ['install', 'CONTINUE', ['pre_build', 'build', 'post_build']],
  ['pre_build', 'CONTINUE', ['build', 'post_build']],
  ['build', 'CONTINUE', ['post_build']],
  ['install', 'ABORT', []],
  ['build', 'ABORT', []],
  ['post_build', 'ABORT', []],
];

describe('a phase that fails', () => {
  test.each(FAILING)(
    '%s with on-failure %j is followed by %j, after its own finally',
    async (failing, onFailure, after) => {
      const names = ['install', 'pre_build', 'build', 'post_build'];
      const phases = names.map((name) =>
        name === failing
          ? `  ${name}:${onFailure && `\n    on-failure: ${onFailure}`}
    commands: [echo ${name}, exit 7, echo never]
    finally: ['echo finally $CODEBUILD_BUILD_SUCCEEDING']`
          : `  ${name}: { commands: ['echo ${name} $CODEBUILD_BUILD_SUCCEEDING'] }`,
      );
      const { info, output, contexts, phases: went } = await room.run(spec(`phases:\n${phases.join('\n')}`));
      const before = names.slice(0, names.indexOf(failing)).map((name) => `${name} 1`);
      expect(output).toEqual([...before, failing, 'finally 0', ...after.map((name) => `${name} 0`)]);
      expect(info.buildStatus).toBe('FAILED');
      expect(contexts).toEqual([
        'COMMAND_EXECUTION_ERROR: Error while executing command: exit 7. Reason: exit status 7',
      ]);
      const isUploaded = onFailure === 'CONTINUE' || (onFailure === '' && /^(build|post_build)$/.test(failing));
      expect(went.includes('UPLOAD_ARTIFACTS SUCCEEDED')).toBe(isUploaded);
      expect(went.at(-1)).toBe('FINALIZING SUCCEEDED');
    },
  );

  test('is one whose finally fails, too', async () => {
    const { phases, contexts } = await room.run(
      spec('phases: { pre_build: { commands: [echo fine], finally: [exit 2] }, build: { commands: [echo never] } }'),
    );
    expect(phases).toEqual([
      'DOWNLOAD_SOURCE SUCCEEDED',
      'INSTALL SUCCEEDED',
      'PRE_BUILD FAILED',
      'FINALIZING SUCCEEDED',
    ]);
    expect(contexts).toEqual(['COMMAND_EXECUTION_ERROR: Error while executing command: exit 2. Reason: exit status 2']);
  });

  test('is one whose command is killed, or ends the shell by set -e', async () => {
    const killed = await room.run(spec('phases: { pre_build: { commands: [kill -9 $$] } }'));
    const ended = await room.run(spec('phases: { build: { commands: [set -e, "false; echo never"] } }'));
    expect([...killed.contexts, ...ended.contexts]).toEqual([
      'COMMAND_EXECUTION_ERROR: Error while executing command: kill -9 $$. Reason: exit status 137',
      'COMMAND_EXECUTION_ERROR: Error while executing command: false; echo never. Reason: exit status 1',
    ]);
  });
});

describe('exported variables', () => {
  test('are read at the end of the build, and are those of the environment alone', async () => {
    room.aws.secrets.set('token', 'hidden');
    const { info } = await room.run(
      spec(`env: { exported-variables: [VERSION, PLAIN, NOTHING, AWS_REGION, TOKEN, WORDS] }
phases:
  install: { commands: [export VERSION=1] }
  post_build: { commands: ['export VERSION=2 WORDS="a b"; PLAIN=3'] }`),
      {
        environment: {
          type: 'X',
          image: 'i',
          computeType: 'c',
          environmentVariables: [{ name: 'TOKEN', value: 'token', type: 'SECRETS_MANAGER' }],
        },
      },
    );
    expect(info.exportedEnvironmentVariables).toEqual([
      { name: 'VERSION', value: '2' },
      { name: 'PLAIN', value: '' },
      { name: 'NOTHING', value: '' },
      { name: 'WORDS', value: 'a b' },
    ]);
  });
});

const UNUSABLE: [what: string, buildspec: string, message: RegExp][] = [
  ['version 0.1', 'version: 0.1\nphases: {}\n', /^YAML_FILE_ERROR: version: .*"0.2"/],
  ['no version', '\nphases: {}\n', /^YAML_FILE_ERROR: version: /],
  ['another phase', spec('phases: { deploy: { commands: [ls] } }'), /^YAML_FILE_ERROR: phases: .*"deploy"/],
  [
    'a mapping for a command',
    spec('phases: { build: { commands: [{ echo: hi }] } }'),
    /phases\.build\.commands\.0: .*expected string/,
  ],
  ['text that is no YAML', spec('phases: [\n'), /^YAML_FILE_ERROR: /],
  ['a list', '- version\n- 0.2\n', /^YAML_FILE_ERROR: buildspec: .*expected object/],
  ['another shell', spec('env: { shell: zsh }\nphases: {}'), /env\.shell: .*"bash"\|"\/bin\/sh"/],
  [
    'a selection of files that is not here',
    spec('phases: {}\nartifacts: { files: [a], discard-paths: yes }'),
    /^YAML_FILE_ERROR: artifacts: .*"discard-paths"/,
  ],
  [
    'a retry',
    spec('phases: { build: { on-failure: RETRY-2, commands: [ls] } }'),
    /phases\.build\.on-failure: .*"ABORT"\|"CONTINUE"/,
  ],
];

test.each(UNUSABLE)('fails before any command with %s', async (_, buildspec, message) => {
  const { info, phases, contexts } = await room.run(buildspec);
  expect([info.buildStatus, phases]).toEqual(['FAILED', ['DOWNLOAD_SOURCE FAILED', 'FINALIZING SUCCEEDED']]);
  expect(contexts.join('\n')).toMatch(message);
});

test('fails where the source has no build specification', async () => {
  const { contexts } = await room.run('ci/build.yml');
  expect(contexts.join('\n')).toMatch(/^YAML_FILE_ERROR: stat .*\/src\/ci\/build\.yml: no such file or directory$/);
});
