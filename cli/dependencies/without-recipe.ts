import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { CodelessError } from '../errors';
import { runtimeFamily, type RuntimeFamily } from '../settings/runtimes';
import { parseJsonObject, readText } from '../text';
import type { DependencyOptions } from './dependencies';

/** A file that says what a source needs beside its own code. */
interface Descriptor {
  readonly pattern: RegExp;
  /** Families of runtimes that can't do without; those of `build` with no runtime are all. */
  readonly families: readonly RuntimeFamily[];
  /** Whether the file asks for something; default: it does. */
  readonly asks?: (path: string) => Promise<boolean>;
  /** What is at the root of a source that holds what it needs already. */
  readonly held?: RegExp;
}

const DESCRIPTORS: readonly Descriptor[] = [
  { pattern: /^requirements\.txt$/, families: ['provided'], asks: hasRequirement },
  { pattern: /^(Pipfile|uv|poetry)\.lock$/, families: ['provided'] },
  { pattern: /^package\.json$/, families: ['provided'], asks: hasDependencies },
  { pattern: /^Gemfile$/, families: ['provided', 'ruby'], held: /^vendor$/ },
  { pattern: /^composer\.json$/, families: ['provided'], held: /^vendor$/ },
  { pattern: /^(pom\.xml|build\.gradle(\.kts)?|build\.sbt)$/, families: ['java'], held: /^lib$/ },
  { pattern: /^.*\.(cs|fs|vb)proj$/, families: ['dotnet'], held: /\.deps\.json$/ },
];

/** How a program of Linux begins. */
const ELF = Buffer.from('\x7fELF', 'latin1');

/**
 * Throws if a source has a descriptor and no recipe installs for its runtime: what it needs would be missing.
 *
 * A `bootstrap` that is compiled needs nothing else. What lies in the source already, such as `vendor`, is shipped with it.
 *
 * @param named the descriptor that the user named
 * @throws CodelessError `RuntimeMissing` with exit `usage`, `NoRecipe` with exit `build`
 */
export async function refuseWithoutRecipe(options: DependencyOptions, named: string | undefined): Promise<void> {
  const { source, runtime } = options;
  const descriptor = named ?? (await findUnmet(source, runtime));
  if (descriptor === undefined) return;
  if (runtime === undefined) {
    throw new CodelessError('usage', 'RuntimeMissing', `no runtime is known to install ${descriptor} for`, {
      hint: 'Give --function-runtime, or --dependencies none if nothing is to be installed.',
    });
  }
  throw new CodelessError('build', 'NoRecipe', `${descriptor} is not installed: no recipe knows ${runtime}`, {
    hint:
      'Give --build-command with what builds the package, --dependencies-command with what installs into a layer, or ' +
      '--dependencies none if the source holds all that it needs.',
  });
}

/** The first descriptor at the root of a source whose packages are nowhere. */
async function findUnmet(source: string, runtime: string | undefined): Promise<string | undefined> {
  const names = rootOf(source);
  const family = runtimeFamily(runtime);
  if (family === 'provided' && isCompiled(join(source, 'bootstrap'))) return undefined;
  for (const { pattern, families, asks, held } of DESCRIPTORS) {
    const name = names.find((one) => pattern.test(one));
    if (name === undefined || (family !== undefined && !families.includes(family))) continue;
    if (held !== undefined && names.some((one) => held.test(one))) continue;
    const path = join(source, name);
    if (asks === undefined || (await asks(path))) return path;
  }
  return undefined;
}

/** The names in a directory; none in an archive. */
function rootOf(source: string): string[] {
  try {
    return readdirSync(source);
  } catch {
    return [];
  }
}

function isCompiled(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(ELF.length);
      readSync(file, head);
      return head.equals(ELF);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

async function hasRequirement(path: string): Promise<boolean> {
  const text = (await readText(path)) ?? '';
  return text.split('\n').some((line) => /^\s*(?!#|--?(index-url|extra-index-url|trusted-host))\S/.test(line));
}

async function hasDependencies(path: string): Promise<boolean> {
  const { dependencies } = parseJsonObject((await readText(path)) ?? '{}', path);
  return typeof dependencies === 'object' && dependencies !== null && Object.keys(dependencies).length > 0;
}
