import { parseArgs } from 'node:util';

/** How much is measured. */
export interface BenchOptions {
  /** How often each subject runs. */
  readonly rounds: number;
  /** Numbers of functions in a stack, rising. */
  readonly sizes: readonly number[];
  /** MB of the largest source that is deployed. */
  readonly megabytes: number;
  /** The benches that run. */
  readonly benches: readonly BenchName[];
}

/** Every bench, in the order in which they run. */
export const BENCHES = ['synth', 'functions', 'deploy', 'push'] as const;

/** The name of a bench. */
export type BenchName = (typeof BENCHES)[number];

/** What `--help` prints. */
export const USAGE = `Usage: npm run bench [-- [--quick] [--only synth|functions|deploy|push]]

Measures, in turns within one run, what the constructs cost against what you would write instead, and what the program
takes against its predecessor, aws-lambda-ci, which is installed from PyPI once; and how long a push takes until its
pipeline on the local AWS has ended.
  --quick  one round of the smallest sizes: only to see that it runs
  --only   one bench alone
  --help   this text
The table goes to stdout, the progress to stderr. Exit status: 0 done, 1 a measurement failed, 2 wrong usage.
`;

/** Why the command line can't be used. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

/**
 * Reads the command line.
 *
 * @returns undefined where help was asked for
 * @throws UsageError for anything that is not an option of the bench
 */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const values = parse(args);
  if (values.help === true) {
    return undefined;
  }
  const benches = BENCHES.filter((name) => values.only === undefined || values.only === name);
  if (benches.length === 0) throw new UsageError(`there is no bench '${values.only ?? ''}': ${BENCHES.join(', ')}`);
  return values.quick === true
    ? { rounds: 1, sizes: [1, 10], megabytes: 2, benches }
    : { rounds: 5, sizes: [10, 100, 1000], megabytes: 100, benches };
}

function parse(args: readonly string[]): { help?: boolean; quick?: boolean; only?: string } {
  try {
    const options = { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
