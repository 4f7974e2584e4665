import type { ExitName } from './errors';
import type { Problem } from './output/describe-error';
import type { OnProgress } from './progress';
import type { Settings } from './settings/settings';

/** The verbs of the program, as help lists them; each is a file of this room that exports {@link Verb.run}. */
export const VERBS = [
  'deploy',
  'build',
  'diff',
  'checkout',
  'status',
  'versions',
  'rollback',
  'prune',
  'logs',
  'invoke',
  'verify',
  'explain-iam',
] as const;

/** A verb's name. */
export type VerbName = (typeof VERBS)[number];

/** The verbs that work on a function; `checkout` knows of a work tree alone. */
export const FUNCTION_VERBS: readonly VerbName[] = VERBS.filter((verb) => verb !== 'checkout');

/** Which account and region AWS's clients talk to; what is undefined is left to the SDK's own chain. */
export interface Connection {
  readonly region: string | undefined;
  /** A profile of AWS's configuration files. */
  readonly profile: string | undefined;
}

/** What one call of a verb was told beyond the settings; a flag that the verb does not take has its default. */
export interface VerbFlags {
  /** Say what would be done and do nothing. */
  readonly dryRun: boolean;
  /** `deploy`: ship a release again that was rolled back. */
  readonly redeploy: boolean;
  /** `rollback`: a version of the function, a source version or a tag; undefined: the last good release. */
  readonly to: string | undefined;
  /** `diff`: end with the exit code `different` where there is a difference. */
  readonly exitCode: boolean;
  /** `diff`: print a few lines instead of a page. */
  readonly summary: boolean;
  /** `build`: the file that the code's package is written to. */
  readonly target: string | undefined;
  /** `build`: the directory that `app.zip` and `deps.zip` are written to. */
  readonly out: string | undefined;
  /** `versions`: the most rows. */
  readonly limit: number;
  /** `logs`: milliseconds back from now. */
  readonly sinceMilliseconds: number;
  /** `logs`: go on until Ctrl-C. */
  readonly follow: boolean;
  /** `deploy`: follow the logs when it is done; the program does that by running `logs`. */
  readonly watchLogStream: boolean;
  /** `invoke`: the event as JSON text. */
  readonly payload: string;
  /** `invoke`: an alias or a version; undefined: the alias. */
  readonly qualifier: string | undefined;
  /** `invoke`: show the end of the invocation's log. */
  readonly log: boolean;
  /** `explain-iam`: whose policy to print; undefined: a pipeline's. */
  readonly forVerbs: readonly VerbName[] | undefined;
}

/** What a verb works with. */
export interface VerbContext {
  readonly settings: Settings;
  /** Why the deploy contract may not be read, if it may not. */
  readonly unreadContract?: Problem | undefined;
  readonly flags: VerbFlags;
  readonly connection: Connection;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: OnProgress;
  /** Aborted by Ctrl-C and SIGTERM: the verb stops where stopping is safe, and throws {@link AbortSignal.reason}. */
  readonly signal: AbortSignal;
  /**
   * Prints a line of the result that cannot wait for the end, as with `logs --follow`; with `--json` the value as one
   * line of JSON.
   */
  readonly print: (text: string, value: unknown) => void;
}

/** Colours and links of the result; each gives the text back as it is where there is no terminal. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  /** A hyperlink where the terminal knows them, else the address. */
  link(url: string): string;
}

/** How a verb ended. */
export interface VerbOutcome {
  readonly exit: ExitName;
  /** What `--json` prints; undefined where all is printed already. */
  readonly result: unknown;
  /** The same for people, without a line break at its end; an empty text prints nothing. */
  readonly text: (style: Style) => string;
}

/** What each file of a verb exports. */
export interface Verb {
  /**
   * Does the work.
   *
   * @throws CodelessError where it cannot be done, or an error of the AWS SDK as it is
   */
  readonly run: (context: VerbContext) => Promise<VerbOutcome>;
}
