import { join } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import { readConfig } from '../../stacks/config';
import { DemoStack } from '../../stacks/demo-stack';
import { FullStack } from '../../stacks/full-stack';

/** A stack that was written. */
export interface SynthesizedStack {
  readonly name: string;
  /** Where its `cdk.tf.json` is. */
  readonly path: string;
}

/** Writes the stacks that are scanned. */
export function synthesizeStacks(folder: string, env: NodeJS.ProcessEnv): readonly SynthesizedStack[] {
  const app = new App({ outdir: folder });
  const config = readConfig(env);
  const stacks: TerraformStack[] = [new DemoStack(app, 'demo', config), new FullStack(app, 'full', config)];
  app.synth();
  return stacks.map(({ node }) => ({ name: node.id, path: join(folder, 'stacks', node.id) }));
}
