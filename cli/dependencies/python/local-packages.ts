import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { CodelessError } from '../../errors';
import { copyShipped } from '../shipped-files';
import type { Installer } from './installer';
import { evaluateMarker, parseRequirement, type MarkerEnvironment, type Requirement } from './pep508';
import type { LocalPackage } from './requirements';

/** Copies local packages, since builders write into the directories that they build; returns a line of pip's for each. */
export async function copyLocals(
  locals: readonly LocalPackage[],
  installer: Installer,
  scratch: string,
): Promise<string[]> {
  return Promise.all(
    locals.map(async ({ path, rest }, index) => {
      const copy = join(scratch, 'local', String(index), basename(path));
      await copyShipped(path, copy);
      return `${await installer.prepareLocal(copy)}${rest}`;
    }),
  );
}

/**
 * What local packages are called, with the extras that are asked for: the path does not tell.
 *
 * @param root where they were installed, with the installer's notes of where each came from
 * @throws CodelessError with exit `build`, `DependenciesIncomplete` where one was not installed
 */
export async function namesOfLocals(
  locals: readonly LocalPackage[],
  root: string,
  environment: MarkerEnvironment,
): Promise<Requirement[]> {
  if (locals.length === 0) return [];
  const directories = (await readdir(root)).filter((name) => name.endsWith('.dist-info'));
  const notes = await Promise.all(
    directories.map(async (name) => [
      name,
      await readFile(join(root, name, 'direct_url.json'), 'utf8').catch(() => ''),
    ]),
  );
  return locals.flatMap(({ path, rest }, index) => {
    const marker = /;(.*)$/.exec(rest)?.[1] ?? '';
    if (!evaluateMarker(marker, environment)) return [];
    const [directory] = notes.find(([, note]) => note?.includes(`/local/${index}/`)) ?? [];
    if (directory === undefined) {
      const message = `the dependencies are not whole: the package in ${path} was not installed`;
      throw new CodelessError('build', 'DependenciesIncomplete', message);
    }
    return (
      parseRequirement(`${directory.replace(/-[^-]+\.dist-info$/, '')}${/^\[[^\]]*\]/.exec(rest)?.[0] ?? ''}`) ?? []
    );
  });
}
