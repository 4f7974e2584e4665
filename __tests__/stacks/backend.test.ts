import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { useBackend } from '../../stacks/backend';
import type { BackendConfig } from '../../stacks/config';
import { synthesize, temporaryPath, testApp } from '../helpers/synth';
import { inDirectory } from '../helpers/working-directory';

function terraformOf(config: BackendConfig, outdir?: string): unknown {
  const stack = new TerraformStack(testApp(outdir), 'demo');
  useBackend(stack, config);
  return synthesize(stack).section('terraform');
}

test('S3 keeps the state encrypted, with its lock beside it', () => {
  expect(terraformOf({ type: 's3', bucket: 'states', key: 'demo.tfstate', region: 'eu-west-1' })).toEqual({
    backend: {
      s3: { bucket: 'states', key: 'demo.tfstate', region: 'eu-west-1', encrypt: true, use_lockfile: true },
    },
  });
});

test('Terraform Cloud takes the workspace by its name', () => {
  expect(terraformOf({ type: 'cloud', organization: 'shop', workspace: 'demo', hostname: 'tfe.shop.example' })).toEqual(
    { cloud: { organization: 'shop', hostname: 'tfe.shop.example', workspaces: { name: 'demo' } } },
  );
});

test('Terraform Cloud is HashiCorp’s unless a host is named', () => {
  expect(terraformOf({ type: 'cloud', organization: 'shop', workspace: 'demo', hostname: undefined })).toEqual({
    cloud: { organization: 'shop', workspaces: { name: 'demo' } },
  });
});

test('a local state lies in the working directory, named from the stack’s own folder', () => {
  const terraform = inDirectory(temporaryPath(), () =>
    terraformOf({ type: 'local', directory: undefined }, 'cdktf.out'),
  );
  expect(terraform).toEqual({ backend: { local: { path: '../../../terraform.demo.tfstate' } } });
});

test('a local state lies where it was asked for, whatever the working directory', () => {
  const directory = temporaryPath();
  const terraform = inDirectory(temporaryPath(), () => terraformOf({ type: 'local', directory }));
  expect(terraform).toEqual({ backend: { local: { path: join(directory, 'terraform.demo.tfstate') } } });
});
