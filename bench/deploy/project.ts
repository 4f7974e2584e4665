import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MB = 1024 * 1024;

/** A checkout that is shipped: the descriptor in its root, the code in `src`. */
export class Project {
  constructor(readonly root: string) {
    mkdirSync(join(root, 'src'), { recursive: true });
    writeFileSync(join(root, 'requirements.txt'), 'greeting==1.0\n');
    for (let index = 0; index < 20; index++) this.#write(`module_${index}.py`, `NUMBER = ${index}\n`.repeat(50));
    this.change();
  }

  /** Changes the code. */
  change(): void {
    this.#write('app.py', `def handler(event, context):\n    return '${randomUUID()}'\n`);
  }

  /** Makes the source that large, of files of a megabyte that cannot be compressed. */
  fill(megabytes: number): void {
    for (let index = 0; index < megabytes; index++) this.#write(`data_${index}.bin`, randomBytes(MB));
  }

  #write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.root, 'src', name), content);
  }
}
