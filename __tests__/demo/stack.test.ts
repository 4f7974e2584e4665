import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { drawOwnership } from '../../demo/picture';
import { StepError } from '../../demo/step-error';
import { attributesOfCi, inventory, resourceCount, synthesize, type SynthesizedStack } from '../../demo/stack';
import { temporaryFolder, writeProgram } from './support/temporary-folder';

const STACK: SynthesizedStack = {
  terraform: { required_providers: { aws: { source: 'aws' } } },
  resource: {
    aws_iam_role: { role: { lifecycle: { ignore_changes: ['tags'] } } },
    aws_lambda_alias: {
      live: { lifecycle: { ignore_changes: ['function_version'] } },
      beta: { lifecycle: { ignore_changes: ['function_version', 'routing_config'] } },
    },
    aws_lambda_function: { api: { lifecycle: { ignore_changes: ['filename', 'layers'] } } },
  },
};

function project(app: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'dist'));
  writeProgram(join(folder, 'dist', 'main.js'), app);
  return folder;
}

const run = (cwd: string) => ({ cwd, env: process.env, signal: new AbortController().signal });

test('resources are counted by type, most first', () => {
  expect(inventory(STACK)).toEqual([
    ['aws_lambda_alias', 2],
    ['aws_iam_role', 1],
    ['aws_lambda_function', 1],
  ]);
  expect(resourceCount(STACK)).toBe(4);
});

test('what Terraform ignores of functions and aliases is what CI owns', () => {
  expect(Object.fromEntries(attributesOfCi(STACK))).toEqual({
    aws_lambda_alias: ['function_version', 'routing_config'],
    aws_lambda_function: ['filename', 'layers'],
  });
});

test('the table says who owns what', () => {
  const table = drawOwnership(attributesOfCi(STACK), 2);
  expect(table).toMatch(/^aws_lambda_alias +.*CI.* +function_version, routing_config$/m);
  expect(table).toMatch(/Terraform.* +all else, and 2 more resources$/);
});

test('the app writes where it is told, and the stack is read from there', async () => {
  const app = `
    const folder = process.env.CDKTF_OUTDIR + '/stacks/demo';
    require('node:fs').mkdirSync(folder, { recursive: true });
    require('node:fs').writeFileSync(folder + '/cdk.tf.json', ${JSON.stringify(JSON.stringify(STACK))});`;
  await expect(synthesize(join(temporaryFolder(), 'out'), run(project(app)))).resolves.toEqual(STACK);
});

test('fails with what the app said', async () => {
  const app = "console.error('DEMO_MEMORY_SIZE must be a whole number'); process.exit(2)";
  const failing = synthesize(temporaryFolder(), run(project(app)));
  await expect(failing).rejects.toThrow(StepError);
  await expect(failing).rejects.toMatchObject({ output: ['DEMO_MEMORY_SIZE must be a whole number'] });
});
