import { basename, dirname } from 'node:path';

import { CodelessError } from '../../../errors';
import { declaredBy } from '../declared';
import { readProject } from '../project';
import { pythonsOf } from '../required-python';
import { readRequirements } from '../requirements';
import { asksForNothing } from './asks-for-nothing';
import { NOTHING_ELSE, type Source, type SourceOptions } from './source';

/** The list that stands for all that a project needs; one of another name may be of a part of it. */
const WHOLE = 'requirements.txt';

/**
 * A file of pip's format, with all that it includes. A requirements.txt has to have what the pyproject.toml beside it
 * declares.
 *
 * @throws CodelessError `RequirementsMissing`, `LocalPackageMissing`, `DependenciesIncomplete`
 */
export async function pipSource(descriptor: string, { source, environment }: SourceOptions): Promise<Source> {
  const directory = dirname(descriptor);
  const requirements = await readRequirements(descriptor, { descriptor: directory, source });
  const project = await readProject(directory);
  const declared = project === undefined || basename(descriptor) !== WHOLE ? [] : declaredBy(project, environment);
  const isEmpty = asksForNothing(requirements, environment);
  const remedy = `Name it in ${descriptor}, with a version that the others can do with.`;
  const [missing] = declared;
  if (isEmpty && missing !== undefined) {
    const message = `the dependencies are not whole: ${missing.name} is missing: pyproject.toml needs it, and ${WHOLE} asks for nothing`;
    throw new CodelessError('build', 'DependenciesIncomplete', message, { hint: remedy });
  }
  return {
    builder: 'pip',
    installer: 'pip',
    inputs: requirements.inputs,
    complete: false,
    isEmpty,
    ...NOTHING_ELSE,
    pythons: project === undefined ? [] : pythonsOf(project),
    declared,
    remedy,
    list: () => Promise.resolve(requirements),
  };
}
