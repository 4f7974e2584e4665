import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AccountLimitExceededException,
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  DeleteProjectCommand,
  InvalidInputException,
  ListBuildsForProjectCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  StartBuildCommand,
  StopBuildCommand,
  UpdateProjectCommand,
  type Build,
  type CreateProjectCommandInput,
} from '@aws-sdk/client-codebuild';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { zipOf } from '../../zip';
import { unzipped } from '../helpers/zips';
import { findPython, startLocalAws, type LocalAws } from '../../local-aws';
import { shapeProblems } from '../../local-aws/front/check-shape';
import { ServiceModels } from '../../local-aws/front/service-models';
import { virtualEnvironment } from '../../local-aws/emulator/virtual-environment';
import { clientConfig } from './support/client-config';
import { Terraform, terraformEnvironment } from './support/terraform';

const ROLE = 'arn:aws:iam::000000000000:role/build';

let aws: LocalAws;
let codebuild: CodeBuildClient;
/** What answers differ in from the service's own model. */
const problems = new Set<string>();
/** The model's least length of lists is one of inputs: the user guide shows `"buildsNotFound": []`. */
const isEmptyList = (problem: string): boolean =>
  /NotFound must have 1 to|^(projects|ids) must have 1 to/.test(problem);
const answered = new Set<string>();

beforeAll(async () => {
  aws = await startLocalAws();
  const interpreter = await virtualEnvironment({
    python: findPython(process.env) ?? '',
    env: process.env,
    onProgress: () => undefined,
  });
  const [model] = ServiceModels.of(dirname(dirname(interpreter))).signedAs('codebuild');
  codebuild = new CodeBuildClient({ ...clientConfig(aws.environment), maxAttempts: 1 });
  codebuild.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const response = result.response as { statusCode: number; body: AsyncIterable<Uint8Array> };
      const body = await collect(response.body);
      const action = String(context.commandName).replace(/Command$/, '');
      const output = model?.operations[action]?.output?.shape ?? '';
      answered.add(action);
      if (response.statusCode === 200) {
        const found = model === undefined ? ['no model'] : shapeProblems(model, output, JSON.parse(body.toString()));
        for (const problem of found) if (!isEmptyList(problem)) problems.add(problem);
      }
      return { ...result, response: { ...response, body } };
    },
    { step: 'deserialize', name: 'answers', priority: 'low' },
  );
  const config = clientConfig(aws.environment);
  await new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'build', AssumeRolePolicyDocument: '{}' }));
});

afterAll(() => aws.stop());

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const project = (name: string, buildspec: string, settings: Partial<CreateProjectCommandInput> = {}) =>
  codebuild.send(
    new CreateProjectCommand({
      name,
      source: { type: 'NO_SOURCE', buildspec: `version: 0.2\n${buildspec}` },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
      },
      serviceRole: ROLE,
      ...settings,
    }),
  );

/** Follows a build to its end, as programs do. */
async function ended(id = ''): Promise<Build> {
  for (;;) {
    const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }));
    if (builds[0]?.buildComplete === true) return builds[0];
    await pause(100);
  }
}

test('projects are made, changed and deleted, by name and by ARN', async () => {
  const { project: made } = await project('first', 'phases: {}', { tags: [{ key: 'team', value: 'a' }] });
  expect(made).toMatchObject({ timeoutInMinutes: 60, queuedTimeoutInMinutes: 480, created: expect.any(Date) as Date });
  await project('second', 'phases: {}', { description: 'the other' });
  await expect(project('first', 'phases: {}')).rejects.toThrow(ResourceAlreadyExistsException);
  await codebuild.send(new UpdateProjectCommand({ name: 'first', timeoutInMinutes: 15 }));
  const { projects, projectsNotFound } = await codebuild.send(
    new BatchGetProjectsCommand({ names: [made?.arn ?? '', 'second', 'third'] }),
  );
  expect(projects).toMatchObject([
    { name: 'first', timeoutInMinutes: 15, tags: [{ key: 'team', value: 'a' }] },
    { name: 'second', description: 'the other' },
  ]);
  expect(projectsNotFound).toEqual(['third']);
  await codebuild.send(new DeleteProjectCommand({ name: made?.arn }));
  await codebuild.send(new DeleteProjectCommand({ name: 'second' }));
  const left = await codebuild.send(new BatchGetProjectsCommand({ names: ['first', 'second'] }));
  expect(left.projects).toEqual([]);
});

test('fails with the SDK’s classes', async () => {
  const none = { projectName: 'none' };
  await expect(codebuild.send(new StartBuildCommand(none))).rejects.toThrow(ResourceNotFoundException);
  await expect(codebuild.send(new StopBuildCommand({ id: 'none:1' }))).rejects.toThrow(ResourceNotFoundException);
  await expect(project('x', 'phases: {}')).rejects.toThrow(InvalidInputException);
  await project('busy', 'phases: { build: { commands: [sleep 1000] } }', { concurrentBuildLimit: 1 });
  const { build } = await codebuild.send(new StartBuildCommand({ projectName: 'busy' }));
  const another = codebuild.send(new StartBuildCommand({ projectName: 'busy' }));
  await expect(another).rejects.toThrow(AccountLimitExceededException);
  await codebuild.send(new StopBuildCommand({ id: build?.id }));
  expect((await ended(build?.id)).buildStatus).toBe('STOPPED');
});

