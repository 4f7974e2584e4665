import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { zipped } from '../helpers/zips';
import { startLocalAws, type LocalAws } from '../../local-aws';
import { contractParameterName, type DeployContract } from '../../modules/codeless-lambda/contract';
import { OldProgram, type OldRun } from './support/aws-lambda-ci';
import { clientConfig } from './support/client-config';

const BUCKET = 'demo-artifacts';
const PLACEHOLDER = zipped({ 'app.py': 'def handler(event, context): return "placeholder"\n' });

/** What the buildspec of terraform-aws-lambda-ci calls, with the variables of its CodeBuild project. */
const BUILDSPEC_LINE = `SOURCE_VERSION=$(echo $CODEBUILD_RESOLVED_SOURCE_VERSION)
aws-lambda-ci --source-version "$SOURCE_VERSION" --function-name "$FUNCTION_NAME" \\
  --function-runtime "$FUNCTION_RUNTIME" --function-alias-name "$FUNCTION_ALIAS_NAME" \\
  --function-layer-name "$FUNCTION_NAME-deps" --app-s3-bucket "$APP_S3_BUCKET" \\
  --app-src-path "$APP_SRC_PATH" --app-packages-descriptor-path "$APP_PACKAGES_DESCRIPTOR_PATH"`;

const directory = mkdtempSync(join(tmpdir(), 'codeless-old-'));
let aws: LocalAws;
let program: OldProgram;
let dockerCalls: string;
let lambda: LambdaClient;
let s3: S3Client;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  lambda = new LambdaClient(clientConfig(aws.environment));
  s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const wheels = join(directory, 'wheels');
  mkdirSync(wheels);
  writeFileSync(join(wheels, 'greeting-1.0-py3-none-any.whl'), wheel());
  program = new OldProgram(join(directory, 'bin'), { ...aws.environment, PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels });
  dockerCalls = program.addDocker();
});

