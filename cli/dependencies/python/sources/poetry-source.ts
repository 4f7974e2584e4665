import { dirname } from 'node:path';

import { CodelessError } from '../../../errors';
import { readText, textError } from '../../../text';
import type { RecipeInput } from '../../recipe';
import { parseRequirement } from '../pep508';
import { contentHashes } from '../poetry/content-hash';
import { parsePoetryLock, type PoetryLock } from '../poetry/lock';
import { indexLines, requirementLines } from '../poetry/requirement-lines';
import { selectPackages } from '../poetry/select-packages';
import { readProject, type PythonProject } from '../project';
import { pythonsOf } from '../required-python';
import { parseExport } from '../requirements';
import { NOTHING_ELSE, type Source, type SourceOptions } from './source';

const REMEDY = 'Write the lock again with `poetry lock`.';

/**
 * A poetry.lock, which is read here: Poetry is not needed.
 *
 * @throws CodelessError `LockInvalid`, `LockStale`, `DescriptorMissing`
 */
export async function poetrySource(descriptor: string, { environment }: SourceOptions): Promise<Source> {
  const directory = dirname(descriptor);
  const project = await readProject(directory);
  if (project === undefined) {
    const reason = 'there is no pyproject.toml beside it, which says what production needs';
    throw textError({ file: descriptor, reason, code: 'DescriptorMissing' });
  }
  const lock = await parsePoetryLock((await readText(descriptor)) ?? '', descriptor);
  refuseStale(lock, project, descriptor);
  const packages = selectPackages(lock, project, environment);
  const lines = requirementLines(lock, packages, directory);
  const content = [...indexLines(packages), ...lines].join('\n');
  const { locals, inputs } = parseExport(lines.join('\n'), descriptor);
  return {
    builder: 'poetry',
    installer: 'pip',
    inputs: [{ name: 'poetry.lock', path: descriptor, content: portable(content, inputs) }, ...inputs],
    complete: true,
    isEmpty: packages.length === 0,
    ...NOTHING_ELSE,
    pythons: pythonsOf(project),
    declared: project.dependencies.flatMap((text) => parseRequirement(text) ?? []),
    remedy: REMEDY,
    list: ({ tools }) =>
      Promise.resolve({
        ...parseExport([...indexLines(packages, tools.env), ...lines].join('\n'), descriptor),
        locals,
      }),
  };
}

/** Poetry notes for which dependencies it wrote the lock, and installs from no other. */
function refuseStale({ metadata }: PoetryLock, { content }: PythonProject, descriptor: string): void {
  if (contentHashes(content).includes(metadata['content-hash'])) return;
  const message = `${descriptor} does not fit pyproject.toml, whose dependencies were changed since it was written`;
  throw new CodelessError('build', 'LockStale', message, { hint: 'Run `poetry lock` and commit the lock file.' });
}

/** Without the paths of this machine. */
function portable(content: string, inputs: readonly RecipeInput[]): string {
  return content
    .split('\n')
    .map((line) => line.replace(/ @ file:.*$/, ' @ file'))
    .concat(inputs.map(({ name }) => name))
    .join('\n');
}
