import { dirname } from 'node:path';

import { readRequirements } from '../requirements';
import { asksForNothing } from './asks-for-nothing';
import { NOTHING_ELSE, type Source, type SourceOptions } from './source';

/** A file of pip's format, with all that it includes. */
export async function pipSource(descriptor: string, { source, environment }: SourceOptions): Promise<Source> {
  const requirements = await readRequirements(descriptor, { descriptor: dirname(descriptor), source });
  return {
    builder: 'pip',
    installer: 'pip',
    inputs: requirements.inputs,
    complete: false,
    isEmpty: asksForNothing(requirements, environment),
    ...NOTHING_ELSE,
    remedy: `Name it in ${descriptor}, with a version that the others can do with.`,
    list: () => Promise.resolve(requirements),
  };
}
