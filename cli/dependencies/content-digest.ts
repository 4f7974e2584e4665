import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { isShipped } from './shipped-files';

/**
 * Hexadecimal SHA-256 of a file, or of a directory's files: their relative paths, executable bits and contents, and where
 * symlinks point. Times, owners and the order of the directory don't count, nor do files that are not shipped.
 *
 * Text has LF line ends here, whatever Git made of them on the machine.
 */
export async function contentDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesUnder(path)) {
    const status = await lstat(file);
    const name = relative(path, file).split(sep).join('/');
    const kind = status.isSymbolicLink() ? 'link' : status.mode & 0o100 ? 'program' : 'file';
    const content = status.isSymbolicLink() ? Buffer.from(await readlink(file)) : withLf(await readFile(file));
    hash.update(JSON.stringify([name, file === path ? 'file' : kind, content.length]));
    hash.update(content);
  }
  return hash.digest('hex');
}

/** The files and symlinks of a directory, or the file itself, sorted by path. */
async function filesUnder(path: string): Promise<string[]> {
  const status = await lstat(path);
  if (!status.isDirectory()) return [path];
  const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => isShipped(join(path, entry.name)));
  const files = await Promise.all(
    entries.map(async (entry) => {
      const child = join(path, entry.name);
      return entry.isDirectory() ? filesUnder(child) : [child];
    }),
  );
  return files.flat().sort((one, other) => (one < other ? -1 : 1));
}

/** A NUL byte makes a file binary, as for Git. */
function withLf(content: Buffer): Buffer {
  if (content.includes(0) || !content.includes(13)) return content;
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
