import { join } from 'node:path';
import { App } from 'cdktf';
import { ValidationError } from './modules';
import { ConfigError, readConfig } from './stacks/config';
import { DemoStack } from './stacks/demo-stack';

function main(): void {
  // First, since an app makes its output directory.
  const config = readConfig(process.env);
  const app = new App();
  new DemoStack(app, 'demo', config);
  app.synth();
  process.stdout.write(`wrote ${join(app.outdir, 'stacks', 'demo', 'cdk.tf.json')}\n`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ValidationError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
