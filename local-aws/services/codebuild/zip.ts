import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';

import { fromBufferPromise } from 'yauzl';

import { zipOf, type SmallZipEntry } from '../../../zip';

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const UNIX = 3;

/** Zips files under a root, and keeps which of them may be run. */
export async function zipFiles(root: string, files: readonly string[]): Promise<Buffer> {
  const entries: SmallZipEntry[] = [];
  for (const path of files) {
    const file = join(root, path);
    const { mode } = await stat(file);
    entries.push({ path, content: await readFile(file), kind: (mode & 0o111) === 0 ? 'file' : 'executable' });
  }
  return zipOf(entries);
}

/**
 * Unpacks an archive into a directory, with modes and symbolic links.
 *
 * @throws Error where it is no archive, or leads out of the directory
 */
export async function unzipInto(archive: Buffer, directory: string): Promise<void> {
  const zip = await fromBufferPromise(archive, { decodeStrings: false });
  await mkdir(directory, { recursive: true });
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileNameRaw.toString();
    const file = resolve(directory, name);
    if (!`${file}/`.startsWith(`${directory}/`)) throw new Error(`the archive leads out of its directory: ${name}`);
    const mode = entry.versionMadeBy >>> 8 === UNIX ? entry.externalFileAttributes >>> 16 : 0;
    await mkdir(name.endsWith('/') ? file : dirname(file), { recursive: true });
    if (name.endsWith('/')) continue;
    const content = await buffer(await zip.openReadStreamPromise(entry));
    if ((mode & FILE_TYPE) === SYMBOLIC_LINK) await symlink(content, file);
    else {
      await writeFile(file, content);
      if ((mode & 0o777) !== 0) await chmod(file, mode & 0o777);
    }
  }
}
