import { App } from 'cdktf';
import { ConfigError, readConfig } from './stacks/config';
import { DemoStack } from './stacks/demo-stack';

function main(): void {
  const app = new App();
  new DemoStack(app, 'demo', readConfig(process.env));
  app.synth();
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
