import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetLayerVersionByArnCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  ResourceNotFoundException,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { App } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipped } from '../helpers/zips';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import { allowProviderVersions, CodelessLambda } from '../../modules';
import { clientConfig } from './support/client-config';
import { remainingResources } from './support/inventory';
import { LocalStack } from './support/local-stack';
import { OutsideCi } from './support/outside';
import { Terraform, terraformEnvironment } from './support/terraform';

const NAME = 'legacy-api';
const ROLE = { name: 'legacy-role', arn: 'arn:aws:iam::000000000000:role/legacy-role' };
const CODE = 'def handler(event, context):\n    return {"answer": "legacy"}\n';

/** A construct for a function that exists already, with the import blocks that the README shows. */
class ImportStack extends LocalStack {
  constructor(app: App, id: string, stateFile: string, architecture: 'x86_64' | 'arm64') {
    super(app, id, stateFile);
    const api = new CodelessLambda(this, 'api', {
      functionName: NAME,
      runtime: 'python3.12',
      handler: 'app.handler',
      role: ROLE,
      architecture,
      placeholder: 'prebuilt',
    });
    api.resource.importFrom(NAME);
    api.alias.resource.importFrom(`${NAME}/live`);
    api.logGroup.importFrom(`/aws/lambda/${NAME}`);
    allowProviderVersions(this);
  }
}

describe('a function that existed before Terraform', () => {
  const root = mkdtempSync(join(tmpdir(), 'codeless-import-'));
  let aws: LocalAws;
  let ci: OutsideCi;
  let terraform: Terraform;

  const synthesize = (architecture: 'x86_64' | 'arm64'): void => {
    const app = new App({ outdir: join(root, 'cdktf.out') });
    new ImportStack(app, 'import', join(root, 'terraform.tfstate'), architecture);
    app.synth();
  };

  beforeAll(async () => {
    aws = await startLocalAws();
    ci = new OutsideCi(aws.environment);
    const config = clientConfig(aws.environment);
    const lambda = new LambdaClient(config);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: NAME,
        Runtime: 'python3.12',
        Handler: 'app.handler',
        Role: ROLE.arn,
        Code: { ZipFile: zipped({ 'app.py': CODE }) },
        Publish: true,
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName: NAME });
    await lambda.send(new CreateAliasCommand({ FunctionName: NAME, Name: 'live', FunctionVersion: '1' }));
    const logGroupName = `/aws/lambda/${NAME}`;
    await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName }));
    synthesize('x86_64');
    terraform = new Terraform(join(root, 'cdktf.out', 'stacks', 'import'), {
      ...aws.environment,
      ...terraformEnvironment(),
    });
    await terraform.init();
  });

  afterAll(async () => {
    await aws.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test('is taken over by a plan that only adds the contract, and keeps its code and its alias', async () => {
    const before = await ci.alias(NAME, 'live');

    const plan = await terraform.pendingChanges();

    expect(plan).toContain('Plan: 3 to import, 1 to add, 2 to change, 0 to destroy.');
    expect(changedAttributes(plan)).toEqual([
      'publish',
      'qualified_arn',
      'qualified_invoke_arn',
      'retention_in_days',
      'version',
    ]);
    await terraform.apply();
    expect((await ci.alias(NAME, 'live')).RevisionId).toBe(before.RevisionId);
    expect(await ci.invoke(NAME, 'live')).toMatchObject({ payload: { answer: 'legacy' }, version: '1' });
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('changes its architecture by CI first, and Terraform then changes the contract alone', async () => {
    await new LambdaClient(clientConfig(aws.environment)).send(
      new UpdateFunctionCodeCommand({
        FunctionName: NAME,
        Architectures: ['arm64'],
        ZipFile: zipped({ 'app.py': CODE }),
      }),
    );
    synthesize('arm64');
    const plan = await terraform.pendingChanges();
    expect(plan).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
    expect(plan).toMatch(/# aws_ssm_parameter\.\S+ will be updated in-place/);
    // Two keys of the contract's document, and the argument that holds it with its computed twin.
    expect(changedAttributes(plan)).toEqual(['architectures', 'configurationSha256', 'insecure_value', 'value']);
    await terraform.apply();
    expect(await ci.configuration(NAME)).toMatchObject({ Architectures: ['arm64'] });
  });

  test('is destroyed with its versions and its logs, and without the layer that CI published', async () => {
    const layer = await ci.publishLayer(`${NAME}-dependencies`);
    const lambda = new LambdaClient(clientConfig(aws.environment));

    await terraform.destroy();

    const versions = lambda.send(new ListVersionsByFunctionCommand({ FunctionName: NAME }));
    await expect(versions).rejects.toThrow(ResourceNotFoundException);
    expect(await remainingResources(aws.environment)).toEqual([]);
    const { LayerVersionArn } = await lambda.send(new GetLayerVersionByArnCommand({ Arn: layer }));
    expect(LayerVersionArn).toBe(layer);
  });
});

/** Names of the attributes that a plan changes in what exists already, sorted. */
function changedAttributes(plan = ''): string[] {
  const blocks = plan.split(/^ {2}# (?=aws_)/m).filter((block) => block.includes('will be updated in-place'));
  return blocks.flatMap((block) => [...block.matchAll(/^ {6,}[~+-] (\w+) +=/gm)].map(([, name = '']) => name)).sort();
}
