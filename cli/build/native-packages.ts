import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';

import { filesIn, headOf, isRegular } from '../dependencies/nodejs/package-files';
import { parseJsonObject, readText } from '../text';

/** The directory of the package that a bundled file is of: `node_modules/sharp`, `node_modules/@scope/name`, `node_modules/.prisma/client`. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:[@.][^/]+\/)?[^/]+(?=\/)/;

/** The name of a package that holds a program for one platform. */
const PLATFORM = /(?:linux|darwin|win32)[-_.](?:x64|arm64)/;

/** How programs of Linux and of macOS begin. */
const PROGRAMS = ['7f454c46', 'cffaedfe', 'cafebabe'];

/**
 * Names of the packages among what was bundled that have a program of their own beside their JavaScript, at any depth: it would
 * be missing in the bundle, which is only noticed when it runs.
 *
 * @param inputs paths of the bundled files, from the source
 */
export async function nativePackages(source: string, inputs: readonly string[]): Promise<string[]> {
  const directories = new Set(inputs.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
  const names = await Promise.all([...directories].map((directory) => nativeName(source, directory)));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** The name by which it is left out: that of its directory, and for what Prisma generates that of its package. */
async function nativeName(source: string, path: string): Promise<string | undefined> {
  const directory = join(source, path);
  const manifest = join(directory, 'package.json');
  const text = await readText(manifest);
  const { gypfile, optionalDependencies } = text === undefined ? {} : parseJsonObject(text, manifest);
  const isNative =
    gypfile === true ||
    existsSync(join(directory, 'binding.gyp')) ||
    existsSync(join(directory, 'prebuilds')) ||
    Object.keys(optionalDependencies ?? {}).some((one) => PLATFORM.test(one)) ||
    filesIn(directory).some((file) => isRegular(file) && isProgram(file));
  if (!isNative) return undefined;
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).replace(/^\./, '@');
}

/** An addon of Node.js; or a program or library, whose name has no extension or one of libraries. */
function isProgram(file: string): boolean {
  const extension = extname(file);
  if (extension === '.node') return true;
  if (extension !== '' && !/^\.(?:so|dylib|\d+)$/.test(extension)) return false;
  return PROGRAMS.includes(headOf(file, 4).toString('hex'));
}
