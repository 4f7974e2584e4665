import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { DeployContract, PlaceholderDelivery } from '../../modules';
import { contractParameterName, PLACEHOLDER_MARKER, PLACEHOLDER_MESSAGE } from '../../modules';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { remainingResources } from './support/inventory';
import { OutsideCi } from './support/outside';
import type { OwnershipOptions } from './support/ownership-stack';
import { synthesizeOwnership } from './support/ownership-stack';
import { cdktf } from './support/cdktf';
import { Terraform, terraformEnvironment } from './support/terraform';

const HTTP_EVENT = { requestContext: { http: { method: 'GET', path: '/' } }, version: '2.0' };

describe.each<PlaceholderDelivery>(['archive', 'prebuilt'])('who owns what, with the placeholder %s', (placeholder) => {
  const root = mkdtempSync(join(tmpdir(), 'codeless-ownership-'));
  const outdir = join(root, 'cdktf.out');
  let aws: LocalAws;
  let environment: Record<string, string>;
  let terraform: Terraform;
  let ci: OutsideCi;
  let options: OwnershipOptions = {
    placeholder,
    memorySize: 128,
    description: 'as created',
    environment: { GREETING: 'hello' },
    layers: [],
    architecture: 'x86_64',
    handler: 'app.main.handler',
  };

  const synthesize = (changes: Partial<OwnershipOptions> = {}): string => {
    options = { ...options, ...changes };
    return synthesizeOwnership(outdir, join(root, 'terraform.tfstate'), options);
  };

  const contract = async (): Promise<DeployContract> => {
    const ssm = new SSMClient(clientConfig(aws.environment));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: contractParameterName('shipped') }));
    return JSON.parse(Parameter?.Value ?? '') as DeployContract;
  };

  const servedVersion = async (functionName: string): Promise<string | undefined> =>
    (await ci.alias(functionName, 'live')).FunctionVersion;

  beforeAll(async () => {
    aws = await startLocalAws();
    environment = { ...aws.environment, ...terraformEnvironment() };
    ci = new OutsideCi(aws.environment);
  });

  afterAll(async () => {
    await aws.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test('the first apply puts the alias on version 1, which says that there is no code yet', async () => {
    const folder = synthesize();
    terraform = new Terraform(folder, environment);
    if (placeholder === 'archive') {
      await cdktf(['deploy', 'ownership', '--auto-approve', '--skip-synth', '--output', outdir], environment);
    } else {
      const planner = new Terraform(join(root, 'planner'), environment);
      const applier = new Terraform(join(root, 'applier'), environment);
      cpSync(folder, planner.folder, { recursive: true });
      cpSync(folder, applier.folder, { recursive: true });
      await planner.init();
      await planner.plan(join(root, 'first.tfplan'));
      rmSync(planner.folder, { recursive: true });
      await applier.init();
      await applier.apply(join(root, 'first.tfplan'));
      await terraform.init();
    }

    expect(await servedVersion('shipped')).toBe('1');
    expect(await ci.invoke('shipped', 'live', HTTP_EVENT)).toMatchObject({
      payload: { statusCode: 503, headers: { [PLACEHOLDER_MARKER]: 'true' } },
      version: '1',
    });
    const plain = await ci.invoke('shipped', 'live');
    expect(plain.error).toBeDefined();
    expect(JSON.stringify(plain.payload)).toContain(PLACEHOLDER_MESSAGE);
    expect(JSON.stringify(plain.payload)).toContain(PLACEHOLDER_MARKER);
    expect(await contract()).toMatchObject({
      schemaVersion: 1,
      functionName: 'shipped',
      aliasName: 'live',
      placeholderSha256: (await ci.configuration('shipped', '1')).CodeSha256,
    });
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('the plan stays empty after each step of a deploy: code, version, alias, layer', async () => {
    await ci.uploadCode('shipped', 'first release');
    expect(await terraform.pendingChanges()).toBeUndefined();

    const code = await ci.publish('shipped');
    expect(await terraform.pendingChanges()).toBeUndefined();

    await ci.moveAlias('shipped', 'live', code);
    expect(await terraform.pendingChanges()).toBeUndefined();
    expect(await ci.invoke('shipped', 'live')).toMatchObject({ payload: { answer: 'first release' }, version: code });

    await ci.setLayers('shipped', [await ci.publishLayer('shipped-dependencies')]);
    expect(await terraform.pendingChanges()).toBeUndefined();

    const layer = await ci.publish('shipped');
    await ci.moveAlias('shipped', 'live', layer);
    expect(await terraform.pendingChanges()).toBeUndefined();
    expect(await servedVersion('shipped')).toBe(layer);
  });

  test('the plan stays empty with an alias that is half way from one version to the next', async () => {
    const before = (await servedVersion('shipped')) ?? '';
    await ci.uploadCode('shipped', 'second release');
    const next = await ci.publish('shipped');
    await ci.moveAlias('shipped', 'live', before, { [next]: 0.5 });

    expect(await terraform.pendingChanges()).toBeUndefined();
    await terraform.apply();
    expect(await ci.alias('shipped', 'live')).toMatchObject({
      FunctionVersion: before,
      RoutingConfig: { AdditionalVersionWeights: { [next]: 0.5 } },
    });
    await ci.moveAlias('shipped', 'live', next);
  });

  test('an apply does not undo a rollback', async () => {
    await ci.moveAlias('shipped', 'live', '2');

    expect(await terraform.pendingChanges()).toBeUndefined();
    await terraform.apply();
    expect(await ci.alias('shipped', 'live')).toMatchObject({ FunctionVersion: '2', Description: 'release 2' });
    expect(await ci.invoke('shipped', 'live')).toMatchObject({ payload: { answer: 'first release' } });
  });

  test('a change of the configuration reaches the function and the contract, and neither alias, code nor layers', async () => {
    const [functionBefore, contractBefore] = [await ci.configuration('shipped'), await contract()];
    synthesize({
      memorySize: 256,
      description: 'a "second" ${description}',
      environment: { GREETING: 'hello ${aws:username} 100%{x} "quoted" \\ back' },
    });
    await terraform.apply();

    expect(await ci.configuration('shipped')).toMatchObject({
      MemorySize: 256,
      Description: 'a "second" ${description}',
      Environment: { Variables: { GREETING: 'hello ${aws:username} 100%{x} "quoted" \\ back' } },
      CodeSha256: functionBefore.CodeSha256,
      Layers: functionBefore.Layers,
    });
    expect(await servedVersion('shipped')).toBe('2');
    expect((await contract()).configurationSha256).not.toBe(contractBefore.configurationSha256);
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('a layer that Terraform declares changes the contract alone, and the function without CI', async () => {
    const [functionBefore, contractBefore] = [await ci.configuration('shipped'), await contract()];
    const base = await ci.publishLayer('base');
    synthesize({ layers: [base] });
    await terraform.apply();

    const contractAfter = await contract();
    expect(contractAfter.layers).toEqual([base]);
    expect(contractAfter.configurationSha256).not.toBe(contractBefore.configurationSha256);
    expect((await ci.configuration('shipped')).Layers).toEqual(functionBefore.Layers);
    expect((await ci.configuration('tracked')).Layers?.map(({ Arn }) => Arn)).toEqual([base]);
  });

  test('with aliasOwner terraform the alias follows the newest version', async () => {
    await ci.uploadCode('tracked', 'by hand');
    const version = await ci.publish('tracked');
    expect(await terraform.pendingChanges()).toContain('function_version');
    await terraform.apply();

    expect(await servedVersion('tracked')).toBe(version);
    expect(await ci.invoke('tracked', 'live')).toMatchObject({ payload: { answer: 'by hand' } });
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('a change of the architecture uploads the placeholder again, and every alias keeps serving the good version', async () => {
    // With another handler the placeholder is another one too.
    synthesize({ architecture: 'arm64', handler: 'app.other.handler' });
    await terraform.apply();

    const { placeholderSha256 } = await contract();
    expect(await ci.configuration('shipped')).toMatchObject({
      Architectures: ['arm64'],
      CodeSha256: placeholderSha256,
    });
    expect(await ci.invoke('shipped', 'live')).toMatchObject({ payload: { answer: 'first release' }, version: '2' });
    expect(await ci.configuration('tracked', 'live')).toMatchObject({ Architectures: ['x86_64'] });
    expect(await ci.invoke('tracked', 'live')).toMatchObject({ payload: { answer: 'by hand' } });
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('destroy leaves nothing', async () => {
    if (placeholder === 'archive') {
      await cdktf(['destroy', 'ownership', '--auto-approve', '--skip-synth', '--output', outdir], environment);
    } else {
      await terraform.destroy();
    }
    expect(await remainingResources(aws.environment)).toEqual([]);
  });
});
