import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { CodelessError } from '../errors';
import type { DependencyOptions } from './dependencies';
import { parseRuntime, type Runtime } from './runtime';

/** What is at the top of a layer and is found by no import. */
const MISPLACED: Readonly<Record<Runtime['family'], (directory: string, name: string) => boolean>> = {
  python: isOfPython,
  nodejs: isOfNodejs,
};

/** Where the runtimes look in a layer. */
const PLACES: Readonly<Record<Runtime['family'], string>> = { python: 'python', nodejs: 'nodejs/node_modules' };

/**
 * Refuses what a command of the user's left if the runtime would not find it: nothing, packages at the top of a layer, or
 * the directories of a layer beside the code.
 *
 * @param target the directory that it filled
 * @throws CodelessError with exit `build`: `CommandLeftNothing`, `LayoutWrong`
 */
export async function checkLayout(
  target: string,
  { runtime, layout }: Pick<DependencyOptions, 'runtime' | 'layout'>,
): Promise<void> {
  if (!(await hasFile(target))) {
    throw new CodelessError(
      'build',
      'CommandLeftNothing',
      'the dependencies command left no file in $CODELESS_TARGET',
      {
        hint: 'Have it install there, or leave it out and give --dependencies none if nothing is to be installed.',
      },
    );
  }
  const family = parseRuntime(runtime)?.family;
  if (family === undefined) return;
  const place = PLACES[family];
  if (layout === 'package') {
    if (!existsSync(join(target, place)) || existsSync(join(target, place, '__init__.py'))) return;
    const text = `the dependencies command left ${place}/ for the package, beside whose code ${runtime ?? ''} looks for packages`;
    throw new CodelessError('build', 'LayoutWrong', text, {
      hint: 'Have it install into "$CODELESS_TARGET" itself if $CODELESS_LAYOUT is package, or give --dependencies layer.',
    });
  }
  const names = (await readdir(target)).sort();
  const name = names.find((one) => MISPLACED[family](target, one));
  if (name === undefined) return;
  const text = `the dependencies command left ${name} at the top of a layer, where ${runtime ?? ''} does not look for packages`;
  throw new CodelessError('build', 'LayoutWrong', text, {
    hint: `Have it install into "$CODELESS_TARGET/${place}" if $CODELESS_LAYOUT is layer, or give --dependencies package.`,
  });
}

/** Modules, packages and their metadata, and what a prefix of Python's is laid out like. A program may lie anywhere. */
function isOfPython(directory: string, name: string): boolean {
  if (name === 'python') return false;
  const path = join(directory, name);
  if (/\.(dist|egg)-info$/.test(name) || existsSync(join(path, '__init__.py'))) return true;
  if (/^lib(64)?$/.test(name)) return MINORS.some((minor) => existsSync(join(path, minor, 'site-packages')));
  return /\.(cpython-\w+|abi3)[\w.-]*\.so$/.test(name) || (/\.pyc?$/.test(name) && !isProgram(path));
}

/** The packages, or one of them. What is in `nodejs` may be loaded by its path. */
function isOfNodejs(directory: string, name: string): boolean {
  if (name === 'nodejs') return false;
  if (name === 'node_modules') return true;
  if (existsSync(join(directory, 'nodejs'))) return false;
  const path = join(directory, name);
  return (
    name === 'package.json' || existsSync(join(path, 'package.json')) || (/\.[cm]?js$/.test(name) && !isProgram(path))
  );
}

const MINORS = Array.from({ length: 30 }, (_, minor) => `python3.${minor}`);

function isProgram(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) % 2 === 1;
}

async function hasFile(directory: string): Promise<boolean> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (!entry.isDirectory() || (await hasFile(join(directory, entry.name)))) return true;
  }
  return false;
}
