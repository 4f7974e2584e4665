import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { CodelessError } from '../../errors';
import { copyShipped } from '../shipped-files';
import type { Installer } from './installer';
import { evaluateMarker, parseRequirement, type MarkerEnvironment, type Requirement } from './pep508';
import type { LocalPackage } from './requirements';

/**
 * Copies local packages, since builders write into the directories that they build; returns a line of pip's for each.
 *
 * One path has one copy: pip takes two for two packages of one name.
 */
export async function copyLocals(
  locals: readonly LocalPackage[],
  installer: Installer,
  scratch: string,
): Promise<string[]> {
  const paths = pathsOf(locals);
  const copies = await Promise.all(
    paths.map(async (path, index) => {
      const copy = join(scratch, 'local', String(index), basename(path));
      await copyShipped(path, copy);
      return installer.prepareLocal(copy);
    }),
  );
  return locals.map(({ path, rest }) => `${copies[paths.indexOf(path)] ?? path}${rest}`);
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
  const paths = pathsOf(locals);
  return locals.flatMap(({ path, rest }) => {
    const marker = /;(.*)$/.exec(rest)?.[1] ?? '';
    if (!evaluateMarker(marker, environment)) return [];
    const [directory] = notes.find(([, note]) => note?.includes(`/local/${paths.indexOf(path)}/`)) ?? [];
    if (directory === undefined) {
      const message = `the dependencies are not whole: the package in ${path} was not installed`;
      throw new CodelessError('build', 'DependenciesIncomplete', message);
    }
    return (
      parseRequirement(`${directory.replace(/-[^-]+\.dist-info$/, '')}${/^\[[^\]]*\]/.exec(rest)?.[0] ?? ''}`) ?? []
    );
  });
}

function pathsOf(locals: readonly LocalPackage[]): string[] {
  return [...new Set(locals.map(({ path }) => path))];
}
