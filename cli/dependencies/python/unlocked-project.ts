import { join } from 'node:path';

import * as z from 'zod/mini';

import { CodelessError } from '../../errors';
import { readText } from '../../text';
import { parseAs, productionNames, readProject } from './project';
import { pythonsOf, refuseOtherPython } from './required-python';
import { PipfileRequires, pythonsOfPipfile } from './sources/pipfile-lock';

const Pipfile = z.looseObject({
  packages: z._default(z.record(z.string(), z.unknown()), {}),
  requires: z.optional(PipfileRequires),
});

/** Names that an error tells before it counts. */
const TOLD = 3;

/**
 * Refuses a project that asks for packages and has no lock: without one nobody knows which versions it means. Settings of
 * tools ask for nothing.
 *
 * @param directory of a pyproject.toml, a Pipfile, or both
 * @param version of the runtime: `3.12`
 * @returns undefined where production needs nothing
 * @throws CodelessError with exit `build`, `LockMissing`, `PythonMismatch`
 */
export async function refuseUnlockedProject(directory: string, version: string): Promise<undefined> {
  const project = await readProject(directory);
  if (project !== undefined) {
    const isPoetry = project.poetryDependencies.length > 0;
    refuse(project.file, productionNames(project), isPoetry ? 'poetry lock' : 'uv lock');
    refuseOtherPython(pythonsOf(project), version);
  }
  const file = join(directory, 'Pipfile');
  const text = await readText(file);
  if (text === undefined) return;
  const { packages, requires } = await parseAs(Pipfile, text, file, 'ProjectInvalid');
  refuse(file, Object.keys(packages), 'pipenv lock');
  refuseOtherPython(pythonsOfPipfile(requires, file), version);
}

function refuse(file: string, names: readonly string[], command: string): void {
  if (names.length === 0) return;
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : '';
  const message = `${file} asks for ${names.slice(0, TOLD).join(', ')}${more}, and there is no lock file`;
  throw new CodelessError('build', 'LockMissing', message, {
    hint: `Run \`${command}\` and commit the lock file, write a requirements.txt, or leave them out with --dependencies none.`,
  });
}
