import { join } from 'node:path';
import { packageSource } from '../../../cli/package';
import { readBack } from '../../../cli/package/read-back';
import { startThreads } from '../../../cli/package/threads/threads';
import type { Packing } from './packing';

/** `child.js SOURCE DIRECTORY`: packs a source as a deploy does, reads the package back once more, and prints a {@link Packing}. */
async function main([source = '', directory = '']: readonly string[]): Promise<void> {
  const start = performance.now();
  const target = join(directory, 'app.zip');
  const built = await packageSource({ source, target, ignore: true, onProgress: () => undefined });
  const packed = performance.now();
  const threads = startThreads(built.unzippedBytes);
  try {
    await readBack(target, built.entries, threads);
  } finally {
    await threads.close();
  }
  const packing: Packing = { seconds: (packed - start) / 1000, readBack: (performance.now() - packed) / 1000 };
  process.stdout.write(JSON.stringify(packing));
}

void main(process.argv.slice(2));