test('a build reads source, secrets and parameters, calls AWS by its role, and leaves artifacts, cache and log', async () => {
  const config = clientConfig(aws.environment);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'builds' }));
  const source = zipOf([
    { path: 'src/app.txt', content: 'the app' },
    { path: 'run.sh', content: '#!/bin/sh\ncat src/app.txt', kind: 'executable' },
  ]);
  await s3.send(new PutObjectCommand({ Bucket: 'builds', Key: 'in/source.zip', Body: source }));
  await new SSMClient(config).send(
    new PutParameterCommand({ Name: '/word', Value: 'parametric', Type: 'SecureString' }),
  );
  const SecretString = JSON.stringify({ token: 'classified' });
  await new SecretsManagerClient(config).send(new CreateSecretCommand({ Name: 'demo', SecretString }));
  const buildspec = `version: 0.2
env:
  parameter-store: { WORD: /word }
  secrets-manager: { TOKEN: 'demo:token' }
  exported-variables: [RELEASE]
phases:
  build:
    commands:
      - ./run.sh
      - echo "said $WORD and $TOKEN in $AWS_REGION" | tee said.txt
      - export RELEASE=$CODEBUILD_BUILD_NUMBER
      - mkdir -p cached && echo kept >> cached/file && wc -l < cached/file
artifacts: { files: [said.txt, 'src/**/*'] }
cache: { paths: ['cached/**/*'] }
`;
  await project('whole', '', {
    source: { type: 'S3', location: 'builds/in/source.zip', buildspec },
    artifacts: {
      type: 'S3',
      location: 'builds',
      path: 'out',
      packaging: 'ZIP',
      name: 'app.zip',
    },
    cache: { type: 'S3', location: 'builds/cache' },
  });
  const first = await codebuild.send(new StartBuildCommand({ projectName: 'whole' }));
  const build = await ended(first.build?.id);
  expect(build).toMatchObject({
    buildStatus: 'SUCCEEDED',
    exportedEnvironmentVariables: [{ name: 'RELEASE', value: '1' }],
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'builds', Key: 'out/app.zip' }));
  const files = await unzipped((await Body?.transformToByteArray()) ?? new Uint8Array());
  expect(Object.keys(files)).toEqual(['said.txt', 'src/app.txt']);
  expect(Buffer.from(files['said.txt'] ?? []).toString()).toBe('said parametric and classified in us-east-1\n');

  const again = await codebuild.send(new StartBuildCommand({ projectName: 'whole' }));
  const second = await ended(again.build?.id);
  const logs = new CloudWatchLogsClient(config);
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({
      logGroupName: second.logs?.groupName,
      logStreamName: second.logs?.streamName,
      startFromHead: true,
    }),
  );
  const lines = events
    .map(({ message = '' }) => message.trimEnd())
    .filter((line) => !/^(\[Container\].*)?$/.test(line));
  expect(lines).toEqual(['the app', 'said *** and *** in us-east-1', '2']);
  expect((await codebuild.send(new ListBuildsForProjectCommand({ projectName: 'whole' }))).ids).toEqual([
    second.id,
    build.id,
  ]);
  const byRole = aws.calls.filter(({ caller }) => caller === ROLE).map(({ service, action }) => `${service}:${action}`);
  expect(new Set(byRole)).toEqual(
    new Set([
      'logs:CreateLogStream',
      'logs:CreateLogGroup',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:PutObject',
      'ssm:GetParameters',
      'secretsmanager:GetSecretValue',
    ]),
  );
});

test('every operation was answered, and as AWS’s own model has it', () => {
  expect([...problems]).toEqual([]);
  expect([...answered].sort()).toEqual([
    'BatchGetBuilds',
    'BatchGetProjects',
    'CreateProject',
    'DeleteProject',
    'ListBuildsForProject',
    'StartBuild',
    'StopBuild',
    'UpdateProject',
  ]);
});

describe('Terraform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-aws-codebuild-'));

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes the configuration, as it is first or as it is changed to. */
  const write = (isChanged: boolean): void => {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration(isChanged)));
  };

  test('finds nothing to change after it made projects of every kind, nor after it changed them', async () => {
    await new Terraform(folder, { ...aws.environment, ...terraformEnvironment() }).applyUpdateDestroy(write);
    const kinds = ['pipeline', 'none', 'github', 's3', 'codecommit', 'smallest'];
    const names = kinds.map((kind) => `tf-${kind}`);
    expect((await codebuild.send(new BatchGetProjectsCommand({ names }))).projects).toEqual([]);
    const updates = aws.calls.filter(({ action, errorCode }) => action === 'UpdateProject' && errorCode === undefined);
    expect(updates.length).toBeGreaterThanOrEqual(6);
  });
});

