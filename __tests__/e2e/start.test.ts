import { execFileSync, spawnSync } from 'node:child_process';

import { PROVIDER_VERSIONS } from '../../modules/shared/provider-versions';
import { DemoMachine, PROJECT } from '../demo/support/demo-machine';

/** The caches that live under the real home folder stay in use: the machines of these tests have homes of their own. */
const CACHES = {
  ...process.env,
  XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? `${process.env.HOME ?? ''}/.cache`,
};

/** The same machine without any setting of Terraform's. */
function withoutTerraformSettings(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_') && name !== 'XDG_CACHE_HOME');
  return Object.fromEntries(kept);
}

const marks = (stdout: string): string =>
  stdout
    .split('\n')
    .flatMap((line) => /^([✓–✗]) +\d+ {2}/.exec(line)?.[1] ?? [])
    .join('');

test('with everything there, all steps are done, and --keep leaves it up to look around until Ctrl-C', async () => {
  const machine = new DemoMachine(CACHES).installTerraform().installPython().installGit();
  let looked: ReturnType<typeof lookAround> | undefined;
  const { code, stdout, stderr } = await machine.run(['--strict', '--keep'], {}, (text, kill) => {
    if (looked !== undefined || !text.includes('Ctrl-C stops')) return;
    looked = lookAround(text);
    kill('SIGINT');
  });
  expect(stderr).toBe('');
  expect(marks(stdout)).toBe('✓✓✓✓✓✓✓✓✓');
  expect(stdout).toMatch(/aws_lambda_alias +CI +function_version, routing_config, description/);
  expect(stdout).toMatch(/builds run with your PATH and aws-cli\/[\d.]+, installed for them$/m);
  expect(stdout).toMatch(/GET \/ of demo-api → 503 .*This function has no code yet/);

  expect(stdout).toMatch(/the pipeline demo-api-qa shipped it in [\d.]+ s$/m);
  expect(stdout).toMatch(/STARTED\n.*Pipeline: demo-api-qa$/m);
  expect(stdout).toMatch(/Deployed .* to `demo-api-qa:live`\n.*1 → 2$/m);
  expect(stdout).toMatch(/SUCCEEDED\n.*Pipeline: demo-api-qa$/m);
  expect(stdout).toMatch(/GET \/ of demo-api-qa → 200 .*Hello from what comes after the release/);
  expect(stdout).toContain('"slug": "terraform-never-sees-this"');

  expect(stdout).toMatch(/released v1\.0\.0 at [0-9a-f]{7}, which is not the head: demo-api shipped it in [\d.]+ s$/m);
  expect(stdout).toContain('Deployed `v1.0.0` to `demo-api:live`');
  expect(stdout).toMatch(/GET \/ of demo-api → 200 .*Hello from code that Terraform never touched/);
  expect(stdout).toContain('the webhook: ping 200, release created 200, release published 200, release released 200');
  expect(stdout).toContain('a forged release: 403; runs that all of these started: 1');

  expect(stdout).toContain('no changes');
  expect(stdout).toMatch(/^caller ──▶ HTTP API ──▶ alias live ─+▶ version 2/m);
  expect(stdout).toMatch(/^All done in \d+\.\d s\.$/m);
  expect(looked).toMatchObject({ application: expect.stringContaining('"version": "2"') as string, planCode: 0 });
  expect(code).toBe(0);
  expect(machine.leftovers()).toEqual([]);
});

/** Does what the tour prints at its end: the application's address, and Terraform's plan. */
function lookAround(text: string): { readonly application: string; readonly planCode: number | null } {
  const lines = text.split('\n');
  const command = (start: string): string => lines.find((line) => line.startsWith(start)) ?? `false ${start}`;
  const exports = lines.filter((line) => line.startsWith('export ')).join('\n');
  const shell = (script: string) => spawnSync('sh', ['-c', `${exports}\n${script}`], { encoding: 'utf8' });
  return {
    application: shell(command('curl ')).stdout,
    planCode: shell(`${command('terraform ')} -detailed-exitcode`).status,
  };
}

