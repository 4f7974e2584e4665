import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { isFile } from '../is-file';
import { packageName } from './check-packages';
import type { InstalledPackage, InstalledTree } from './installed-packages';
import type { Manifest } from './manifest';
import { addonsIn, misfit } from './native-binary';
import type { BinaryTarget } from './native-binary';

const EVENTS = ['preinstall', 'install', 'postinstall'] as const;

/** Tools that compile an addon, or fetch one that is compiled. */
const NATIVE = /node-gyp|node-pre-gyp|prebuild|cmake-js|pkg-prebuilds|install-from-cache|neon|cargo/;

/** A script that fetches something: a browser, a program. */
const FETCHES = /['"](?:node:)?https?['"]|\bfetch\(|download/i;

/** Packages by which scripts of others fetch or compile programs. */
const TOOLS =
  /^(?:(?:@xhmikosr\/)?bin-(?:build|wrapper)|(?:@mapbox\/)?node-pre-gyp|prebuild-install|node-gyp|cmake-js)$/;

/** Packages that fetch. */
const CLIENTS = /^(?:axios|got|node-fetch|cross-fetch|undici|request|needle|superagent|phin|follow-redirects)$/;

/** A module that puts what it fetches into a file, other than one that only talks to somebody. */
const WRITES = /createWriteStream|writeFile|chmod|extract|unzip/;

/** How many modules of its own a script is followed through. */
const LEVELS = 3;

const LOADS = /(?:\brequire\(|\bimport\(|\bfrom|^\s*import)\s*(['"])([^'"\n]+)\1/gm;

/** What an install script would make for a package, and is not there. */
export interface ScriptNeed {
  readonly installed: InstalledPackage;
  readonly name: string;
  /** Why it can't be used as it is, as the end of a sentence. */
  readonly why: string;
  /** Whether the project works without it, since all that need it take it as optional. */
  readonly isOptional: boolean;
}

/** Whether a package has a script that is run when it is installed. */
export function hasInstallScript({ path, manifest: { scripts = {} } }: InstalledPackage): boolean {
  return EVENTS.some((event) => event in scripts) || existsSync(join(path, 'binding.gyp'));
}

/** The packages that lack a binary for Lambda's platform. */
export function scriptNeeds(tree: InstalledTree, target: BinaryTarget): ScriptNeed[] {
  const byPath = new Map(tree.packages.map((installed) => [installed.path, installed]));
  const essential = essentialPackages(tree);
  return tree.packages.flatMap((installed) => {
    const why = lack(installed, byPath, target);
    if (why === undefined) return [];
    const { path } = installed;
    return [{ installed, name: packageName(path), why, isOptional: !essential.has(path) }];
  });
}

function lack(
  installed: InstalledPackage,
  byPath: ReadonlyMap<string, InstalledPackage>,
  target: BinaryTarget,
): string | undefined {
  const addons = addonsIn(installed.path);
  const misfits = addons.map((addon) => misfit(addon, target));
  if (misfits.includes(undefined)) return undefined;
  const platforms = installed.needs.filter(({ kind, name }) => kind === 'optional' && isPlatformPackage(name, target));
  if (platforms.some(({ found }) => found !== undefined && fits(byPath.get(found)?.manifest, target))) return undefined;
  const [first] = platforms;
  if (first !== undefined) return `${first.name}, which has its binary, was not installed`;
  if (misfits[0] !== undefined) return `its binary ${misfits[0]}`;
  return hasInstallScript(installed) && makesBinary(installed)
    ? 'its install script makes or fetches a binary'
    : undefined;
}

/** A package of binaries for Lambda's platform, by the naming that all of them follow: `@img/sharp-linux-x64`. */
function isPlatformPackage(name: string, { architecture }: BinaryTarget): boolean {
  const cpu = architecture === 'arm64' ? /arm64|aarch64/ : /x64|x86_64|amd64/;
  return name.includes('linux') && cpu.test(name) && !/musl|android/.test(name);
}

function fits(manifest: Manifest | undefined, { architecture }: BinaryTarget): boolean {
  const { cpu } = (manifest ?? {}) as { cpu?: string | readonly string[] };
  return cpu === undefined || [cpu].flat().includes(architecture === 'arm64' ? 'arm64' : 'x64');
}

/** Whether a package's script compiles an addon, or fetches one that is compiled. */
export function makesAddon({ path, manifest }: InstalledPackage): boolean {
  return existsSync(join(path, 'binding.gyp')) || scriptLines(manifest).some((line) => NATIVE.test(line));
}

function makesBinary(installed: InstalledPackage): boolean {
  if (makesAddon(installed)) return true;
  const { path, manifest } = installed;
  const words = scriptLines(manifest).flatMap((line) => line.split(/[\s;&|()'"]+/));
  return words.some((word) => fetches(join(path, word), path));
}

/** Whether a script makes or fetches a program by itself, by a module of its package that it loads, or by a tool. */
function fetches(path: string, directory: string, level = 0): boolean {
  const file = ['', '.js', '.cjs', '.mjs', '/index.js'].map((suffix) => path + suffix).find(isScript);
  if (!file?.startsWith(directory)) return false;
  const text = readFileSync(file, 'latin1');
  if (level === 0 && FETCHES.test(text)) return true;
  const loaded = [...text.matchAll(LOADS)].map(([, , name = '']) => name);
  if (loaded.some((name) => TOOLS.test(name))) return true;
  if (WRITES.test(text) && (FETCHES.test(text) || loaded.some((name) => CLIENTS.test(name)))) return true;
  const own = loaded.filter((name) => /^\.{1,2}(?:\/|$)/.test(name));
  return level < LEVELS && own.some((name) => fetches(join(dirname(file), name), directory, level + 1));
}

function isScript(file: string): boolean {
  return /\.[cm]?js$/.test(file) && isFile(file);
}

function scriptLines({ scripts = {} }: Manifest): string[] {
  return EVENTS.flatMap((event) => scripts[event] ?? []);
}

/** Paths of what the project reaches without an optional step. */
export function essentialPackages({ application, packages }: InstalledTree): ReadonlySet<string> {
  const byPath = new Map(packages.map((installed) => [installed.path, installed]));
  const reached = new Set([application]);
  for (const { needs } of reached) {
    for (const { found = '', kind } of needs) {
      const next = byPath.get(found);
      if (next !== undefined && kind !== 'optional') reached.add(next);
    }
  }
  return new Set([...reached].map(({ path }) => path));
}
