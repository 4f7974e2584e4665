import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { unzip, zip, type AsyncZippable } from 'fflate';

const UNIX = 3;
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** Zips files under a root, with their modes. */
export async function zipFiles(root: string, files: readonly string[]): Promise<Buffer> {
  const entries: AsyncZippable = {};
  for (const path of files) {
    const file = join(root, path);
    const { mode, mtime } = await stat(file);
    entries[path] = [await readFile(file), { os: UNIX, attrs: (mode << 16) >>> 0, mtime }];
  }
  return Buffer.from(await promisify<AsyncZippable, Uint8Array>(zip)(entries));
}

/**
 * Unpacks an archive into a directory, with modes and symbolic links.
 *
 * @throws Error where it is no archive, or leads out of the directory
 */
export async function unzipInto(archive: Buffer, directory: string): Promise<void> {
  const entries = await promisify<Uint8Array, Record<string, Uint8Array>>(unzip)(archive);
  const modes = modesOf(archive);
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(entries)) {
    const file = resolve(directory, name);
    if (!`${file}/`.startsWith(`${directory}/`)) throw new Error(`the archive leads out of its directory: ${name}`);
    const mode = modes.get(name) ?? 0;
    await mkdir(name.endsWith('/') ? file : dirname(file), { recursive: true });
    if (name.endsWith('/')) continue;
    if ((mode & FILE_TYPE) === SYMBOLIC_LINK) await symlink(Buffer.from(content), file);
    else {
      await writeFile(file, content);
      if ((mode & 0o777) !== 0) await chmod(file, mode & 0o777);
    }
  }
}

/**
 * The Unix modes in an archive's central directory, which the library does not tell.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3.12
 */
function modesOf(archive: Buffer): Map<string, number> {
  const modes = new Map<string, number>();
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const length = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + length);
    if (archive[at + 5] === UNIX) modes.set(name, archive.readUInt16LE(at + 40));
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return modes;
}
