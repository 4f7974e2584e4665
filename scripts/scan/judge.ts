import type { Skip } from './skips';

/** A check that failed. */
export interface Finding {
  readonly check: string;
  readonly title: string;
  /** Address of the resource. */
  readonly resource: string;
  /** The stack that it is in. */
  readonly stack: string;
}

/** What became of the findings. */
export interface Verdict {
  /** What must be mended. */
  readonly open: readonly Finding[];
  /** What is left as it is, and why. */
  readonly skipped: readonly { readonly finding: Finding; readonly reason: string }[];
  /** Skips that nothing needs any more. */
  readonly needless: readonly Skip[];
}

/** Holds the findings against the list of skips. */
export function judge(findings: readonly Finding[], skips: readonly Skip[]): Verdict {
  const covers = ({ check, resource }: Skip, finding: Finding): boolean =>
    check === finding.check && new RegExp(`^(?:${resource.source})$`).test(finding.resource);
  const open: Finding[] = [];
  const skipped: { finding: Finding; reason: string }[] = [];
  for (const finding of findings) {
    const skip = skips.find((one) => covers(one, finding));
    if (skip === undefined) open.push(finding);
    else skipped.push({ finding, reason: skip.reason });
  }
  const needless = skips.filter((skip) => !findings.some((finding) => covers(skip, finding)));
  return { open, skipped, needless };
}
