import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourceText } from './source-text';

const MB = 1024 * 1024;

/** Files of a folder of the tree. */
const FILES_PER_FOLDER = 50;

/** One file in so many of the tree is binary. */
const BINARY_EVERY = 10;

/** A checkout that is shipped: the descriptor in its root, the code in `src`. */
export class Project {
  constructor(readonly root: string) {
    mkdirSync(join(root, 'src'), { recursive: true });
    writeFileSync(join(root, 'requirements.txt'), 'greeting==1.0\n');
    for (let index = 0; index < 20; index++) this.#write(`module_${index}.py`, `NUMBER = ${index}\n`.repeat(50));
    this.change();
  }

  /** The directory of the code. */
  get source(): string {
    return join(this.root, 'src');
  }

  /** Changes one file of the code. */
  change(): void {
    this.#write('app.py', `def handler(event, context):\n    return '${randomUUID()}'\n`);
  }

  /** Adds files of a megabyte that cannot be compressed. */
  addBinaries(megabytes: number): void {
    for (let index = 0; index < megabytes; index++) this.#write(`data_${index}.bin`, randomBytes(MB));
  }

  /** Adds many files of one size in folders: text as in sources, and some that cannot be compressed. */
  addTree(megabytes: number, files: number): void {
    const size = Math.floor((megabytes * MB) / files);
    for (let index = 0; index < files; index++) {
      const folder = `tree/folder_${Math.floor(index / FILES_PER_FOLDER)}`;
      const isBinary = index % BINARY_EVERY === 0;
      this.#write(
        `${folder}/file_${index}.${isBinary ? 'bin' : 'py'}`,
        isBinary ? randomBytes(size) : sourceText(size),
      );
    }
  }

  #write(name: string, content: string | Uint8Array): void {
    const path = join(this.source, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
