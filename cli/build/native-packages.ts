import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parseJsonObject, readText } from '../text';

/** The directory of the package that a bundled file is of: `node_modules/sharp`, `node_modules/@scope/name`. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The name of a package that holds a program for one platform. */
const PLATFORM = /(?:linux|darwin|win32)[-_.](?:x64|arm64)/;

/**
 * Names of the packages among what was bundled that have a program of their own beside their JavaScript: it would be missing
 * in the bundle, which is only noticed when it runs.
 *
 * @param inputs paths of the bundled files, from the source
 */
export async function nativePackages(source: string, inputs: readonly string[]): Promise<string[]> {
  const directories = new Set(inputs.flatMap((path) => PACKAGE.exec(path)?.[0] ?? []));
  const names = await Promise.all([...directories].map((directory) => nativeName(join(source, directory))));
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

async function nativeName(directory: string): Promise<string | undefined> {
  const path = join(directory, 'package.json');
  const text = await readText(path);
  if (text === undefined) return undefined;
  const { name, gypfile, optionalDependencies } = parseJsonObject(text, path);
  const isNative =
    gypfile === true ||
    existsSync(join(directory, 'binding.gyp')) ||
    existsSync(join(directory, 'prebuilds')) ||
    readdirSync(directory).some((file) => file.endsWith('.node')) ||
    Object.keys(optionalDependencies ?? {}).some((one) => PLATFORM.test(one));
  return isNative && typeof name === 'string' ? name : undefined;
}
