import { readFile, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseRecordLine } from './record';

/** Files that say who installed a package, when and from where. */
const TRACES = ['INSTALLER', 'REQUESTED', 'direct_url.json', 'uv_cache.json', 'uv_build.json'];

/** What installers leave at the root. */
const ROOT_TRACES = ['.lock', '__pycache__'];

/**
 * Takes out of an installed tree what differs from machine to machine: traces of the installer, and scripts that name the
 * Python of the machine in their first line and so could not run in Lambda anyway.
 *
 * @param root the directory that packages were installed into
 */
export async function cleanInstalledTree(root: string): Promise<void> {
  await Promise.all(ROOT_TRACES.map((name) => rm(join(root, name), { recursive: true, force: true })));
  const scripts = await removeScripts(join(root, 'bin'));
  for (const metadata of await metadataDirectories(root)) {
    await Promise.all(TRACES.map((name) => rm(join(root, metadata, name), { force: true })));
    await rewriteRecord(join(root, metadata, 'RECORD'), (path) => {
      const [first = '', second = '', ...deeper] = path.split('/');
      if (ROOT_TRACES.includes(first)) return true;
      if (deeper.length > 0) return false;
      return (first === metadata && TRACES.includes(second)) || (first === 'bin' && scripts.has(second));
    });
  }
}

/** What was compiled on this machine instead of taken as a wheel for one of the platforms. */
export async function compiledHere(root: string, platforms: readonly string[]): Promise<string | undefined> {
  for (const metadata of await metadataDirectories(root)) {
    const text = await readFile(join(root, metadata, 'WHEEL'), 'utf8').catch(() => '');
    const tags = [...text.matchAll(/^Tag: \S+-([^\s-]+)\s*$/gm)].map(([, platform = '']) => platform);
    const fits = tags.flatMap((tag) => tag.split('.')).some((tag) => tag === 'any' || platforms.includes(tag));
    if (tags.length > 0 && !fits) return metadata.replace(/-[^-]*\.dist-info$/, '');
  }
  return undefined;
}

async function metadataDirectories(root: string): Promise<string[]> {
  return (await entries(root)).filter((name) => name.endsWith('.dist-info')).sort();
}

/** @returns the names of those that went */
async function removeScripts(directory: string): Promise<ReadonlySet<string>> {
  const removed = new Set<string>();
  for (const name of await entries(directory)) {
    const start = await readFile(join(directory, name), { encoding: 'latin1' }).catch(() => '');
    if (!/^#!.*(python|\n'''exec')/.test(start)) continue;
    await rm(join(directory, name));
    removed.add(name);
  }
  await rmdir(directory).catch(() => undefined);
  return removed;
}

async function rewriteRecord(file: string, isGone: (path: string) => boolean): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !isGone(parseRecordLine(line).path));
  await writeFile(file, [...lines.sort(), ''].join('\n'));
}

async function entries(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
