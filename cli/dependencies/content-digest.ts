import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { isShipped } from './shipped-files';

/** Bytes at the beginning among which a NUL makes a file binary, as for Git. */
const LOOKED_AT = 8000;

/** Bytes of a file up to which it is read at once. */
const READ_AT_ONCE = 1024 * 1024;

const CARRIAGE_RETURN = 13;

/**
 * Hexadecimal SHA-256 of a file, or of a directory's files: their relative paths, executable bits and contents, and where
 * symlinks point. Times, owners and the order of the directory don't count. Of what is no file, such as a pipe, only the name
 * counts: reading it may never end.
 *
 * Text has LF line ends here, whatever Git made of them on the machine.
 *
 * @param counts whether a file or directory counts; default: if it travels with a local project
 */
export async function contentDigest(path: string, counts = isShipped): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesUnder(path, counts)) {
    const status = await lstat(file);
    const name = relative(path, file).split(sep).join('/');
    hash.update(JSON.stringify([name, ...(await describe(file, status, file === path))]));
  }
  return hash.digest('hex');
}

async function describe(file: string, status: Stats, isAll: boolean): Promise<[kind: string, content: string]> {
  if (status.isSymbolicLink()) return ['link', await readlink(file)];
  if (!status.isFile()) return ['special', ''];
  const kind = !isAll && status.mode & 0o100 ? 'program' : 'file';
  return [kind, await (status.size > READ_AT_ONCE ? largeDigest(file) : smallDigest(file))];
}

async function smallDigest(file: string): Promise<string> {
  const content = await readFile(file);
  const text = isBinary(content) || !content.includes(CARRIAGE_RETURN) ? content : withLf(content);
  return createHash('sha256').update(text).digest('hex');
}

async function largeDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  let binary: boolean | undefined;
  let carried = Buffer.alloc(0);
  for await (const read of createReadStream(file, { highWaterMark: READ_AT_ONCE })) {
    const chunk = read as Buffer;
    binary ??= isBinary(chunk);
    if (binary) {
      hash.update(chunk);
      continue;
    }
    const joined = Buffer.concat([carried, chunk]);
    // Its line feed may begin the next chunk.
    const end = joined.at(-1) === CARRIAGE_RETURN ? joined.length - 1 : joined.length;
    carried = joined.subarray(end);
    hash.update(withLf(joined.subarray(0, end)));
  }
  return hash.update(carried).digest('hex');
}

/** The files and symlinks of a directory, or the file itself, sorted by path. */
async function filesUnder(path: string, counts: (path: string) => boolean): Promise<string[]> {
  const status = await lstat(path);
  if (!status.isDirectory()) return [path];
  const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => counts(join(path, entry.name)));
  const files = await Promise.all(
    entries.map(async (entry) => {
      const child = join(path, entry.name);
      return entry.isDirectory() ? filesUnder(child, counts) : [child];
    }),
  );
  return files.flat().sort((one, other) => (one < other ? -1 : 1));
}

function isBinary(beginning: Buffer): boolean {
  return beginning.subarray(0, LOOKED_AT).includes(0);
}

function withLf(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
