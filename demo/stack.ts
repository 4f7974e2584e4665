import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand, type CommandOptions } from './command';
import { StepError } from './step-error';

/** The stack that the tour is about. */
export const STACK = 'demo';

/** What the tour reads of a synthesized stack. */
export interface SynthesizedStack {
  readonly terraform: { readonly required_providers: Readonly<Record<string, RequiredProvider>> };
  readonly resource: Readonly<Record<string, Readonly<Record<string, SynthesizedResource>>>>;
}

/** Where a provider comes from and which releases will do. */
export interface RequiredProvider {
  readonly source: string;
  readonly version?: string;
}

interface SynthesizedResource {
  readonly lifecycle?: { readonly ignore_changes?: readonly string[] };
}

/** The folder of a synthesized stack, in which Terraform runs. */
export function stackFolder(output: string): string {
  return join(output, 'stacks', STACK);
}

/** Runs the CDKTF app, which writes its stacks below `output`, and reads the demo stack. */
export async function synthesize(output: string, options: CommandOptions): Promise<SynthesizedStack> {
  const app = join(options.cwd, 'dist', 'main.js');
  const result = await runCommand(process.execPath, [app], {
    ...options,
    env: { ...options.env, CDKTF_OUTDIR: output },
  });
  if (result.code !== 0) {
    throw new StepError('The CDKTF app, node dist/main.js, did not synthesize: see its message.', result.output);
  }
  const file = join(stackFolder(output), 'cdk.tf.json');
  return JSON.parse(readFileSync(file, 'utf8')) as SynthesizedStack;
}

/** How many resources of each type the stack has, most first. */
export function inventory(stack: SynthesizedStack): readonly (readonly [type: string, count: number])[] {
  return Object.entries(stack.resource)
    .map(([type, resources]) => [type, Object.keys(resources).length] as const)
    .sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
}

/** How many resources the stack has. */
export function resourceCount(stack: SynthesizedStack): number {
  return inventory(stack).reduce((sum, [, count]) => sum + count, 0);
}

/** The attributes of functions and aliases that Terraform leaves to CI, by resource type. */
export function attributesOfCi(stack: SynthesizedStack): ReadonlyMap<string, readonly string[]> {
  const owned = new Map<string, readonly string[]>();
  for (const [type, resources] of Object.entries(stack.resource)) {
    if (!type.startsWith('aws_lambda_')) continue;
    const ignored = Object.values(resources).flatMap((resource) => resource.lifecycle?.ignore_changes ?? []);
    if (ignored.length > 0) owned.set(type, [...new Set(ignored)]);
  }
  return owned;
}
