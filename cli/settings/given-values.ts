import { neutral } from '../neutral';
import { FLAGS, variableOf, type FlagDeclaration, type FlagName } from './flags';
import { nearest } from './nearest';
import { expectation, fromText, valueSchema, type FlagValue } from './value-schema';

/** Values by the name of their flag. */
export type GivenValues = ReadonlyMap<FlagName, FlagValue>;

/** What the command line gave: a text, or a boolean for a flag without value. */
export type RawFlags = Readonly<Partial<Record<FlagName, string | boolean>>>;

/** What the program's variables begin with. */
const PREFIX = variableOf({ name: '' });

/** Characters of a wrong value that an error repeats. */
const SHOWN = 60;

/**
 * The values of the command line, checked.
 *
 * @param problems takes a sentence for each that is wrong
 */
export function readFlags(raw: RawFlags, problems: string[]): GivenValues {
  const given = FLAGS.flatMap((flag) => {
    const value = raw[flag.name];
    return value === undefined ? [] : [{ flag, value, where: `--${flag.name}` }];
  });
  return checked(given, problems);
}

/**
 * The values of `CODELESS_…` variables, checked; an empty one counts as absent, as CI systems write what is not set.
 *
 * @param problems takes a sentence for each that is wrong
 * @param warnings takes a sentence for each variable that no flag has
 */
export function readEnvironment(env: NodeJS.ProcessEnv, problems: string[], warnings: string[]): GivenValues {
  const flags = FLAGS.filter((flag) => flag.env);
  const known = flags.map(variableOf);
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue;
    const meant = nearest(
      name.slice(PREFIX.length),
      known.map((variable) => variable.slice(PREFIX.length)),
    );
    const suggestion = meant === undefined ? '' : `: did you mean ${PREFIX}${meant}?`;
    warnings.push(`${neutral(name)} is no variable of codeless${suggestion}`);
  }
  const given = flags.flatMap((flag) => {
    const value = env[variableOf(flag)];
    return value === undefined || value === '' ? [] : [{ flag, value, where: variableOf(flag) }];
  });
  return checked(given, problems);
}

/** A sentence about a wrong value; what may hold a secret is not repeated. */
export function wrongValue(where: string, flag: FlagDeclaration, value: unknown): string {
  if (flag.type === 'json') return `${where} ${expectation(flag)}`;
  const text = typeof value === 'string' ? `'${neutral(value)}'` : JSON.stringify(value);
  const got = `${where} ${expectation(flag)}, got ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
  const meant = flag.type === 'text' && typeof value === 'string' ? flag.nearest?.(value) : undefined;
  return meant === undefined ? got : `${got}: did you mean ${meant}?`;
}

interface Given {
  readonly flag: (typeof FLAGS)[number];
  readonly value: string | boolean;
  readonly where: string;
}

function checked(given: readonly Given[], problems: string[]): GivenValues {
  const values = new Map<FlagName, FlagValue>();
  for (const { flag, value, where } of given) {
    const result = valueSchema(flag).safeParse(typeof value === 'string' ? fromText(flag, value) : value);
    if (result.success) values.set(flag.name, result.data);
    else problems.push(wrongValue(where, flag, value));
  }
  return values;
}
