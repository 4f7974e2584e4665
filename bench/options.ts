import { parseArgs } from 'node:util';

/** How much is measured, and what becomes of it. */
export interface BenchOptions {
  /** How often each subject runs. */
  readonly rounds: number;
  /** Numbers of functions in a stack, rising. */
  readonly sizes: readonly number[];
  /** MB of the largest sources that are deployed. */
  readonly megabytes: number;
  /** Files of the source that has many. */
  readonly files: number;
  /** Milliseconds that each call of the distant AWS takes longer. */
  readonly latency: number;
  /** Milliseconds for which a function of the distant AWS is not ready after a change. */
  readonly settling: number;
  /** The benches that run. */
  readonly benches: readonly BenchName[];
  /** Whether a goal may be missed. */
  readonly allowsMissedGoals: boolean;
  /**
   * The Markdown page that the tables are written into.
   *
   * @default - none
   */
  readonly page?: string;
}

/** Every bench, in the order in which they run. */
export const BENCHES = ['synth', 'functions', 'deploy', 'push'] as const;

/** The name of a bench. */
export type BenchName = (typeof BENCHES)[number];

/** What `--help` prints. */
export const USAGE = `Usage: npm run bench [-- [--quick] [--only synth|functions|deploy|push] [--allow-missed-goals] [--write PAGE]]

Measures, in turns within one run, what the constructs cost against what you would write instead, and what the program
takes against lambroll and the AWS CLI where they are on PATH, and against aws-lambda-ci, which is installed from PyPI
once; and how long a push takes until its pipeline on the local AWS has ended. Each package that the program uploads is
unpacked by Python's zipfile and compared with its source.
  --quick               one round of the smallest sizes: only to see that it runs; goals may be missed
  --only                one bench alone
  --allow-missed-goals  exit with 0 even if a goal is missed
  --write PAGE          write the tables into a Markdown page as well, between the markers of each bench
  --help                this text
The tables go to stdout, the progress and the goals that were missed to stderr. Exit status: 0 done, 1 a goal was missed,
a measurement failed or a package is broken, 2 wrong usage.
`;

const WHOLE = { rounds: 5, sizes: [10, 100, 1000], megabytes: 100, files: 20_000, latency: 40, settling: 1500 };
const QUICK = { rounds: 1, sizes: [1, 10], megabytes: 2, files: 100, latency: 5, settling: 100 };

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
  const { help, quick = false, only, write: page, 'allow-missed-goals': allowed = false } = parse(args);
  if (help === true) return undefined;
  const benches = BENCHES.filter((name) => only === undefined || only === name);
  if (benches.length === 0) throw new UsageError(`there is no bench '${only ?? ''}': ${BENCHES.join(', ')}`);
  if (quick && page !== undefined)
    throw new UsageError('--write needs the whole bench: --quick only shows that it runs');
  const size = quick ? QUICK : WHOLE;
  return { ...size, benches, allowsMissedGoals: allowed || quick, ...(page === undefined ? {} : { page }) };
}

interface Values {
  help?: boolean;
  quick?: boolean;
  only?: string;
  write?: string;
  'allow-missed-goals'?: boolean;
}

function parse(args: readonly string[]): Values {
  try {
    const options = {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      write: { type: 'string' },
      'allow-missed-goals': { type: 'boolean' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
