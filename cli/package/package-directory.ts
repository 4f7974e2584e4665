import { realpathSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodelessError } from '../errors';
import type { BuiltPackage, FoundPackage, PackageEntry, PackageOptions } from './built-package';
import { contentSha256 } from './content-sha256';
import { LIMITS } from './limits';
import { tooLarge } from './sizes';
import { TransferMeter } from './transfer-meter';
import { checkLinks } from './tree/links';
import { makeExecutable } from './tree/make-executable';
import { mergeTrees } from './tree/merge';
import { moveToRoot } from './tree/move-to-root';
import type { TreeEntry } from './tree/tree-entry';
import { walkTree, type Tree, type WalkOptions } from './tree/walk';
import { writePackage } from './write-package';

/** A walk ends where it has found so many times what Lambda takes: the root of a disk, most likely. */
const HOPELESS = 4;
/** Names that a note lists before it counts. */
const LISTED = 3;

/** Finds all of a directory and checks it; only then it is read. */
export async function findInDirectory(options: PackageOptions): Promise<FoundPackage> {
  const { target, signal } = options;
  const partial = `${target}.partial`;
  const files = await collect(options, ownFiles(target, partial));
  checkLinks(files);
  return {
    files,
    contentSha256: () => contentSha256(files, signal),
    pack: () => pack(files, partial, options),
  };
}

async function pack(files: readonly TreeEntry[], partial: string, options: PackageOptions): Promise<BuiltPackage> {
  const { target, signal } = options;
  const unzippedBytes = sum(files);
  const meter = new TransferMeter(options, unzippedBytes);
  try {
    const { sha256, contentSha256, bytes, packed } = await writePackage(files, partial, {
      bytes: unzippedBytes,
      onBytes: (part) => {
        meter.add(part);
      },
      signal,
    });
    await rename(partial, target);
    return {
      ...{ file: target, sha256, contentSha256, bytes, unzippedBytes },
      get entries(): PackageEntry[] {
        return packed.list();
      },
    };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** What is written must not be shipped by the next run, where it lies in the source. */
function ownFiles(...paths: readonly string[]): string[] {
  return paths.map((path) => join(realpathSync(dirname(path)), basename(path)));
}

async function collect(options: PackageOptions, own: readonly string[]): Promise<readonly TreeEntry[]> {
  const { source, ignore } = options;
  const dependencies = options.dependencies === undefined ? undefined : realpathSync(options.dependencies);
  const walk: WalkOptions = { exclude: own, ignore: false, limit: HOPELESS * LIMITS.unzippedBytes };
  const exclude = dependencies === undefined ? own : [...own, dependencies];
  const tree = await walkTree(realpathSync(source), { ...walk, exclude, ignore });
  requireFiles(source, tree);
  const code = options.importRoot === undefined ? tree.entries : moveToRoot(tree.entries, options.importRoot);
  const added = dependencies === undefined ? undefined : await walkTree(dependencies, walk);
  const { entries, shadowed } = mergeTrees(code, added?.entries ?? []);
  const bytes = sum(entries);
  if (bytes >= LIMITS.unzippedBytes) {
    // What is packed without ignore rules is what was installed.
    const files = ignore ? { code, dependencies: added?.entries ?? [] } : { code: [], dependencies: entries };
    throw tooLarge(bytes, files, tree.complete && added?.complete !== false);
  }
  if (shadowed.length > 0) {
    const more = shadowed.length > LISTED ? ` and ${shadowed.length - LISTED} more` : '';
    const names = `${shadowed.slice(0, LISTED).join(', ')}${more}`;
    const text = `The source has files that its dependencies have too, and the source's are shipped: ${names}.`;
    options.onProgress({ kind: 'note', level: 'warning', text });
  }
  return makeExecutable(entries, options.executable ?? [], options.onProgress);
}

function requireFiles(source: string, { entries, ignored }: Tree): void {
  if (entries.length > 0) {
    return;
  }
  throw ignored
    ? new CodelessError('build', 'SourceEmpty', `all that is in the source '${source}' is ignored`, {
        hint: 'Take something back in by a line such as `!file` in .lambdaignore.',
      })
    : new CodelessError('build', 'SourceEmpty', `there is no file in the source '${source}'`, {
        hint: 'Name the directory of the code.',
      });
}

function sum(entries: readonly TreeEntry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}
