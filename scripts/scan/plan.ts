import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../../bench/child';

/**
 * Plans a synthesized stack that is applied nowhere yet.
 *
 * @param folder where its `cdk.tf.json` is
 * @returns the plan as JSON, a file
 */
export async function planAsJson(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const terraform = (...args: string[]): Promise<{ readonly stdout: string }> =>
    runChild(env.TERRAFORM_BINARY_NAME ?? 'terraform', args, { cwd: folder, env });
  await terraform('init', '-input=false', '-no-color');
  await terraform('plan', '-input=false', '-no-color', '-out=plan.bin');
  const { stdout } = await terraform('show', '-json', 'plan.bin');
  const file = join(folder, 'plan.json');
  await writeFile(file, stdout);
  return file;
}
