import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { installPythonProgram } from '../../demo/python-programs';
import { findPython, startLocalAws, type LocalAws } from '../../local-aws';
import { startCodeServices } from '../../local-aws/code-services';
import { FakeRuntime } from '../local-aws/fake-runtime';
import { clientConfig } from './support/client-config';
import { AwsCli } from './support/clients/aws-cli';
import { AwsSdk } from './support/clients/aws-sdk';
import { useChatbot } from './support/clients/chatbot';
import type { Client } from './support/clients/client';
import { useCodeBuild } from './support/clients/codebuild';
import { useCodePipeline } from './support/clients/codepipeline';
import { useConnections } from './support/clients/connections';
import { useNotifications } from './support/clients/notifications';

/**
 * The AWS CLI and the AWS SDK for JavaScript parse every answer of the services that deliver code, each operation of
 * each. Of the two names of CodeConnections the SDK uses the older one, which has the same operations: not every
 * mirror of npm has its package for the other.
 */

const AWS_CLI = 'awscli==1.46.3';
const WITHOUT_SDK = 'codeconnections:';

const directory = mkdtempSync(join(tmpdir(), 'local-aws-clients-'));
let aws: LocalAws;
let cli: AwsCli;
let sdk: AwsSdk;
/** What is served, as `service:Operation`. */
let served: string[];

beforeAll(async () => {
  const folders = ['cli', 'sdk'].map((name) => join(directory, name));
  for (const folder of folders) mkdirSync(folder);
  const [forCli = '', forSdk = ''] = folders;
  const installing = installPythonProgram(findPython(process.env) ?? 'python3', [AWS_CLI], (line) =>
    process.stdout.write(`${line}\n`),
  );
  aws = await startLocalAws({ settling: 0 });
  [cli, sdk, served] = await Promise.all([
    installing.then((program) => new AwsCli(program, forCli, aws.environment)),
    AwsSdk.install(forSdk, clientConfig(aws.environment)),
    servedOperations(),
    prepare(),
  ]);
});

afterAll(async () => {
  await aws.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the AWS CLI parses the answers of every operation', async () => {
  await Promise.all([useAll(cli), useConnections(cli, 'codeconnections')]);
  expect([...cli.called].sort()).toEqual(served);
});

test('the AWS SDK for JavaScript parses the answers of every operation', async () => {
  await useAll(sdk);
  expect([...sdk.called].sort()).toEqual(served.filter((operation) => !operation.startsWith(WITHOUT_SDK)));
});

async function useAll(client: Client): Promise<void> {
  await Promise.all([
    useCodePipeline(client),
    useCodeBuild(client),
    useConnections(client, 'codestar-connections'),
    useNotifications(client),
    useChatbot(client),
  ]);
}

/** Everything that the services themselves say they serve. */
async function servedOperations(): Promise<string[]> {
  const runtime = new FakeRuntime();
  const { corrections } = await startCodeServices(runtime);
  await runtime.stop();
  return corrections
    .flatMap(({ service, operations = [] }) => operations.map((operation) => `${service}:${operation}`))
    .sort();
}

/** What the pipelines and builds need. */
async function prepare(): Promise<void> {
  const config = clientConfig(aws.environment);
  await new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'clients', AssumeRolePolicyDocument: '{}' }));
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'clients' }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'clients', VersioningConfiguration }));
  await s3.send(new PutObjectCommand({ Bucket: 'clients', Key: 'app.zip', Body: 'the app' }));
}
