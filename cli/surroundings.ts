import type { Output } from './output/style';

/** What the program is called with, and where it prints. */
export interface Surroundings {
  /** The arguments, without the programs that run them. */
  readonly args: readonly string[];
  /** The name by which it was called: `codeless`, or as its predecessor `aws-lambda-ci`. */
  readonly calledAs: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborted by Ctrl-C, SIGTERM and a closed stdout, with the CodelessError to end with. */
  readonly signal: AbortSignal;
}
