import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CodelessError } from '../../../../cli/errors';
import { packageSource, type BuiltPackage, type PackageOptions } from '../../../../cli/package';

/** What a tree is made of: text or bytes, or a link, or something that may be run. */
export type Content = string | Uint8Array | { readonly link: string } | { readonly executable: string | Uint8Array };

const made: string[] = [];

/** A directory that {@link removeDirectories} takes away. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'codeless-package-')));
  made.push(directory);
  return directory;
}

export function removeDirectories(): void {
  for (const directory of made.splice(0)) {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A directory with these files, written in this order. */
export function makeTree(files: Readonly<Record<string, Content>>, root = temporaryDirectory()): string {
  for (const [path, content] of Object.entries(files)) {
    const location = join(root, path);
    mkdirSync(dirname(location), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) {
      writeFileSync(location, content);
    } else if ('link' in content) {
      symlinkSync(content.link, location);
    } else {
      writeFileSync(location, content.executable);
      chmodSync(location, 0o755);
    }
  }
  return root;
}

/** Packs a source into a zip of its own. */
export async function pack(source: string, options: Partial<PackageOptions> = {}): Promise<BuiltPackage> {
  const target = join(temporaryDirectory(), 'app.zip');
  return packageSource({ source, target, ignore: true, onProgress: () => undefined, ...options });
}

/** The paths of a tree that are shipped. */
export async function shipped(files: Readonly<Record<string, Content>>): Promise<string[]> {
  return (await pack(makeTree(files))).entries.map(({ path }) => path);
}

/** The error for the user with which something fails; anything else, and nothing, fails the test. */
export async function codelessErrorOf(action: Promise<unknown>): Promise<CodelessError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof CodelessError) {
      return error;
    }
    throw error;
  }
  throw new Error('expected a CodelessError, but nothing was thrown');
}
