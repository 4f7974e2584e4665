import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CodelessError } from '../../errors';
import { readText, textError } from '../../text';
import type { RecipeInput } from '../recipe';
import { parseRequirements } from './requirements-file';
import type { RequirementLine } from './requirements-file';

/** A package of the machine itself. */
export interface LocalPackage {
  /** A directory, a wheel or an archive. */
  readonly path: string;
  /** Extras and marker that follow the path. */
  readonly rest: string;
}

/** What a requirements file and all that it includes ask for. */
export interface Requirements {
  /** Packages and options of an index, as pip reads them. */
  readonly lines: readonly string[];
  readonly constraints: readonly string[];
  /** Each once, and one path again with other extras or another marker. */
  readonly locals: readonly LocalPackage[];
  readonly inputs: readonly RecipeInput[];
}

/** Where paths in a requirements file may start. */
export interface RequirementsRoots {
  /** The descriptor's directory, to which the names of inputs are relative. */
  readonly descriptor: string;
  /** The source directory: pip is run there, and takes paths of packages from there. */
  readonly source: string;
}

/**
 * Reads a requirements file with everything that it includes, each file once.
 *
 * As with pip, included files are relative to the one that includes them, and packages to the directory where pip is run:
 * the source's, or where that has no such path the descriptor's.
 *
 * @throws CodelessError `RequirementsMissing`, `LocalPackageMissing`, and what `readText` throws
 */
export async function readRequirements(file: string, roots: RequirementsRoots): Promise<Requirements> {
  const reader = new Reader(roots);
  await reader.read(file, 'requirements');
  return reader;
}

/**
 * The same of a text that was made from a lock file, whose paths are relative to one directory.
 *
 * @param lock path of the lock file
 * @throws CodelessError `LocalPackageMissing`
 */
export function parseExport(text: string, lock: string): Requirements {
  const directory = dirname(lock);
  const reader = new Reader({ descriptor: directory, source: directory });
  parseRequirements(text).forEach((line) => {
    reader.take(line, { file: lock }, 'requirements');
  });
  return reader;
}

/** Where a line stands. */
interface Place {
  readonly file: string;
  readonly line?: number;
}

class Reader implements Requirements {
  readonly lines: string[] = [];
  readonly constraints: string[] = [];
  readonly locals: LocalPackage[] = [];
  readonly inputs: RecipeInput[] = [];
  readonly #seen = new Set<string>();

  constructor(private readonly roots: RequirementsRoots) {}

  async read(file: string, into: 'requirements' | 'constraints', from?: string): Promise<void> {
    if (this.#seen.has(`${into} ${file}`)) return;
    this.#seen.add(`${into} ${file}`);
    const text = await readText(file);
    if (text === undefined) {
      const message = `${from ?? 'the command line'} includes ${file}, which does not exist`;
      throw new CodelessError('usage', 'RequirementsMissing', message);
    }
    this.#input(file);
    for (const line of parseRequirements(text)) {
      if ((line.kind === 'requirements' || line.kind === 'constraints') && !isUrl(line.target)) {
        const kind = into === 'constraints' ? into : line.kind;
        await this.read(resolve(dirname(file), line.target), kind, `${file}, line ${line.number}`);
      } else {
        this.take(line, { file, line: line.number }, into);
      }
    }
  }

  take(line: RequirementLine, place: Place, into: 'requirements' | 'constraints'): void {
    const lines = into === 'constraints' ? this.constraints : this.lines;
    switch (line.kind) {
      case 'requirements':
        lines.push(`-r ${line.target}`);
        break;
      case 'constraints':
        this.constraints.push(`-c ${line.target}`);
        break;
      case 'find-links': {
        const path = resolve(dirname(place.file), line.target);
        lines.push(`--find-links ${existsSync(path) ? path : line.target}`);
        break;
      }
      case 'option':
        lines.push(line.text);
        break;
      case 'requirement': {
        const path = this.#localPath(line.target);
        if (path === undefined) {
          if (into === 'requirements' && isPath(line.target)) throw missing(line.target, place);
          lines.push(line.text);
        } else if (into === 'requirements') {
          this.#local({ path, rest: line.rest });
          this.#input(path);
        }
      }
    }
  }

  /** As pip tells a path from a name: it has a separator or begins with a dot, and is there. */
  #localPath(target: string): string | undefined {
    if (!isPath(target) && !ARCHIVE.test(target)) return undefined;
    const path = target.startsWith('file://') ? pathOfUrl(target) : target.replace(/^file:/, '').replace(/#.*$/, '');
    return [this.roots.source, this.roots.descriptor].map((root) => resolve(root, path)).find(existsSync);
  }

  #local(local: LocalPackage): void {
    const isKnown = this.locals.some(({ path, rest }) => path === local.path && rest === local.rest);
    if (!isKnown) this.locals.push(local);
  }

  #input(path: string): void {
    const name = relative(this.roots.descriptor, path).split(sep).join('/');
    if (!this.inputs.some((input) => input.path === path)) this.inputs.push({ name, path });
  }
}

const ARCHIVE = /\.(whl|zip|tar\.gz)$/;

function missing(target: string, { file, line }: Place): CodelessError {
  const isUrl = target.startsWith('file:');
  const hint = isUrl
    ? 'Name the version instead; a list of an environment of conda is written by `pip list --format=freeze`.'
    : 'Paths are relative to the source directory, or else to that of the file.';
  const reason = `${target} is not on this machine`;
  return textError({ file, line, reason, code: 'LocalPackageMissing', hint });
}

/** pip puts the values of variables in: what they make is not known here. */
function isPath(target: string): boolean {
  if (target.includes('${')) return false;
  return /^file:/i.test(target) || (/^\.|\//.test(target) && !isUrl(target));
}

function pathOfUrl(url: string): string {
  try {
    return fileURLToPath(url.replace(/#.*$/, ''));
  } catch {
    return url;
  }
}

function isUrl(target: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(target) || /^(git|hg|svn|bzr)\+/.test(target);
}
