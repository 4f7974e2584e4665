import { closeSync, lstatSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files and links in a package's directory, without those of packages in it. */
export function filesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path);
    return [path];
  });
}

/** Whether it is a file itself, and no link to one. */
export function isRegular(path: string): boolean {
  return lstatSync(path).isFile();
}

/** The first bytes of a file; zeros where it has fewer. */
export function headOf(file: string, bytes: number): Buffer {
  const head = Buffer.alloc(bytes);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, head, 0, bytes, 0);
  } finally {
    closeSync(descriptor);
  }
  return head;
}
