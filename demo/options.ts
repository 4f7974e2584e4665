import { parseArgs } from 'node:util';

/** What the caller asked for on the command line. */
export interface DemoOptions {
  /** Leave the local AWS up at the end, until Ctrl-C. */
  readonly keep: boolean;
  /** A step that has to be left out is an error. */
  readonly strict: boolean;
  /** Show the output of every program that is run. */
  readonly verbose: boolean;
  /** Print {@link USAGE} and do nothing else. */
  readonly help: boolean;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

export const USAGE = `npm start -- [--keep] [--strict] [--verbose]

Synthesizes the demo stack, deploys it on a local AWS with real Terraform, pushes and releases code at a local GitHub,
which the deployed pipelines ship, and shows that Terraform has nothing to change. What the machine lacks costs only
the steps that need it.

  --keep     leave everything up at the end and print how to look around, until Ctrl-C
  --strict   a step that has to be left out is an error
  --verbose  show the output of the programs that are run
  --help     show this text

It needs Node.js alone; for all steps also Terraform 1.5 or newer (TERRAFORM_BINARY_NAME names another program),
Python 3 with the venv module, and Git. Nothing is sent to AWS: credentials and profiles of yours are not read.

Exit codes
  0    done; steps may have been left out
  1    a step failed, or with --strict was left out
  2    the command line was not understood
  130  stopped by Ctrl-C
`;

/**
 * Reads the command line.
 *
 * @throws UsageError for a flag or an argument that is not in {@link USAGE}.
 */
export function parseOptions(args: readonly string[]): DemoOptions {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { keep: flag, strict: flag, verbose: flag, help: { ...flag, short: 'h' } },
    });
    return values;
  } catch {
    const known = new Set(['--keep', '--strict', '--verbose', '--help', '-h']);
    const wrong = args.find((arg) => !known.has(arg)) ?? args.join(' ');
    throw new UsageError(`npm start does not know '${wrong}': npm start -- --help lists what it does know.`);
  }
}
