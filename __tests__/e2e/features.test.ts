import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import { FeaturesStack } from './support/features-stack';
import { remainingResources } from './support/inventory';
import { OutsideCi } from './support/outside';
import { Terraform, terraformEnvironment } from './support/terraform';

describe('everything that a codeless function can have', () => {
  const root = mkdtempSync(join(tmpdir(), 'codeless-features-'));
  let aws: LocalAws;
  let terraform: Terraform;

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

  test('destroy leaves nothing', async () => {
    await terraform.destroy();
    expect(await remainingResources(aws.environment)).toEqual([]);
  });
});
