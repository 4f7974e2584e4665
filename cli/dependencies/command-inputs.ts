import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

import { readRequirements } from './python/requirements';
import type { RecipeInput } from './recipe';

/** Files at the root of a source that say what is to be installed, by language. */
const DESCRIPTORS: readonly RegExp[] = [
  /^(requirements.*\.(txt|in)|uv\.lock|poetry\.lock|Pipfile(\.lock)?|pyproject\.toml|setup\.(py|cfg))$/,
  /^(package(-lock)?\.json|npm-shrinkwrap\.json|pnpm-(lock|workspace)\.yaml|yarn\.lock|bun\.lockb?|deno\.(json|lock))$/,
  /^(go\.(mod|sum|work)|Cargo\.(toml|lock)|Gemfile(\.lock)?|.*\.gemspec|composer\.(json|lock))$/,
  /^(pom\.xml|(build|settings)\.gradle(\.kts)?|gradle\.(lockfile|properties)|build\.sbt)$/,
  /^(.*\.(cs|fs|vb)proj|packages\.lock\.json|Directory\.(Packages|Build)\.props|nuget\.config)$/i,
];

/** What parts the words of a shell command, as far as they may be paths. */
const SHELL_SYNTAX = /[\s;&|()<>"'`=]+/;

/** Where `make` finds what it does. */
const MAKEFILES = ['GNUmakefile', 'makefile', 'Makefile'];

/**
 * What decides the result of the user's own command, beside its text: the descriptor that the user named, else those at
 * the root of the source; and the files and directories of the source that the command names, such as a script.
 *
 * Without a descriptor all of the source counts: nobody knows what the command reads there.
 *
 * @param descriptor path of the one that the user named; a directory counts with all that is in it
 */
export async function commandInputs(
  command: string,
  source: string,
  descriptor: string | undefined,
): Promise<readonly RecipeInput[]> {
  const descriptors = descriptor === undefined ? await descriptorsIn(source) : [descriptor];
  if (descriptors.length === 0) return [whole(source)];
  const read = await Promise.all(descriptors.map((path) => describe(path, source)));
  const inputs = [...read.flat(), ...namedBy(command, source)];
  return [...new Map(inputs.map((input) => [input.path, input])).values()];
}

async function descriptorsIn(source: string): Promise<string[]> {
  const names = (await readdir(source)).filter((name) => DESCRIPTORS.some((pattern) => pattern.test(name)));
  return names.map((name) => join(source, name));
}

/** A file of pip's format counts with all that it includes. */
async function describe(path: string, source: string): Promise<readonly RecipeInput[]> {
  const directory = dirname(path);
  if (/\.(txt|in)$/.test(path)) return (await readRequirements(path, { descriptor: directory, source })).inputs;
  return [{ name: basename(path), path }];
}

function namedBy(command: string, source: string): RecipeInput[] {
  const words = command.split(SHELL_SYNTAX);
  const names = words.includes('make') ? [...words, ...MAKEFILES] : words;
  const paths = names.filter((name) => name !== '').map((name) => resolve(source, name));
  return paths.flatMap((path) => {
    const name = relative(source, path).split(sep).join('/');
    if (name === '') return [whole(source)];
    return name.startsWith('..') || !existsSync(path) ? [] : [{ name, path }];
  });
}

function whole(source: string): RecipeInput {
  return { name: '.', path: source };
}
