import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import { forgeRelease } from '../../demo/github-releases';
import { clientConfig } from './support/client-config';
import type { CallSubject } from './support/iam-requests';
import { remainingResources } from './support/inventory';
import { LambdaCiExecutions } from './support/lambda-ci-executions';
import { appliedPolicy, denied, requestsOf, unused } from './support/lambda-ci-iam';
import { LambdaCiRepository } from './support/lambda-ci-repository';
import { BUCKET, synthesizeLambdaCi, type ShippedFunctions } from './support/lambda-ci-stack';
import { OutsideCi } from './support/outside';
import { Terraform, terraformEnvironment } from './support/terraform';

/** A handler that says what it is. */
const handler = (answer: string): string =>
  `export const handler = async () => ({ answer: ${JSON.stringify(answer)} });\n`;

/** Ships what it finds with a suffix of its own. */
const BUILDSPEC = `
version: 0.2
env:
  shell: bash
phases:
  build:
    commands:
      - aws s3 cp --only-show-errors "$LAMBDA_CI_PROGRAM_URI" "$HOME/codeless.js"
      - sed -i 's/plain/built by hand/' index.mjs
      - node "$HOME/codeless.js" deploy
`;

/** Fills the package with code that knows what it is built for. */
const BUILT_BY_FILE = `
build-command: >-
  sed "s/plain/built for $CODELESS_ARCHITECTURE: $CODELESS_HANDLER/" index.mjs > "$CODELESS_BUILD/index.mjs"
`;

/** QA, production and a function that follows tags in one repository; two functions in one repository; one built by hand. */
const functions = (memorySize: number): ShippedFunctions => ({
  qa: { repository: 'api', lambda: { memorySize }, build: { testCommands: ['test ! -e broken'] } },
  production: { repository: 'api', lambda: { memorySize }, trigger: { type: 'release', tagPattern: 'v*' } },
  preview: { repository: 'api', trigger: { type: 'tag', tags: { includes: ['v*'] } } },
  orders: { repository: 'shop', sourcePath: 'services/orders' },
  users: { repository: 'shop', sourcePath: 'services/users' },
  custom: { repository: 'custom', build: { buildspec: BUILDSPEC } },
});

const CLONE = 'CodeBuild clones by the connection; the local one reads the repository itself';
const PRUNING = 'a deploy prunes once there are more releases than it keeps: codeless-iam.test.ts runs that';
const LAYER = 'these functions have no dependencies: codeless-iam.test.ts ships some';
const ARTIFACTS = 'CodePipeline’s documentation asks for it; the local one takes the artifacts otherwise';

/** What builds may do and did not here, and why they may. */
const UNUSED_BY_BUILDS: Readonly<Record<string, string>> = {
  'codeconnections:UseConnection': CLONE,
  'codestar-connections:UseConnection': CLONE,
  'lambda:DeleteFunction': PRUNING,
  'lambda:DeleteLayerVersion': PRUNING,
  'lambda:GetLayerVersion': LAYER,
  'lambda:GetProvisionedConcurrencyConfig': 'asked if the alias has weights: concurrency.test.ts has them',
  'lambda:ListAliases': PRUNING,
  'lambda:ListEventSourceMappings': PRUNING,
  'lambda:ListLayerVersions': PRUNING,
  'lambda:ListProvisionedConcurrencyConfigs': PRUNING,
  'lambda:PublishLayerVersion': LAYER,
  'lambda:UpdateFunctionConfiguration': LAYER,
  's3:DeleteObject': PRUNING,
  's3:GetBucketAcl': ARTIFACTS,
  's3:GetBucketLocation': ARTIFACTS,
  's3:GetObjectVersion': ARTIFACTS,
};

/** What pipelines may do and did not here, and why they may. */
const UNUSED_BY_PIPELINES: Readonly<Record<string, string>> = {
  'codeconnections:UseConnection': 'the service has two names, and which one counts is in the connection’s ARN',
  's3:GetBucketAcl': ARTIFACTS,
  's3:GetBucketLocation': ARTIFACTS,
  's3:GetBucketVersioning': ARTIFACTS,
  's3:GetObject': ARTIFACTS,
  's3:GetObjectVersion': ARTIFACTS,
  's3:PutObjectAcl': ARTIFACTS,
};

