import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import { FeaturesStack } from './support/features-stack';
import { Registry } from './support/images';
import { remainingResources } from './support/inventory';
import { startCodeless, type ProgramEnd } from './support/codeless-program';
import { OutsideCi } from './support/outside';
import { Terraform, terraformEnvironment } from './support/terraform';

describe('everything that a codeless function can have', () => {
  const root = mkdtempSync(join(tmpdir(), 'codeless-features-'));
  let aws: LocalAws;
  let terraform: Terraform;
  let registry: Registry;

  beforeAll(async () => {
    aws = await startLocalAws();
    const app = new App({ outdir: join(root, 'cdktf.out') });
    new FeaturesStack(app, 'features', join(root, 'terraform.tfstate'));
    app.synth();
    terraform = new Terraform(join(root, 'cdktf.out/stacks/features'), {
      ...aws.environment,
      ...terraformEnvironment(),
    });
    await terraform.init();
    registry = new Registry(aws);
    await registry.create('placeholder');
    await registry.push('placeholder', 'first', { tag: '1' });
  });

  afterAll(async () => {
    await aws.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test('is applied as declared, and the next plan is empty', async () => {
    await terraform.apply();

    const ci = new OutsideCi(aws.environment);
    expect(await ci.configuration('features-everything', 'live')).toMatchObject({
      Version: '1',
      MemorySize: 512,
      Environment: { Variables: { TABLE: 'orders', TEMPLATE: '${not:terraform} %{nor} "this"' } },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/features-everything' },
    });
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('images are shipped and rolled back, and the plan stays empty', async () => {
    await registry.create('app', true);
    const [one, two] = [
      await registry.push('app', 'one', { tag: 'v1' }),
      await registry.push('app', 'two', { tag: 'v2' }),
    ];
    const image = async (...args: string[]): Promise<ProgramEnd> =>
      startCodeless([...args, '--function-name', 'features-image', '--json'], aws.environment).ended;
    const served = async (): Promise<object> => {
      const { Version, CodeSha256 } = await new OutsideCi(aws.environment).configuration('features-image', 'live');
      return { Version, CodeSha256 };
    };

    const first = await image('deploy', '--image-uri', one.uri, '--source-version', 'v1');
    expect(first).toMatchObject({ exit: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({
      outcome: 'released',
      code: { imageUri: one.uri, sha256: one.hex },
    });
    expect(await served()).toEqual({ Version: '2', CodeSha256: one.hex });
    expect(await terraform.pendingChanges()).toBeUndefined();

    expect(await image('deploy', '--image-uri', registry.uri('app:v2'), '--source-version', 'v2')).toMatchObject({
      exit: 0,
    });
    expect(await served()).toEqual({ Version: '3', CodeSha256: two.hex });
    const calls = aws.calls.length;
    const again = await image('deploy', '--image-uri', registry.uri('app:v2'), '--source-version', 'v2');
    expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'unchanged', fromVersion: '3' });
    expect(aws.calls.slice(calls).filter(({ write }) => write)).toEqual([]);

    expect(await image('rollback')).toMatchObject({ exit: 0 });
    expect(await served()).toEqual({ Version: '2', CodeSha256: one.hex });
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('destroy leaves nothing', async () => {
    await terraform.destroy();
    expect(await remainingResources(aws.environment)).toEqual([]);
  });
});
