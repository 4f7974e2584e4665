import { isUtf8 } from 'node:buffer';
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodelessError } from '../../errors';
import { readText, textError } from '../../text';
import { IGNORE_FILE } from './default-ignores';
import { IgnoreRules } from './ignore-rules';
import { unreadable } from './read-error';
import { sortEntries, type TreeEntry } from './tree-entry';

/** What marks a Python virtual environment. */
const VENV_MARKER = 'pyvenv.cfg';
const OWNER_EXECUTES = 0o100;

/** How a tree is walked. */
export interface WalkOptions {
  /** Whether ignore files and the default ignores apply. */
  readonly ignore: boolean;
  /** Paths on this machine that are left out: what the program itself writes. */
  readonly exclude: readonly string[];
  /** Bytes beyond which the walk ends: no package can hold them. */
  readonly limit: number;
}

/** What was found in a tree. */
export interface Tree {
  /** Sorted byte by byte. */
  readonly entries: readonly TreeEntry[];
  readonly bytes: number;
  /** False where the walk ended early. */
  readonly complete: boolean;
  /** Whether something was left out. */
  readonly ignored: boolean;
}

/**
 * Finds what of a directory is shipped: files and links. Directories have no entry of their own, so an empty one is not
 * shipped, as in Git: another checkout would not have it. Nothing is opened in an ignored directory.
 *
 * @throws CodelessError with exit `build` for what can't be read, is neither file, link nor directory, or has no name in UTF-8
 */
export async function walkTree(root: string, options: WalkOptions): Promise<Tree> {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  const entries: TreeEntry[] = [];
  let bytes = 0;
  let ignored = false;
  const pending = [{ path: '', rules: options.ignore ? IgnoreRules.defaults() : undefined }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const directory = next.path;
    const names = await list(root, directory);
    const rules = names.includes(IGNORE_FILE) ? await withFile(next.rules, root, directory) : next.rules;
    if (directory !== '' && next.rules?.verdict(directory, true) === 'undecided' && names.includes(VENV_MARKER)) {
      ignored = true;
      continue;
    }
    for (const name of names) {
      const path = directory === '' ? name : `${directory}/${name}`;
      const location = prefix + path;
      if (options.exclude.includes(location)) {
        continue;
      }
      const stats = found(path, () => lstatSync(location));
      if (rules?.verdict(path, stats.isDirectory()) === 'ignored') {
        ignored = true;
      } else if (stats.isDirectory()) {
        pending.push({ path, rules });
      } else {
        const entry = treeEntry(path, prefix, stats);
        entries.push(entry);
        bytes += entry.bytes;
      }
    }
    if (bytes > options.limit) {
      return { entries: sortEntries(entries), bytes, complete: false, ignored };
    }
  }
  return { entries: sortEntries(entries), bytes, complete: true, ignored };
}

async function list(root: string, directory: string): Promise<string[]> {
  // Names are bytes: read as text, one that is not UTF-8 would be shipped under another name.
  const names = await readdir(Buffer.from(join(root, directory)), { encoding: 'buffer' }).catch((error: unknown) => {
    throw unreadable(directory === '' ? root : directory, error);
  });
  return names.map((name) => {
    const text = name.toString();
    if (!isUtf8(name)) {
      throw new CodelessError(
        'build',
        'NameNotUtf8',
        `the name of ${JSON.stringify(directory === '' ? text : `${directory}/${text}`)} is not UTF-8, so it would be another one in Lambda`,
        { hint: `Rename it, or list its directory in ${IGNORE_FILE}.` },
      );
    }
    return text;
  });
}

/** @throws CodelessError for an ignore file that can't be read: what it lists, such as a secret, must not be shipped */
async function withFile(
  rules: IgnoreRules | undefined,
  root: string,
  directory: string,
): Promise<IgnoreRules | undefined> {
  if (rules === undefined) {
    return undefined;
  }
  const path = join(directory, IGNORE_FILE);
  const text = await readText(join(root, path), path);
  if (text === undefined) {
    throw textError({ file: path, reason: 'it is a link to what is not there', code: 'TextUnreadable' });
  }
  return rules.within(directory, text.replace(/\r\n?/g, '\n'));
}

function treeEntry(path: string, root: string, stats: Stats): TreeEntry {
  const { mtimeMs, ino: inode } = stats;
  if (stats.isFile()) {
    const kind = (stats.mode & OWNER_EXECUTES) === 0 ? 'file' : 'executable';
    return { path, root, kind, bytes: stats.size, mtimeMs, inode };
  }
  if (stats.isSymbolicLink()) {
    const linkTarget = found(path, () => readlinkSync(root + path));
    return { path, root, kind: 'link', bytes: Buffer.byteLength(linkTarget), mtimeMs, inode, linkTarget };
  }
  throw new CodelessError(
    'build',
    'SpecialFile',
    `'${path}' is a ${specialKind(stats)}, which no package can hold: remove it, or list it in ${IGNORE_FILE}`,
  );
}

function specialKind(stats: Stats): string {
  if (stats.isFIFO()) {
    return 'named pipe';
  }
  return stats.isSocket() ? 'socket' : 'device';
}

function found<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw unreadable(path, error);
  }
}