const root = mkdtempSync(join(tmpdir(), 'codeless-ci-'));
let aws: LocalAws;
let terraform: Terraform;
let executions: LambdaCiExecutions;
let ci: OutsideCi;
let api: LambdaCiRepository;
let shop: LambdaCiRepository;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  executions = new LambdaCiExecutions(aws);
  ci = new OutsideCi(aws.environment);
  api = await LambdaCiRepository.create(aws, 'acme/api');
  shop = await LambdaCiRepository.create(aws, 'acme/shop');
  terraform = new Terraform(synthesize(128), {
    ...aws.environment,
    ...terraformEnvironment(),
    GITHUB_BASE_URL: `${aws.github.url}/`,
    GITHUB_TOKEN: 'local',
  });
  await terraform.init();
  await terraform.apply();
  // CodePipeline runs what is new once: without a connection it fails at the source.
  for (const name of Object.keys(functions(0))) expect((await executions.next(name)).status).toBe('Failed');
  aws.completeConnection((await terraform.output<{ connectionArn: string }>('outputs')).connectionArn);
});

afterAll(async () => {
  await aws.stop();
  rmSync(root, { recursive: true, force: true });
});

const synthesize = (memorySize: number): string =>
  synthesizeLambdaCi(join(root, 'cdktf.out'), join(root, 'terraform.tfstate'), functions(memorySize));

/** What callers of a function get. */
async function answer(name: string): Promise<unknown> {
  return (await ci.invoke(name, 'live')).payload.answer;
}

/** How often pipelines ran, beside the run that CodePipeline makes of what is new. */
async function runs(...names: string[]): Promise<number[]> {
  const wanted = async (name: string) =>
    (await executions.all(name)).filter(({ trigger }) => trigger?.triggerType !== 'CreatePipeline');
  return Promise.all(names.map(async (name) => (await wanted(name)).length));
}

/** Waits for a card in the channel. */
async function card(text: RegExp): Promise<string> {
  for (let looks = 0; looks < 200; looks += 1) {
    const found = aws.messages.map(({ title, text: body, fields }) =>
      [title, body, ...Object.values(fields)].join('\n'),
    );
    const match = found.find((message) => text.test(message));
    if (match !== undefined) return match;
    await pause(50);
  }
  throw new Error(`no card has ${String(text)}:\n${aws.messages.map((message) => JSON.stringify(message)).join('\n')}`);
}

describe('QA by pushes and production by releases of one repository', () => {
  let [first, second] = ['', ''];

  test('a push ships the head to QA, and to nothing else', async () => {
    first = await api.push('first', { 'index.mjs': handler('first') });
    await executions.succeeded('qa');
    second = await api.push('second', { 'index.mjs': handler('second') });
    const { sourceRevisions } = await executions.succeeded('qa');

    expect(sourceRevisions?.[0]?.revisionId).toBe(second);
    expect(await answer('qa')).toBe('second');
    expect(await runs('production', 'preview')).toEqual([0, 0]);
    await card(/SUCCEEDED[^]*\nqa\n/);
  });

  test('a tag that matches ships its commit, another starts nothing', async () => {
    await api.pushTag('draft', first);
    await api.pushTag('v0.9', first);
    await executions.succeeded('preview');

    expect(await answer('preview')).toBe('first');
    expect(await runs('preview', 'qa', 'production')).toEqual([1, 2, 0]);
  });

  test('a forged release starts nothing', async () => {
    const { webhookUrl = '' } =
      (await terraform.output<Record<string, { webhookUrl?: string }>>('outputs')).production ?? {};
    expect(await forgeRelease(webhookUrl, 'v0.9', new AbortController().signal)).toBe(403);
    expect(await runs('production')).toEqual([0]);
  });

  test('a release ships its tag and not the head, once for all that GitHub tells of it', async () => {
    await api.release('v1.0', first);
    await executions.succeeded('production');
    await executions.succeeded('preview');

    expect(await answer('production')).toBe('first');
    expect((await ci.alias('production', 'live')).Description).toContain('v1.0');
    expect(await answer('qa')).toBe('second');
    expect(await runs('production', 'qa')).toEqual([1, 2]);
    await card(/production[^]*v1\.0/);
  });

  test('fails in the tests, and the alias stays where it is', async () => {
    const { FunctionVersion: before } = await ci.alias('qa', 'live');
    await api.push('broken', { broken: '', 'index.mjs': handler('broken') });

    expect(await executions.next('qa')).toMatchObject({ status: 'Failed' });
    expect((await ci.alias('qa', 'live')).FunctionVersion).toBe(before);
    expect(await answer('qa')).toBe('second');
    await card(/FAILED[^]*\nqa\n/);
  });
});

