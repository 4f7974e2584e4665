import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { CodePipelineClient, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

import { startLocalAws, type LocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { remainingResources } from './support/inventory';
import { temporaryDirectory } from './support/temporary';
import { run, Terraform, terraformEnvironment } from './support/terraform';

const ROOT = resolve(__dirname, '../..');

/** What a team writes, with the public imports alone. */
const APP = `
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import { allowProviderVersions, ArtifactStore, CodelessLambda, LambdaCi, type LambdaCiOutputs } from 'cdktf-codeless';

class Orders extends TerraformStack {
  constructor(app: App) {
    super(app, 'orders');
    new LocalBackend(this, { path: 'terraform.tfstate' });
    new AwsProvider(this, 'aws', {
      region: 'us-east-1',
      skipCredentialsValidation: true,
      skipMetadataApiCheck: 'true',
      skipRegionValidation: true,
      s3UsePathStyle: true,
    });
    const artifacts = new ArtifactStore(this, 'artifacts', { bucketName: 'orders-artifacts', forceDestroy: true });
    const api = new CodelessLambda(this, 'api', {
      functionName: 'orders-api',
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      artifacts: { bucket: artifacts.bucketName },
    });
    const ci = new LambdaCi(this, 'ci', {
      lambda: api,
      artifacts,
      source: { type: 'connection', repository: 'acme/orders' },
    });
    const outputs: LambdaCiOutputs = ci.outputs;
    new TerraformOutput(this, 'pipeline', { value: outputs });
    allowProviderVersions(this);
  }
}

const app = new App();
new Orders(app);
app.synth();
`;

const directory = temporaryDirectory('consumer');
let aws: LocalAws;
let terraform: Terraform;

/** A project with the package from its tarball, and the peers that this project has too. */
beforeAll(async () => {
  aws = await startLocalAws();
  writeFileSync(join(directory, 'package.json'), '{ "name": "consumer", "private": true }\n');
  await succeed('npm', ['pack', '--ignore-scripts', '--pack-destination', directory], ROOT);
  const tarball = readdirSync(directory).find((name) => name.endsWith('.tgz')) ?? '';
  const flags = ['--no-save', '--legacy-peer-deps', '--no-audit', '--no-fund', '--offline'];
  await succeed('npm', ['install', ...flags, join(directory, tarball)], directory);
  mkdirSync(join(directory, 'node_modules', '@types'), { recursive: true });
  for (const peer of ['cdktf', 'constructs', '@cdktf', '@types/node', 'undici-types']) {
    symlinkSync(join(ROOT, 'node_modules', peer), join(directory, 'node_modules', peer));
  }
  writeFileSync(join(directory, 'main.ts'), APP);
  const compilerOptions = { strict: true, target: 'ES2022', module: 'commonjs', outDir: 'out', types: ['node'] };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
});

afterAll(async () => {
  await aws.stop();
});

test('compiles in strict mode, declarations of the package included, and synthesizes', async () => {
  await succeed(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')], directory);
  await succeed(process.execPath, [join('out', 'main.js')], directory);
  const folder = join(directory, 'cdktf.out', 'stacks', 'orders');
  // Another machine may apply it: nothing of this one is in it.
  expect(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')).not.toContain(ROOT);
  terraform = new Terraform(folder, { ...aws.environment, ...terraformEnvironment() });
});

test('deploys a function and its pipeline, whose program is the one of the package', async () => {
  await terraform.init();
  await terraform.apply();
  expect(await terraform.pendingChanges()).toBeUndefined();

  const config = clientConfig(aws.environment);
  const { StatusCode } = await new LambdaClient(config).send(
    new InvokeCommand({ FunctionName: 'orders-api', Qualifier: 'live' }),
  );
  expect(StatusCode).toBe(200);
  const { pipeline } = await new CodePipelineClient(config).send(new GetPipelineCommand({ name: 'orders-api' }));
  expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Deploy']);

  const program = readFileSync(join(directory, 'node_modules', 'cdktf-codeless', 'dist', 'cli', 'codeless.js'));
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const bucket = { Bucket: 'orders-artifacts' };
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ ...bucket, Prefix: 'codeless/' }));
  expect(Contents).toHaveLength(1);
  const { Body } = await s3.send(new GetObjectCommand({ ...bucket, Key: Contents[0]?.Key }));
  expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(program)).toBe(true);
});

test('goes without a trace', async () => {
  await terraform.destroy();
  expect(await remainingResources(aws.environment)).toEqual([]);
});

async function succeed(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, output } = await run(command, args, cwd, {});
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${exitCode}:\n${output}`);
}
