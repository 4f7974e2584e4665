import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Python's own `extractall` makes no links. */
const PYTHON = `
import os, stat, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    bad = archive.testzip()
    if bad is not None:
        sys.exit('damaged: ' + bad)
    for info in archive.infolist():
        target = os.path.join(sys.argv[2], info.filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.symlink(archive.read(info).decode(), target)
        else:
            archive.extract(info, sys.argv[2])
            os.chmod(target, info.external_attr >> 16 & 0o777)
`;

/** Programs that unpack zips, none of them ours, each with what installs it. */
const UNPACKERS: Readonly<Record<string, readonly [install: string, ...args: string[]]>> = {
  python3: ['Python 3', '-c', PYTHON, '%zip', '%into'],
  unzip: ['the package unzip', '-q', '%zip', '-d', '%into'],
  bsdtar: ['the package libarchive-tools', '-xf', '%zip', '-C', '%into'],
};

/** The names of the programs. */
export const UNPACKER_NAMES = Object.keys(UNPACKERS);

/** @throws Error that names what is missing on PATH and where it comes from */
export async function requireUnpackers(): Promise<void> {
  for (const [name, [install]] of Object.entries(UNPACKERS)) {
    await execute('/bin/sh', ['-c', 'command -v "$0"', name]).catch(() => {
      throw new Error(`${name} is not on PATH, and these tests unpack packages by it: install ${install}`);
    });
  }
}

/** Unpacks a zip. @throws Error where the program finds a fault in it */
export async function unpack(name: string, zip: string, into: string): Promise<void> {
  mkdirSync(into);
  const [, ...args] = UNPACKERS[name] ?? [''];
  await execute(
    name,
    args.map((arg) => arg.replace('%zip', zip).replace('%into', into)),
    { maxBuffer: 1e8 },
  );
}

/** Each file of a tree with what must be the same where it is unpacked: right to execute and bytes, or where a link leads. */
export function contentOf(root: string, directory = ''): Map<string, string> {
  const content = new Map<string, string>();
  for (const name of readdirSync(join(root, directory))) {
    const path = join(directory, name);
    const location = join(root, path);
    const stats = lstatSync(location);
    if (stats.isDirectory()) {
      for (const [below, what] of contentOf(root, path)) content.set(below, what);
    } else if (stats.isSymbolicLink()) {
      content.set(path, `link to ${readlinkSync(location)}`);
    } else {
      const digest = createHash('sha256').update(readFileSync(location)).digest('hex');
      content.set(path, `${(stats.mode & 0o100) === 0 ? 'file' : 'executable'} ${digest}`);
    }
  }
  return content;
}