test('two functions of one repository are shipped by what changed of each, one of them as its codeless.yml builds it', async () => {
  await shop.push('both', {
    'services/orders/index.mjs': handler('orders'),
    'services/users/index.mjs': handler('plain'),
    'services/users/codeless.yml': BUILT_BY_FILE,
  });
  await Promise.all([executions.succeeded('orders'), executions.succeeded('users')]);
  await shop.push('orders alone', { 'services/orders/index.mjs': handler('new orders') });
  await executions.succeeded('orders');
  await shop.push('neither', { 'README.md': 'shop' });

  expect([await answer('orders'), await answer('users')]).toEqual(['new orders', 'built for x86_64: index.handler']);
  expect(await runs('orders', 'users')).toEqual([2, 1]);
});

test('a build specification of one’s own finds the program and the function', async () => {
  const custom = await LambdaCiRepository.create(aws, 'acme/custom');
  await custom.push('plain', { 'index.mjs': handler('plain') });
  await executions.succeeded('custom');

  expect(await answer('custom')).toBe('built by hand');
});

test('after all of that Terraform has nothing to change', async () => {
  expect(await terraform.pendingChanges()).toBeUndefined();
});

describe('what the applied roles allow', () => {
  const shipped = Object.keys(functions(0));

  /** The policy of a role of each pipeline, and what its calls ask for. */
  async function roles(kind: 'buildRoleArn' | 'pipelineRoleArn') {
    const outputs = await terraform.output<Record<string, Record<string, string>>>('outputs');
    return Promise.all(
      shipped.map(async (name) => {
        const { [kind]: role = '' } = outputs[name] ?? {};
        const calls = aws.calls.filter(({ caller }) => caller === role);
        return { policy: await appliedPolicy(aws, role), requests: requestsOf(calls, subjectOf(name)) };
      }),
    );
  }

  const subjectOf = (functionName: string): CallSubject => ({
    functionName,
    packageType: 'Zip',
    layerName: `${functionName}-dependencies`,
    layers: [],
    bucket: BUCKET,
    root: `packages/${functionName}/`,
    deploymentGroup: '',
    variablesKey: undefined,
    topic: 'arn:aws:sns:us-east-1:000000000000:qa-deploys',
  });

  test.each([
    ['builds', 'buildRoleArn', UNUSED_BY_BUILDS],
    ['pipelines', 'pipelineRoleArn', UNUSED_BY_PIPELINES],
  ] as const)('is what %s called, and more than that only where there is a reason', async (_, kind, reasons) => {
    const found = await roles(kind);
    for (const { policy, requests } of found) {
      expect(requests.length).toBeGreaterThan(0);
      expect(await denied(policy, requests)).toEqual([]);
    }
    const unneeded = await unused(
      found.map(({ policy }) => policy),
      found.flatMap(({ requests }) => requests),
    );
    expect(unneeded).toEqual(Object.keys(reasons).sort());
  });
});

test('a configuration that Terraform changed reaches the alias by the pipeline, with the code that was released', async () => {
  await api.push('mended', { broken: undefined, 'index.mjs': handler('third') });
  await executions.succeeded('qa');
  synthesize(256);
  await terraform.apply();
  await Promise.all([executions.succeeded('qa'), executions.succeeded('production')]);

  for (const [name, code] of [
    ['qa', 'third'],
    ['production', 'first'],
  ] as const) {
    expect(await ci.configuration(name, 'live')).toMatchObject({ MemorySize: 256 });
    expect(await answer(name)).toBe(code);
  }
  expect(await terraform.pendingChanges()).toBeUndefined();
});

test('an artifact bucket that somebody removed is in the next plan, and after an apply pipelines run again', async () => {
  await removeBucket();
  const planned = await terraform.pendingChanges();
  expect(planned).toMatch(/aws_s3_bucket\.\S+ will be created/);
  expect(planned).toMatch(/aws_s3_object\.\S+ will be created/);
  await terraform.apply();
  await api.push('after the loss', { 'index.mjs': handler('fourth') });
  await executions.succeeded('qa');

  expect(await answer('qa')).toBe('fourth');
  expect(await terraform.pendingChanges()).toBeUndefined();
});

test('destroy leaves nothing', async () => {
  await terraform.destroy();
  expect(await remainingResources(aws.environment)).toEqual([]);
});

/** Deletes the bucket with all that is in it. */
async function removeBucket(): Promise<void> {
  const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }));
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
  await s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
}