/** Projects of every source, cache and environment kind, with every argument between them. */
function configuration(isChanged: boolean): object {
  const one = <Value>(before: Value, after: Value): Value => (isChanged ? after : before);
  const linux = { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', compute_type: 'BUILD_GENERAL1_SMALL' };
  const pipeline = { artifacts: { type: 'CODEPIPELINE' }, source: { type: 'CODEPIPELINE', buildspec: 'ci/build.yml' } };
  const bare = { service_role: ROLE, artifacts: { type: 'NO_ARTIFACTS' }, environment: linux };
  const inline = 'version: 0.2\nphases: {}\n';
  const projects = {
    pipeline: {
      ...bare,
      ...pipeline,
      description: one('made', 'changed'),
      build_timeout: one(15, 30),
      queued_timeout: one(30, 60),
      concurrent_build_limit: one(2, undefined),
      encryption_key: one('alias/aws/s3', 'arn:aws:kms:us-east-1:000000000000:key/1'),
      source_version: 'main',
      badge_enabled: false,
      cache: one({ type: 'LOCAL', modes: ['LOCAL_SOURCE_CACHE', 'LOCAL_CUSTOM_CACHE'] }, undefined),
      environment: {
        ...linux,
        privileged_mode: one(false, true),
        image_pull_credentials_type: 'CODEBUILD',
        environment_variable: [
          { name: 'PLAIN', value: one('a', 'b') },
          { name: 'PARAMETER', value: '/word', type: 'PARAMETER_STORE' },
          { name: 'SECRET', value: 'demo:token', type: 'SECRETS_MANAGER' },
        ],
      },
      logs_config: {
        cloudwatch_logs: { group_name: one('builds', 'others'), stream_name: 'pipeline', status: 'ENABLED' },
        s3_logs: { status: 'DISABLED' },
      },
      tags: { team: one('a', 'b') },
    },
    none: {
      ...bare,
      source: { type: 'NO_SOURCE', buildspec: one(inline, `${inline}# changed\n`) },
      environment: { ...linux, type: 'ARM_CONTAINER', image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
      vpc_config: one({ vpc_id: 'vpc-1', subnets: ['subnet-1', 'subnet-2'], security_group_ids: ['sg-1'] }, undefined),
    },
    github: {
      ...bare,
      source: {
        type: 'GITHUB',
        location: 'https://github.com/acme/app.git',
        git_clone_depth: one(1, 0),
        report_build_status: true,
        git_submodules_config: { fetch_submodules: true },
      },
      source_version: one('main', 'v1'),
      cache: { type: 'S3', location: one('builds/cache', 'builds/other') },
      environment: {
        ...linux,
        type: 'LINUX_LAMBDA_CONTAINER',
        image: 'aws/codebuild/amazonlinux-x86_64-lambda-standard:python3.12',
        compute_type: 'BUILD_LAMBDA_1GB',
      },
    },
    s3: {
      ...bare,
      artifacts: {
        type: 'S3',
        location: 'builds',
        name: 'app.zip',
        path: one('out', 'there'),
        packaging: 'ZIP',
        namespace_type: 'BUILD_ID',
        override_artifact_name: true,
      },
      secondary_artifacts: [
        {
          artifact_identifier: 'docs',
          type: 'S3',
          location: 'builds',
          name: 'docs',
          packaging: 'NONE',
          namespace_type: 'NONE',
        },
      ],
      source: { type: 'S3', location: 'builds/in/source.zip' },
      secondary_sources: [{ source_identifier: 'more', type: 'S3', location: 'builds/in/more.zip' }],
      environment: {
        ...linux,
        type: 'ARM_LAMBDA_CONTAINER',
        image: 'aws/codebuild/amazonlinux-aarch64-lambda-standard:python3.12',
        compute_type: 'BUILD_LAMBDA_2GB',
      },
    },
    codecommit: {
      ...bare,
      source: { type: 'CODECOMMIT', location: 'https://git-codecommit.us-east-1.amazonaws.com/v1/repos/app' },
      source_version: one('refs/heads/main', 'refs/heads/next'),
    },
    smallest: { ...bare, source: { type: 'NO_SOURCE', buildspec: one(inline, `${inline}\n`) } },
  };
  const named = Object.entries(projects).map(([name, settings]) => [name, { name: `tf-${name}`, ...settings }]);
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.0' } } },
    provider: {
      aws: {
        region: 'us-east-1',
        skip_credentials_validation: true,
        skip_metadata_api_check: 'true',
        skip_region_validation: true,
        s3_use_path_style: true,
      },
    },
    resource: { aws_codebuild_project: Object.fromEntries(named) as object },
  };
}
