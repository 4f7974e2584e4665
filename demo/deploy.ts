import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand, type CommandOptions } from './command';
import { STACK, stackFolder } from './stack';
import type { StackOutputs } from './stack-outputs';
import { StepError } from './step-error';
import type { Terraform } from './terraform';

/** Deploys the demo stack with the CDKTF command line, as a user would, into an output folder of the tour's own. */
export async function deployStack(
  output: string,
  resources: number,
  options: CommandOptions,
  progress: (text: string) => void,
): Promise<StackOutputs> {
  const outputs = join(output, 'outputs.json');
  const cdktf = join(options.cwd, 'node_modules', '.bin', 'cdktf');
  const app = `"${process.execPath}" dist/main.js`;
  // The providers are a mirror of ours: `terraform providers lock` would ask the registry nevertheless.
  const flags = ['--auto-approve', '--skip-provider-lock', '--no-color', '--app', app, '--output', output];
  let created = 0;
  progress('synthesizing');
  const result = await runCommand(cdktf, ['deploy', STACK, ...flags, '--outputs-file', outputs], {
    ...options,
    onLine: (line) => {
      options.onLine?.(line);
      if (line.includes('Creation complete')) created += 1;
      if (created > 0) progress(`${created} of ${resources} resources created`);
      else if (line.includes('Initializing')) progress('terraform init, then a plan');
    },
  });
  if (result.code !== 0)
    throw new StepError(`'cdktf deploy ${STACK}' ended with exit code ${result.code}.`, result.output);
  const all = JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, StackOutputs | undefined>;
  const own = all[STACK];
  if (own === undefined) throw new StepError(`'cdktf deploy ${STACK}' wrote no outputs of the stack.`, result.output);
  return own;
}

/**
 * Asks Terraform whether it would change anything.
 *
 * @throws StepError with the plan when it would.
 */
export async function expectEmptyPlan(terraform: Terraform, output: string, options: CommandOptions): Promise<void> {
  const args = ['plan', '-detailed-exitcode', '-input=false', '-no-color'];
  const result = await runCommand(terraform.program, args, { ...options, cwd: stackFolder(output) });
  if (result.code === 2) {
    throw new StepError('Terraform would change something, which it must not after CI has shipped.', result.output);
  }
  if (result.code !== 0) throw new StepError(`'terraform plan' ended with exit code ${result.code}.`, result.output);
}
