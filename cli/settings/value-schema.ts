import * as z from 'zod/mini';

import type { FlagDeclaration } from './flags';

/** The value of a flag, wherever it was given. */
export type FlagValue = string | number | boolean;

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a flag's value must be, as in `must be a whole number from 1 to 9`. */
export function expectation(flag: FlagDeclaration): string {
  switch (flag.type) {
    case 'text':
      return `must be ${flag.expected}`;
    case 'choice':
      return `must be one of ${flag.choices.join(', ')}`;
    case 'integer':
      return `must be a whole number from ${flag.minimum} to ${flag.maximum}`;
    case 'duration':
      return 'must be a time such as 90s, 10m, 2h or 1d';
    case 'json':
      return 'must be JSON, or @ and the path of a file that holds it';
    case 'boolean':
      return 'must be true or false';
  }
}

/** What a typed value of a flag has to be, with {@link expectation} as its one message. */
export function valueSchema(flag: FlagDeclaration): z.ZodMiniType<FlagValue> {
  const error = expectation(flag);
  switch (flag.type) {
    case 'text':
      return z.string({ error }).check(z.regex(flag.pattern, { error }));
    case 'choice':
      return z.enum(flag.choices, { error });
    case 'integer':
      return z.int({ error }).check(z.minimum(flag.minimum, { error }), z.maximum(flag.maximum, { error }));
    case 'duration':
      return z.pipe(
        z.string({ error }).check(z.regex(/^[1-9][0-9]{0,5}[smhd]$/, { error })),
        z.transform((text: string) => Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS]),
      );
    case 'json':
      // A file writes the value itself; a text is JSON already, or names the file that holds it.
      return z.pipe(
        z.unknown(),
        z.transform((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
      );
    case 'boolean':
      return z.boolean({ error });
  }
}

/** A text of the command line or the environment in the type of its flag; what does not fit stays a text. */
export function fromText(flag: FlagDeclaration, text: string): FlagValue {
  if (flag.type === 'integer' && /^-?[0-9]{1,15}$/.test(text)) return Number(text);
  if (flag.type === 'boolean') return { true: true, 1: true, false: false, 0: false }[text] ?? text;
  return text;
}
