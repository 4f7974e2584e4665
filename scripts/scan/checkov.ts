import { join } from 'node:path';
import * as z from 'zod';
import { runChild } from '../../bench/child';
import type { Finding } from './judge';

/** The scanner, as PyPI has it. */
export const CHECKOV = 'checkov==3.3.30';

const report = z.object({
  summary: z.object({ passed: z.number(), parsing_errors: z.literal(0) }),
  results: z.object({
    failed_checks: z.array(z.object({ check_id: z.string(), check_name: z.string(), resource: z.string() })),
  }),
});

/** What Checkov says of one stack. */
export interface Scan {
  readonly passed: number;
  readonly findings: readonly Finding[];
}

/**
 * Runs Checkov on a plan, without the network.
 *
 * @param bin directory of its program
 * @param plan the file that `terraform show -json` wrote
 */
export async function scanPlan(bin: string, plan: string, stack: string): Promise<Scan> {
  const flags = ['--framework', 'terraform_plan', '--skip-download', '--compact', '--quiet', '--output', 'json'];
  // Else it counts what it finds as its own failure.
  const { stdout } = await runChild(join(bin, 'checkov'), ['--file', plan, '--soft-fail', ...flags]);
  const { summary, results } = report.parse(JSON.parse(stdout));
  const findings = results.failed_checks.map((failed) => ({
    check: failed.check_id,
    title: failed.check_name,
    resource: failed.resource,
    stack,
  }));
  return { passed: summary.passed, findings };
}
