import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { zipOf } from '../../zip';

/** A zip of texts and bytes by their paths. */
export function zipped(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  return zipOf(Object.entries(files).map(([path, content]) => ({ path, content })));
}

/** The bytes of a zip's entries by their paths, as yauzl reads them. */
export async function unzipped(zip: Uint8Array): Promise<Record<string, Buffer>> {
  const file = await fromBufferPromise(Buffer.from(zip));
  const entries: Record<string, Buffer> = {};
  for await (const entry of file.eachEntry()) {
    entries[entry.fileName] = await buffer(await file.openReadStreamPromise(entry));
  }
  return entries;
}