test('without a registry and with the AWS provider alone, the placeholder is prebuilt, a pushed tag ships, and all steps are done', async () => {
  const machine = new DemoMachine(withoutTerraformSettings())
    .installTerraform({ HTTPS_PROXY: 'http://127.0.0.1:9' })
    .installPython()
    .installGit();
  const mirror = machine.mirrorAwsProvider(PROVIDER_VERSIONS.aws);
  const { code, stdout, stderr } = await machine.run(['--strict']);
  expect(stderr).toBe('');
  expect(marks(stdout)).toBe('✓✓✓✓✓✓✓✓✓');
  expect(stdout).toMatch(/^ +hashicorp\/aws v[\d.]+$/m);
  expect(stdout).toContain(mirror);
  expect(stdout).toContain("Only the AWS provider is there, so the placeholder ships 'prebuilt'");
  expect(stdout).toMatch(/git push acme\/demo-api v1\.0\.0: [0-9a-f]{7}, which is not the head: demo-api shipped it/);
  expect(stdout).toMatch(/GET \/ of demo-api → 200 .*Hello from code that Terraform never touched/);
  expect(code).toBe(0);
  expect(machine.leftovers()).toEqual([]);
});

test('without Terraform, the stack is synthesized and the rest is left out', async () => {
  const machine = new DemoMachine(CACHES).installPython().installGit();
  const { code, stdout, stderr } = await machine.run([]);
  expect(stderr).toBe('');
  expect(marks(stdout)).toBe('✓––––––––');
  expect(stdout).toContain(
    "'terraform' is not on PATH: install it from https://developer.hashicorp.com/terraform/install (1.5 or newer).",
  );
  expect(stdout).toContain('Deploy the stack with cdktf and Terraform  left out: needs Terraform\n');
  expect(stdout).toContain('with steps left out: 2, 3, 4, 5, 6, 7, 8, 9.');
  expect(code).toBe(0);
  expect(machine.leftovers()).toEqual([]);
});

test('without Git, the providers are found and what runs on the local AWS is left out', async () => {
  const machine = new DemoMachine(CACHES).installTerraform().installPython();
  const { code, stdout, stderr } = await machine.run([]);
  expect(stderr).toBe('');
  expect(marks(stdout)).toBe('✓–✓––––––');
  expect(stdout).toContain("'git' is not on PATH: install it from https://git-scm.com/downloads.");
  expect(stdout).toContain('a GitHub beside it  left out: needs Git\n');
  expect(code).toBe(0);
  expect(machine.leftovers()).toEqual([]);
});

test('without Python, the providers are found and what runs on the local AWS is left out', async () => {
  const machine = new DemoMachine(CACHES).installTerraform().installGit();
  const { code, stdout, stderr } = await machine.run([]);
  expect(stderr).toBe('');
  expect(marks(stdout)).toBe('✓–✓––––––');
  expect(stdout).toMatch(/No Python that runs the local AWS is on PATH: install CPython .* from https:/);
  expect(stdout).toContain('a GitHub beside it  left out: needs Python\n');
  expect(code).toBe(0);
  expect(machine.leftovers()).toEqual([]);
});

test('fails with --strict when a step is left out', async () => {
  const machine = new DemoMachine(CACHES);
  const { code, stdout } = await machine.run(['--strict']);
  expect(stdout).toContain('a GitHub beside it  left out: needs Terraform and Python and Git\n');
  expect(code).toBe(1);
  expect(machine.leftovers()).toEqual([]);
});

test('fails at the step that fails, with what was said and no steps after it', async () => {
  const machine = new DemoMachine(CACHES);
  const { code, stdout } = await machine.run([], { DEMO_MEMORY_SIZE: 'much' });
  expect(marks(stdout)).toBe('✗');
  expect(stdout).toMatch(/│ +DEMO_MEMORY_SIZE must be .*, got 'much'$/m);
  expect(code).toBe(1);
  expect(machine.leftovers()).toEqual([]);
});

test('fails as stopped on Ctrl-C in the middle of the deployment, and leaves nothing', async () => {
  const machine = new DemoMachine(CACHES).installTerraform().installPython().installGit();
  let stopped = false;
  const { code, stdout } = await machine.run(['--verbose'], {}, (text, kill) => {
    if (stopped || !text.includes('Creating...')) return;
    stopped = true;
    kill('SIGINT');
  });
  expect(marks(stdout)).toBe('✓✓✓✓');
  expect(stdout).toMatch(/Stopped; everything is cleaned up\.$/m);
  expect(code).toBe(130);
  expect(machine.leftovers()).toEqual([]);
});

test('fails in one sentence on a flag that it does not know', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/demo/main.js', '--kepe'], { cwd: PROJECT });
  expect(stderr.toString()).toBe("npm start does not know '--kepe': npm start -- --help lists what it does know.\n");
  expect(stdout.toString()).toBe('');
  expect(status).toBe(2);
});

test('--help names the exit codes', () => {
  const text = execFileSync(process.execPath, ['dist/demo/main.js', '--help'], { cwd: PROJECT, encoding: 'utf8' });
  expect(text).toContain('1    a step failed, or with --strict was left out');
});
