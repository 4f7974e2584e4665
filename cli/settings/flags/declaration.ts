import type { DeployContract } from '../../../modules/codeless-lambda/contract';
import type { VerbName } from '../../verb';

/** What every flag says of itself. */
interface Declared {
  /** The flag without its dashes; also the key in `codeless.yml`, and in upper case the end of the variable's name. */
  readonly name: string;
  /** One sentence for the help and the page. */
  readonly description: string;
  /** The default as people read it; absent: none. */
  readonly default?: string;
  /** A value to copy. */
  readonly example?: string;
  /** The verbs whose command line takes it. */
  readonly verbs: 'all' | readonly VerbName[];
  /** Whether `CODELESS_…` sets it too. */
  readonly env: boolean;
  /** Whether `codeless.yml` sets it too. */
  readonly file: boolean;
  /** The key of the deploy contract that sets it too. */
  readonly contract?: keyof DeployContract;
  /** Whether it was a flag of aws-lambda-ci. */
  readonly legacy?: true;
}

/** A text: what it looks like in the help, and what it must be. */
export interface TextFlag extends Declared {
  readonly type: 'text';
  readonly placeholder: string;
  readonly pattern: RegExp;
  /** The pattern in words, after `must be`. */
  readonly expected: string;
  /** The value that a wrong one was most likely meant to be; undefined if none is near. */
  readonly nearest?: (value: string) => string | undefined;
  /** Whether it is a path; in a file it is relative to the file. */
  readonly path?: true;
}

/** One of a few words. */
export interface ChoiceFlag extends Declared {
  readonly type: 'choice';
  readonly choices: readonly string[];
}

/** A whole number. */
export interface IntegerFlag extends Declared {
  readonly type: 'integer';
  readonly placeholder: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** A time span such as `90s`, `10m`, `2h` or `1d`; its value is in milliseconds. */
export interface DurationFlag extends Declared {
  readonly type: 'duration';
  readonly placeholder: string;
}

/** JSON, or `@` and the path of a file that holds it; its value is the text. */
export interface JsonFlag extends Declared {
  readonly type: 'json';
  readonly placeholder: string;
}

/** On or off. */
export interface BooleanFlag extends Declared {
  readonly type: 'boolean';
  /** Whether `--no-…` exists: where the flag alone can't say no to a variable, the file or the default. */
  readonly negatable?: true;
}

/** One flag, declared once: the command line, the environment, the file, the help and the page come from it. */
export type FlagDeclaration = TextFlag | ChoiceFlag | IntegerFlag | DurationFlag | JsonFlag | BooleanFlag;

/** The environment variable of a flag. */
export function variableOf(flag: { readonly name: string }): string {
  return `CODELESS_${flag.name.toUpperCase().replaceAll('-', '_')}`;
}
