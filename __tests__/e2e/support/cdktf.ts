import { resolve } from 'node:path';
import { run } from './terraform';

const PROJECT = resolve(__dirname, '../../..');

/** Runs the cdktf CLI in the project, and fails with what it printed. */
export async function cdktf(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  const { exitCode, output } = await run('node_modules/.bin/cdktf', args, PROJECT, { ...environment, CI: '1' });
  if (exitCode !== 0) {
    throw new Error(`cdktf ${args.join(' ')} ended with ${exitCode}:\n${output}`);
  }
  return output;
}