afterAll(async () => {
  await aws.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A package of Python's that needs no index. */
function wheel(): Uint8Array {
  const info = 'greeting-1.0.dist-info';
  return zipped({
    'greeting.py': "TEXT = 'hello'\n",
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n',
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: `greeting.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
  });
}

/** A function as the Terraform modules made it: a placeholder behind the alias `latest`. */
async function createFunction(FunctionName: string): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'python3.12',
      Handler: 'app.handler',
      Role: 'arn:aws:iam::000000000000:role/demo',
      Code: { ZipFile: PLACEHOLDER },
      Publish: true,
    }),
  );
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'latest', FunctionVersion: '1' }));
}

/** A checkout: the descriptor in its root, the code in `src`. */
function checkout(name: string, descriptor: string | undefined): string {
  const root = join(directory, name);
  mkdirSync(join(root, 'src'), { recursive: true });
  const uses = descriptor === undefined ? "TEXT = 'alone'" : 'from greeting import TEXT';
  const code = `${uses}\n\ndef handler(event, context):\n    print('${name} was called')\n    return TEXT\n`;
  writeFileSync(join(root, 'src', 'app.py'), code);
  if (descriptor !== undefined) writeFileSync(join(root, descriptor), 'greeting==1.0\n');
  return root;
}

async function succeeded({ ended }: OldRun): Promise<string> {
  const { exit, stdout, stderr } = await ended;
  if (exit !== 0) throw new Error(`it ended with ${String(exit)}:\n${stdout}${stderr}`);
  return stdout;
}

async function invoke(FunctionName: string): Promise<unknown> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: 'latest' }));
  return JSON.parse(Payload?.transformToString() ?? '');
}

/** What a deploy leaves to callers, and in the bucket. */
async function shipped(FunctionName: string, prefix = 'lambda-ci'): Promise<object> {
  const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name: 'latest' }));
  const serving = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: 'latest' }));
  return {
    version: alias.FunctionVersion,
    source: alias.Description,
    layers: (serving.Layers ?? []).map(({ Arn = '' }) => Arn.split(':layer:')[1]),
    answer: await invoke(FunctionName),
    keys: await keys(`${prefix}/${FunctionName}/`),
  };
}

async function keys(Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix }));
  return Contents.map(({ Key = '' }) => Key.slice(Prefix.length)).sort();
}

function buildspec(name: string, root: string, env: Readonly<Record<string, string>> = {}): OldRun {
  return program.shell(BUILDSPEC_LINE, root, {
    CODEBUILD_RESOLVED_SOURCE_VERSION: '4be1c0de',
    FUNCTION_NAME: name,
    FUNCTION_RUNTIME: 'python3.12',
    FUNCTION_ALIAS_NAME: 'latest',
    APP_S3_BUCKET: BUCKET,
    APP_SRC_PATH: 'src',
    APP_PACKAGES_DESCRIPTOR_PATH: 'requirements.txt',
    ...env,
  });
}

/** Ships a release as aws-lambda-ci 0.0.8 does, in its layout. */
async function shipAsBefore(FunctionName: string, version: string): Promise<void> {
  const code = zipped({ 'app.py': 'def handler(event, context): return "shipped before"\n' });
  const layer = zipped({ 'python/lib/python3.12/site-packages/greeting.py': "TEXT = 'old'\n" });
  const put = (key: string, Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `lambda-ci/${FunctionName}/${key}`, Body }));
  for (const folder of ['latest', version]) {
    await put(`${folder}/app.zip`, code);
    await put(`${folder}/deps.zip`, layer);
  }
  await put('latest/requirements.txt', Buffer.from('greeting==0.9\n'));
  const deps = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: `${FunctionName}-deps`,
      Description: version,
      Content: { S3Bucket: BUCKET, S3Key: `lambda-ci/${FunctionName}/${version}/deps.zip` },
      CompatibleRuntimes: ['python3.12'],
    }),
  );
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Layers: [deps.LayerVersionArn ?? ''] }));
  await lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName,
      S3Bucket: BUCKET,
      S3Key: `lambda-ci/${FunctionName}/${version}/app.zip`,
    }),
  );
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName, Description: version }));
  await lambda.send(
    new UpdateAliasCommand({ FunctionName, Name: 'latest', FunctionVersion: Version, Description: version }),
  );
}

test('the line of the old buildspec ships a function that has no contract, once', async () => {
  await createFunction('plain');
  const root = checkout('plain', 'requirements.txt');

  expect(await succeeded(buildspec('plain', root))).toContain('Released 4be1c0de to plain:latest.');
  expect(await shipped('plain')).toEqual({
    version: '2',
    source: '4be1c0de',
    layers: ['plain-deps:1'],
    answer: 'hello',
    keys: ['4be1c0de/app.zip', '4be1c0de/deps.zip', 'latest/app.zip', 'latest/deps.zip', 'ledger.latest.json'],
  });

  const elsewhere = join(directory, 'plain-elsewhere');
  cpSync(root, elsewhere, { recursive: true });
  const again = buildspec('plain', elsewhere, { CODEBUILD_RESOLVED_SOURCE_VERSION: '5eed' });
  expect(await succeeded(again)).toContain('Nothing changed: plain:latest stays on version 2.');
  expect(aws.calls.filter(({ caller, write }) => caller === again.caller && write)).toEqual([]);
});

test('it takes over from aws-lambda-ci: its releases stay where they are, and can be gone back to', async () => {
  await createFunction('taken-over');
  await shipAsBefore('taken-over', '1.0.1');
  const before = ['1.0.1/app.zip', '1.0.1/deps.zip', 'latest/app.zip', 'latest/deps.zip', 'latest/requirements.txt'];
  const root = checkout('taken-over', 'requirements.txt');

  await succeeded(buildspec('taken-over', root));
  expect(await shipped('taken-over')).toEqual({
    version: '3',
    source: '4be1c0de',
    layers: ['taken-over-deps:2'],
    answer: 'hello',
    keys: [...before, '4be1c0de/app.zip', '4be1c0de/deps.zip', 'ledger.latest.json'].sort(),
  });

  const back = ['rollback', '--function-name', 'taken-over', '--app-s3-bucket', BUCKET, '--to', '1.0.1'];
  await succeeded(program.run(back, root));
  expect(await shipped('taken-over')).toMatchObject({
    version: '2',
    source: '1.0.1',
    layers: ['taken-over-deps:1'],
    answer: 'shipped before',
  });
});

test('a contract tells what the line does not', async () => {
  await createFunction('declared');
  const base = await lambda.send(
    new PublishLayerVersionCommand({ LayerName: 'base', Content: { ZipFile: zipped({ 'base.txt': '1' }) } }),
  );
  const contract: DeployContract = {
    schemaVersion: 1,
    functionName: 'declared',
    aliasName: 'latest',
    aliasOwner: 'ci',
    runtime: 'python3.12',
    architectures: ['x86_64'],
    packageType: 'Zip',
    layerName: 'named-by-terraform',
    layers: [base.LayerVersionArn ?? ''],
    artifactBucket: 'another-bucket',
    artifactPrefix: 'team',
    alarms: [],
    placeholderSha256: createHash('sha256').update(PLACEHOLDER).digest('base64'),
    configurationSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  };
  await new SSMClient(clientConfig(aws.environment)).send(
    new PutParameterCommand({
      Name: contractParameterName('declared'),
      Value: JSON.stringify(contract),
      Type: 'String',
    }),
  );

  await succeeded(buildspec('declared', checkout('declared', 'requirements.txt')));
  expect(await shipped('declared', 'team')).toEqual({
    version: '2',
    source: '4be1c0de',
    layers: ['base:1', 'declared-deps:1'],
    answer: 'hello',
    keys: ['4be1c0de/app.zip', '4be1c0de/deps.zip', 'latest/app.zip', 'latest/deps.zip', 'ledger.latest.json'],
  });
});

test('--watch-log-stream shows what the function logs from then on, as the profile that is named, until Ctrl-C', async () => {
  await createFunction('watched');
  const credentials = join(directory, 'credentials');
  writeFileSync(credentials, '[team]\naws_access_key_id = PROFILEOFTEAM\naws_secret_access_key = secret\n');
  const run = program.run(
    [
      ...['--app-s3-bucket', BUCKET, '--function-name', 'watched', '--function-runtime', 'python3.12'],
      ...['--function-alias-name', 'latest', '--function-layer-name', 'watched-deps', '--app-src-path', 'src'],
      ...['--app-packages-descriptor-path', 'requirements.txt', '--source-version', '1.0.2'],
      ...['--aws-profile-name', 'team', '--watch-log-stream'],
    ],
    checkout('watched', 'requirements.txt'),
    { AWS_SHARED_CREDENTIALS_FILE: credentials },
  );

  await run.says('Released 1.0.2 to watched:latest.');
  expect(await invoke('watched')).toBe('hello');
  await run.says('watched was called');
  run.child.kill('SIGINT');
  expect((await run.ended).exit).toBe(0);
  expect(aws.calls.filter(({ caller }) => caller === run.caller)).toEqual([]);
  expect(aws.calls.filter(({ caller }) => caller === 'PROFILEOFTEAM').map(({ action }) => action)).toContain(
    'UpdateAlias',
  );
});

test('a source version with a slash is one folder in the bucket', async () => {
  await createFunction('branch');
  const env = { CODEBUILD_RESOLVED_SOURCE_VERSION: 'feature/login' };
  await succeeded(buildspec('branch', checkout('branch', 'requirements.txt'), env));
  expect(await shipped('branch')).toMatchObject({
    source: 'feature/login',
    answer: 'hello',
    keys: [
      'feature%2Flogin/app.zip',
      'feature%2Flogin/deps.zip',
      'latest/app.zip',
      'latest/deps.zip',
      'ledger.latest.json',
    ],
  });
});

test('where the descriptor that the line names does not exist, there is no layer', async () => {
  await createFunction('alone');
  await succeeded(buildspec('alone', checkout('alone', undefined)));
  expect(await shipped('alone')).toMatchObject({
    layers: [],
    answer: 'alone',
    keys: ['4be1c0de/app.zip', 'latest/app.zip', 'ledger.latest.json'],
  });
});

test('the two flags that were required are enough: the descriptor is found, the source version is random', async () => {
  await createFunction('short');
  const root = checkout('short', 'requirements.txt');
  const flags = [`--app-s3-bucket=${BUCKET}`, '--function-name=short', '--app-src-path=src'];
  await succeeded(program.run(flags, root));
  expect(await shipped('short')).toMatchObject({
    source: expect.stringMatching(/^[0-9A-F]{32}$/) as string,
    layers: ['short-deps:1'],
    answer: 'hello',
  });
});

test.each([
  [
    'a repository',
    'by-repository',
    ['--build-docker-repo', 'registry.example/lambda'],
    'registry.example/lambda:build-python3.12',
  ],
  ['an image', 'by-image', ['--build-docker-image', 'build-python3.12'], 'public.ecr.aws/sam/build-python3.12'],
  [
    'a repository and its image',
    'by-both',
    ['--build-docker-repo', 'registry.example/lambda', '--build-docker-image', 'mine'],
    'registry.example/lambda:mine',
  ],
])('%s builds the dependencies in a container', async (_, name, flags, image) => {
  await createFunction(name);
  const line = [...['--app-s3-bucket', BUCKET, '--function-name', name, '--app-src-path', 'src'], ...flags];
  await succeeded(program.run(line, checkout(name, 'requirements.txt')));

  expect(await shipped(name)).toMatchObject({ layers: [`${name}-deps:1`], answer: 'hello' });
  const calls = readFileSync(dockerCalls, 'utf8').trim().split('\n');
  const last = JSON.parse(calls.at(-1) ?? '[]') as string[];
  expect(last.slice(0, 2)).toEqual(['run', '--rm']);
  expect(last).toContain('linux/amd64');
  expect(last).toContain(image);
});

test('fails a function that does not exist, with a sentence', async () => {
  const { exit, stdout, stderr } = await buildspec('nobody', checkout('nobody', undefined)).ended;
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toMatch(/nobody/);
});

test('fails a flag that never was, as the old one did', async () => {
  const { exit, stderr } = await program.run(['--function-nam', 'demo'], directory).ended;
  expect(exit).toBe(2);
  expect(stderr).toContain('codeless deploy has no flag --function-nam: did you mean --function-name?');
});
