import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, TerraformStack } from 'cdktf';
import type { App } from 'cdktf';

/** A stack for the local AWS, with its state in a file of its own. */
export class LocalStack extends TerraformStack {
  constructor(app: App, id: string, stateFile: string) {
    super(app, id);
    new LocalBackend(this, { path: stateFile });
    new AwsProvider(this, 'aws', {
      region: 'us-east-1',
      skipCredentialsValidation: true,
      skipMetadataApiCheck: 'true',
      skipRegionValidation: true,
      s3UsePathStyle: true,
    });
  }
}
