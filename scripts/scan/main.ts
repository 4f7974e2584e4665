import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPythonProgram } from '../../demo/python-programs';
import { findPython, startLocalAws } from '../../local-aws';
import { CHECKOV, scanPlan } from './checkov';
import { judge, type Finding } from './judge';
import { planAsJson } from './plan';
import { SKIPS } from './skips';
import { synthesizeStacks } from './stacks';

const show = (line: string): void => void process.stdout.write(`${line}\n`);

/** Plans the stacks against a local AWS and holds the plans against Checkov's rules. */
async function main(): Promise<void> {
  const python = findPython();
  if (python === undefined) {
    throw new Error(
      'No Python is on PATH: the scan needs CPython 3.10 or newer, from https://www.python.org/downloads/',
    );
  }
  const bin = await installPythonProgram(python, [CHECKOV], show);
  const folder = await mkdtemp(join(tmpdir(), 'codeless-scan-'));
  const aws = await startLocalAws();
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', ...aws.environment };
    const findings: Finding[] = [];
    for (const { name, path } of synthesizeStacks(folder, env)) {
      show(`${name}: planning`);
      const scan = await scanPlan(bin, await planAsJson(path, env), name);
      show(`${name}: ${scan.passed} checks passed, ${scan.findings.length} failed`);
      findings.push(...scan.findings);
    }
    report(findings);
  } finally {
    await aws.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function report(findings: readonly Finding[]): void {
  const { open, skipped, needless } = judge(findings, SKIPS);
  for (const reason of new Set(skipped.map((one) => one.reason))) {
    const those = skipped.filter((one) => one.reason === reason);
    const checks = [...new Set(those.map(({ finding }) => finding.check))].join(', ');
    show(`left as it is, ${those.length}x ${checks}: ${reason}`);
  }
  for (const { stack, check, title, resource } of open) show(`FAILED ${stack}: ${check} ${title}: ${resource}`);
  for (const { check, resource } of needless) show(`NEEDLESS: no ${resource.source} fails ${check} any more`);
  const failed = open.length + needless.length;
  show(failed === 0 ? 'Nothing to mend.' : `${failed} to mend.`);
  if (failed > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
