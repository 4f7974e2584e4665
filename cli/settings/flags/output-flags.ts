import type { FlagDeclaration } from './declaration';

const ALWAYS = { verbs: 'all', env: true, file: false } as const;

/** How the program speaks, and which file it reads. */
export const OUTPUT_FLAGS = [
  {
    ...ALWAYS,
    name: 'config',
    type: 'text',
    placeholder: '<file>',
    pattern: /^[^\0]+$/,
    expected: 'a path',
    description: 'The configuration file.',
    default: '`codeless.yml` in the source directory, where there is one',
  },
  {
    ...ALWAYS,
    name: 'json',
    type: 'boolean',
    description: 'Print the result as one JSON document, an error too.',
    default: 'off',
  },
  {
    ...ALWAYS,
    name: 'verbose',
    type: 'boolean',
    description: 'Show what the programs say that build dependencies, and the stack of an unforeseen error.',
    default: 'off',
  },
  {
    ...ALWAYS,
    name: 'quiet',
    type: 'boolean',
    description: 'Show warnings and errors, and no progress.',
    default: 'off',
  },
  {
    ...ALWAYS,
    name: 'no-color',
    type: 'boolean',
    description: 'No colour, as with the variable `NO_COLOR`; `FORCE_COLOR` asks for it where there is no terminal.',
    default: 'on where there is no terminal',
  },
] as const satisfies readonly FlagDeclaration[];
