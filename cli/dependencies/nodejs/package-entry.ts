import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

import { exports as resolveExports } from 'resolve.exports';

import { isFile } from '../is-file';
import type { Manifest } from './manifest';

/** What Node.js can load. */
const CODE = ['.js', '.cjs', '.mjs', '.node', '.json', '.wasm', '.ts', '.cts', '.mts'];

/** What Node.js tries where a path names no file. */
const SUFFIXES = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];

/** What is in a package in any case, and says something of it. */
const ABOUT =
  /^(?:package\.json|\..*|(?:readme|license|licence|copying|notice|changelog|history|authors)(?:\..*)?|node_modules)$/i;

/**
 * The file that package.json promises to whoever loads the package and that is not there.
 *
 * @param isLocal whether it is a package of the machine, of which each target has to be there and not one: what is not built is
 *   missing, while published packages promise more than they have
 * @returns undefined where it is there, and where nothing is promised: packages of types, of programs, of files
 */
export function missingEntry(directory: string, manifest: Manifest, isLocal = false): string | undefined {
  if (!hasCode(directory)) return hasTypes(directory, manifest) ? undefined : promised(directory, manifest);
  if (manifest.exports !== undefined && manifest.exports !== null) {
    return missingExport(directory, manifest.exports, isLocal);
  }
  const { main } = manifest;
  if (typeof main !== 'string' || main === '') return undefined;
  // As Node.js does where `main` leads nowhere.
  return [main, 'index'].some((path) => isLoadable(join(directory, path))) ? undefined : main;
}

/** Of several, such as one for `import` and one for `require` or those of subpaths, one or all have to be there. */
function missingExport(directory: string, exports: unknown, isEach: boolean): string | undefined {
  const root = targetsOf(exports, '.');
  const targets = root.length > 0 ? root : subpaths(exports).flatMap((path) => targetsOf(exports, path));
  const missing = targets.filter((target) => !exists(directory, target));
  return isEach || missing.length === targets.length ? missing[0] : undefined;
}

/** The files that are loaded by the package's own name, for `require` and for `import`. */
export function entryFiles(directory: string, { main, exports }: Manifest): string[] {
  if (exports !== undefined && exports !== null) {
    return [...new Set(targetsOf(exports, '.'))].map((target) => join(directory, target));
  }
  const named = typeof main === 'string' && main !== '' ? [main] : [];
  for (const path of [...named, 'index'].map((name) => join(directory, name))) {
    const suffix = SUFFIXES.find((one) => isFile(path + one));
    if (suffix !== undefined) return [path + suffix];
  }
  return [];
}

/** @see https://nodejs.org/api/packages.html#conditional-exports */
function targetsOf(exports: unknown, path: string): string[] {
  return [false, true].flatMap((isRequire) => {
    try {
      const options = { require: isRequire, conditions: ['node-addons', 'module-sync'] };
      return resolveExports({ name: 'package', exports }, path, options) ?? [];
    } catch {
      // Not exported under these conditions.
      return [];
    }
  });
}

function subpaths(exports: unknown): string[] {
  const keys = typeof exports === 'object' && exports !== null ? Object.keys(exports) : [];
  return keys.filter((key) => key.startsWith('./') && key !== './package.json');
}

/** Of a pattern only the directory is known. */
function exists(directory: string, target: string): boolean {
  const [fixed = ''] = target.split('*');
  return existsSync(join(directory, fixed.slice(0, target === fixed ? undefined : fixed.lastIndexOf('/') + 1)));
}

/** Whether Node.js finds a file for a path as CommonJS asks for it. */
export function isLoadable(path: string): boolean {
  return SUFFIXES.some((suffix) => isFile(path + suffix));
}

/** What a package without any code must have lost: not what is no code, such as styles, and is there. */
function promised(directory: string, { main, exports, scripts = {} }: Manifest): string | undefined {
  if (exports !== undefined && exports !== null) return promisedExport(directory, exports);
  if (typeof main === 'string' && main !== '') return isLoadable(join(directory, main)) ? undefined : main;
  if (!['prepare', 'prepack', 'build'].some((name) => name in scripts)) return undefined;
  // A package of programs or of other files is built by nobody.
  return readdirSync(directory).some((name) => !ABOUT.test(name)) ? undefined : 'index.js';
}

/** Of code each has to be there, and of the rest one. */
function promisedExport(directory: string, exports: unknown): string | undefined {
  const targets = ['.', ...subpaths(exports)].flatMap((path) => targetsOf(exports, path));
  // Conditions that Node.js does not know, such as `style` or `sass`.
  if (targets.length === 0) targets.push(...leavesOf(exports));
  const code = targets.find((target) => isCode(target) && (target.includes('*') || !exists(directory, target)));
  return code ?? (targets.some((target) => exists(directory, target)) ? undefined : (targets[0] ?? 'exports'));
}

function leavesOf(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports];
  return typeof exports === 'object' && exports !== null ? Object.values(exports).flatMap(leavesOf) : [];
}

function isCode(path: string): boolean {
  return CODE.includes(extname(path));
}

function hasTypes(directory: string, { name = '', types, typings }: Manifest): boolean {
  return name.startsWith('@types/') || types !== undefined || typings !== undefined || hasFile(directory, isTypes);
}

function isTypes(name: string): boolean {
  return /\.d\.[cm]?ts$/.test(name);
}

function hasCode(directory: string): boolean {
  return hasFile(directory, (name) => name !== 'package.json' && !isTypes(name) && isCode(name));
}

function hasFile(directory: string, is: (name: string) => boolean): boolean {
  const entries = readdirSync(directory, { withFileTypes: true });
  return (
    entries.some((entry) => !entry.isDirectory() && is(entry.name)) ||
    entries.some(
      (entry) => entry.isDirectory() && entry.name !== 'node_modules' && hasFile(join(directory, entry.name), is),
    )
  );
}
