import { BuildRoom, ROLE } from './build-room';

let room: BuildRoom;

beforeAll(async () => {
  room = await BuildRoom.start();
  room.aws.parameters.set('/plain', 'parametric');
  room.aws.secrets.set('text', 'all of it');
  room.aws.secrets.set('json', JSON.stringify({ user: 'ada', token: 'classified' }));
  const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:json-AbCdEf';
  room.aws.secrets.set(arn, JSON.stringify({ token: 'by arn' }));
});

afterAll(() => room.stop());

/** A build that prints, and the settings of a project with variables. */
const printing = (env: string, ...commands: string[]): string =>
  `version: 0.2\nenv:\n${env}\nphases:\n  build:\n    commands: ${JSON.stringify(commands)}\n`;
const variables = (...environmentVariables: object[]): object => ({
  environment: { type: 'LINUX_CONTAINER', image: 'image', computeType: 'BUILD_GENERAL1_SMALL', environmentVariables },
});

test('the start goes before the project, and the project before the build specification', async () => {
  const { output, info } = await room.run(
    printing('  variables: { A: spec, B: spec, C: spec }', 'echo $A $B $C'),
    variables({ name: 'B', value: 'project' }, { name: 'C', value: 'project' }),
    { environmentVariablesOverride: [{ name: 'C', value: 'start' }] },
  );
  expect(output).toEqual(['spec project start']);
  expect(info.environment).toMatchObject({
    environmentVariables: [
      { name: 'B', value: 'project', type: 'PLAINTEXT' },
      { name: 'C', value: 'start', type: 'PLAINTEXT' },
    ],
  });
});

test('parameters and secrets are read by the project’s role, and are no text of the log', async () => {
  const { output } = await room.run(
    printing(
      `  parameter-store: { A: /plain }
  secrets-manager: { B: text, C: 'json:token', D: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:json-AbCdEf:token' }`,
      'echo "$A, $B, $C, $D, $E"',
      'test "$A$B$C$D$E" = "parametricall of itclassifiedby arnada"',
    ),
    variables({ name: 'E', value: 'json:user', type: 'SECRETS_MANAGER' }),
  );
  expect(output).toEqual(['***, ***, ***, ***, ***']);
  const reads = room.aws.calls.filter(({ call }) => call.startsWith('Get'));
  expect(new Set(reads.map(({ caller }) => caller))).toEqual(new Set([`key of ${ROLE}`]));
});

test('what a failing command shows of a secret is hidden in the phase’s context too', async () => {
  const { contexts } = await room.run(printing('  parameter-store: { A: /plain }', 'echo parametric; exit 3'));
  expect(contexts).toEqual([
    'COMMAND_EXECUTION_ERROR: Error while executing command: echo ***; exit 3. Reason: exit status 3',
  ]);
});

const MISSING = [
  ['parameter-store: { A: /none }', 'Decrypted Variables Error: parameter does not exist: /none'],
  ['secrets-manager: { A: none }', 'Secrets Manager Error: ResourceNotFoundException: no such secret'],
  ['secrets-manager: { A: json:none }', 'Secrets Manager Error: the secret json has no key none'],
  ['secrets-manager: { A: text:none }', 'Secrets Manager Error: the secret text has no key none'],
];

test.each(MISSING)('fails before any command with %s', async (env, context) => {
  const { contexts, phases } = await room.run(printing(`  ${env}`, 'echo never'));
  expect([contexts, phases]).toEqual([[context], ['DOWNLOAD_SOURCE FAILED', 'FINALIZING SUCCEEDED']]);
});

test('a build sees the documented variables, and of the machine’s environment the search path alone', async () => {
  process.env.LEAKED_FROM_THE_MACHINE = 'yes';
  const { info, output } = await room.run('version: 0.2\nphases: { build: { commands: [env] } }\n');
  delete process.env.LEAKED_FROM_THE_MACHINE;
  const seen = Object.fromEntries(output.map((line) => line.split(/=(.*)/s).slice(0, 2))) as Record<string, string>;
  const [name = '', uuid = ''] = info.id.split(':');
  const arn = `arn:aws:codebuild:us-east-1:000000000000:build/${info.id}`;
  const directory = `${room.runtime.directory}/builds/${uuid}`;
  expect(seen).toMatchObject({
    CODEBUILD_BUILD_ARN: arn,
    CODEBUILD_BUILD_ID: info.id,
    CODEBUILD_BUILD_IMAGE: 'image',
    CODEBUILD_BUILD_NUMBER: '1',
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: 'me',
    CODEBUILD_KMS_KEY_ID: 'arn:aws:kms:us-east-1:000000000000:alias/aws/s3',
    CODEBUILD_LOG_PATH: uuid,
    CODEBUILD_PROJECT_ARN: `arn:aws:codebuild:us-east-1:000000000000:project/${name}`,
    CODEBUILD_SRC_DIR: `${directory}/src`,
    CODEBUILD_START_TIME: expect.stringMatching(/^\d{13}$/) as string,
    AWS_ENDPOINT_URL: room.aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: '***',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: `token of AWSCodeBuild-${uuid}`,
    HOME: `${directory}/home`,
    TMPDIR: `${directory}/tmp`,
  });
  const shells = ['PWD', 'OLDPWD', 'SHLVL', '_'];
  const machines = Object.keys(seen).filter(
    (variable) => !/^(CODEBUILD|AWS)_/.test(variable) && !shells.includes(variable),
  );
  expect(machines.sort()).toEqual(['HOME', 'NO_PROXY', 'PATH', 'TMPDIR', 'no_proxy']);
});

test('the log goes where the project says, into a group that is made only where there is none', async () => {
  room.aws.logs.set('kept', new Map([['old', ['line']]]));
  const cloudWatchLogs = { status: 'ENABLED', groupName: 'kept', streamName: 'prefix' };
  const { info, output } = await room.run(printing('', 'echo here'), { logsConfig: { cloudWatchLogs } });
  const streamName = `prefix/${info.id.split(':')[1] ?? ''}`;
  expect(info.logs).toMatchObject({ groupName: 'kept', streamName });
  expect(output).toEqual(['here']);
  expect([...(room.aws.logs.get('kept')?.keys() ?? [])]).toEqual(['old', streamName]);
});
