import { createHash, type Hash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { lstat, readFile, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { CodelessError } from '../errors';
import { mayBeRead } from './shipped-files';

/** Files that may lie behind symlinks which lead out: beyond, somebody linked to a whole machine. */
const LIMIT = 10_000;

/** Bytes of a file up to which it is read at once. */
const READ_AT_ONCE = 1024 * 1024;

/**
 * Hexadecimal SHA-256 of all that a program may read in a directory, or of a file: paths, executable bits and every byte,
 * and where symlinks point with what is there. Of what is no file, such as a pipe, only the name counts: reading it may
 * never end. Caches and `.git` don't count; times, owners and empty directories don't either.
 *
 * A symlink that leads out of the directory is followed, each place once.
 *
 * @throws CodelessError with exit `build`, `InputsTooMany`
 */
export async function exactDigest(path: string): Promise<string> {
  const root = await realpath(path);
  const walk = new Walk(path, root);
  await walk.take(root, '');
  return walk.hash.digest('hex');
}

class Walk {
  readonly hash: Hash = createHash('sha256');
  readonly #followed: string[] = [];
  #behind = 0;

  constructor(
    private readonly path: string,
    root: string,
  ) {
    this.#followed.push(root);
  }

  async take(file: string, name: string, isBehind = false): Promise<void> {
    const status = await lstat(file);
    if (status.isDirectory()) {
      const entries = await readdir(file);
      if (isBehind) this.#count(entries.length);
      for (const entry of entries.sort()) {
        const child = join(file, entry);
        if (mayBeRead(child)) await this.take(child, `${name}/${entry}`, isBehind);
      }
    } else if (status.isSymbolicLink()) {
      this.#add(name, 'link', await readlink(file));
      await this.#follow(file, name);
    } else {
      this.#add(name, ...(await describe(file, status)));
    }
  }

  /** Into a directory once: what lies in one that is walked counts there already. */
  async #follow(link: string, name: string): Promise<void> {
    const status = await stat(link).catch(() => undefined);
    if (status === undefined) return;
    const real = await realpath(link);
    if (!status.isDirectory()) {
      this.#count(1);
      this.#add(name, ...(await describe(real, status)));
      return;
    }
    if (this.#followed.some((known) => real === known || (real.startsWith(known + sep) && isCounted(known, real))))
      return;
    this.#followed.push(real);
    await this.take(real, name, true);
  }

  #add(...parts: readonly string[]): void {
    this.hash.update(JSON.stringify(parts));
  }

  #count(files: number): void {
    this.#behind += files;
    if (this.#behind <= LIMIT) return;
    const message = `more than ${LIMIT} files are behind the symlinks of ${this.path}, and the dependencies command may read any of them`;
    throw new CodelessError('build', 'InputsTooMany', message, {
      hint: 'Remove the symlink, or name what decides the result by --app-packages-descriptor-path.',
    });
  }
}

/** Whether a walk of a directory comes to one below. */
function isCounted(top: string, below: string): boolean {
  return below
    .slice(top.length + 1)
    .split(sep)
    .every(mayBeRead);
}

async function describe(file: string, status: Stats): Promise<[kind: string, content: string]> {
  if (!status.isFile()) return ['special', ''];
  const hash = createHash('sha256');
  if (status.size > READ_AT_ONCE) await pipeline(createReadStream(file), hash);
  else hash.update(await readFile(file));
  return [status.mode & 0o111 ? 'program' : 'file', hash.digest('hex')];
}
