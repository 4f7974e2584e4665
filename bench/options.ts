import { parseArgs } from 'node:util';

/** How much is measured. */
export interface BenchOptions {
  /** How often each subject runs. */
  readonly rounds: number;
  /** Numbers of functions in a stack, rising. */
  readonly sizes: readonly number[];
}

/** What `--help` prints. */
export const USAGE = `Usage: npm run bench [-- --quick]

Measures, in turns within one run, what these constructs cost against what you would write instead.
  --quick  one round of the smallest sizes: only to see that it runs
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
  return values.quick === true ? { rounds: 1, sizes: [1, 10] } : { rounds: 5, sizes: [10, 100, 1000] };
}

function parse(args: readonly string[]): { help?: boolean; quick?: boolean } {
  try {
    return parseArgs({ args: [...args], options: { quick: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
