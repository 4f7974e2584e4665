import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readText } from '../../text';
import { isShipped } from '../shipped-files';
import { STANDARD_LIBRARY } from './standard-library';

/** What Lambda's runtimes bring besides the standard library. */
const OF_RUNTIME = ['boto3', 'botocore'];

/** What imports modules whose names the text need not have. */
const COMPUTED = /\bimport_module\(|\b__import__\(|\bentry_points\(/;

/** Files that are looked through at most; a source of more is taken to import something. */
const MOST_FILES = 5000;

/** The names of a statement `import a.b as c, d`, and the one of `from a.b import c`. */
const IMPORTS = /^[ \t]*(?:import[ \t]+([^#;\n]+)|from[ \t]+([A-Za-z_]\w*)[\w.]*[ \t]+import\b)/gm;

/**
 * Whether the code of a source imports a module that is neither its own, nor of the standard library, nor of Lambda's runtime: one
 * that has to be installed.
 *
 * @returns true in doubt
 */
export async function importsForeign(source: string): Promise<boolean> {
  const own = new Set([...STANDARD_LIBRARY, ...OF_RUNTIME]);
  const files = await codeIn(source, own);
  if (files.length > MOST_FILES) return true;
  for (const file of files) {
    const text = await readText(file).catch(() => undefined);
    if (text === undefined || COMPUTED.test(text) || namesIn(text).some((name) => !own.has(name))) return true;
  }
  return false;
}

/** The files of code; their names, and those of directories, are added to the modules that are the source's own. */
async function codeIn(directory: string, own: Set<string>): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith('.') || !isShipped(path)) continue;
    own.add(entry.name.replace(/\.py$/, ''));
    if (entry.isDirectory()) files.push(...(await codeIn(path, own)));
    else if (entry.name.endsWith('.py')) files.push(path);
  }
  return files;
}

function namesIn(text: string): string[] {
  return [...text.matchAll(IMPORTS)].flatMap(([, imported, from]) =>
    from === undefined
      ? (imported ?? '').split(',').flatMap((one) => /^\s*([A-Za-z_]\w*)/.exec(one)?.[1] ?? [])
      : [from],
  );
}
