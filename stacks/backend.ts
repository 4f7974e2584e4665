import { join, relative, resolve } from 'node:path';
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend } from 'cdktf';
import type { TerraformBackend, TerraformStack } from 'cdktf';
import type { BackendConfig } from './config';

/** Gives a stack the backend that the configuration names. Call it before anything that depends on the backend. */
export function useBackend(stack: TerraformStack, config: BackendConfig): TerraformBackend {
  switch (config.type) {
    case 's3':
      // The lock file beside the state needs Terraform 1.10; CDKTF's own type is older than the argument.
      stack.addOverride('terraform.backend.s3.use_lockfile', true);
      return new S3Backend(stack, { bucket: config.bucket, key: config.key, region: config.region, encrypt: true });
    case 'cloud':
      return new CloudBackend(stack, {
        organization: config.organization,
        hostname: config.hostname,
        workspaces: new NamedCloudWorkspace(config.workspace),
      });
    case 'local':
      return new LocalBackend(stack, { path: statePath(stack, config.directory) });
  }
}

/** A state file beside the project, named from the stack's own folder so that the output is the same on every machine. */
function statePath(stack: TerraformStack, directory: string | undefined): string {
  const name = `terraform.${stack.node.id}.tfstate`;
  if (directory !== undefined) {
    return join(resolve(directory), name);
  }
  return relative(resolve(App.of(stack).outdir, 'stacks', stack.node.id), resolve(name));
}
