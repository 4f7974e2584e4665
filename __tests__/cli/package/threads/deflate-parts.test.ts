import { inflateRawSync } from 'node:zlib';
import { newJobMemory, PART_BYTES } from '../../../../cli/package/threads/deflate-job';
import { deflateParts } from '../../../../cli/package/threads/deflate-parts';
import { someBytes, type BytesKind } from '../support/bytes';

function deflate(bytes: Uint8Array, compressible = true): { stored: boolean; data: Buffer } {
  const job = { ...newJobMemory(), count: 1 };
  job.memory.set(bytes);
  job.bytes[0] = bytes.length;
  job.compressible[0] = Number(compressible);
  deflateParts(job);
  return { stored: job.packed[0] === bytes.length, data: Buffer.from(job.memory.subarray(0, job.packed[0])) };
}

const KINDS: readonly BytesKind[] = ['zeros', 'random', 'text', 'mixed'];

describe('deflateParts', () => {
  it.each(KINDS.flatMap((kind) => [2, 300, 5_000, 65_535, 65_536, PART_BYTES].map((bytes) => [kind, bytes] as const)))(
    'keeps a file or makes it smaller: %s, %i bytes',
    (kind, bytes) => {
      const file = someBytes(kind, bytes);

      const { stored, data } = deflate(file);

      expect((stored ? data : inflateRawSync(data)).equals(file)).toBe(true);
      expect(stored ? data.length : data.length + 1).toBeLessThanOrEqual(bytes);
    },
  );

  it('stores an empty file, what is compressed already, and what must not be compressed', () => {
    expect(deflate(new Uint8Array()).stored).toBe(true);
    expect(deflate(someBytes('random', 100_000)).stored).toBe(true);
    expect(deflate(someBytes('zeros', 900), false)).toEqual({ stored: true, data: Buffer.alloc(900) });
  });

  it('compresses a file of which only some is compressed already', () => {
    const half = Buffer.concat([someBytes('random', 90_000), someBytes('zeros', 110_000)]);

    expect(deflate(half).data.length).toBeLessThan(100_000);
  });

  it('leaves each file in its place and none in another', () => {
    const job = { ...newJobMemory(), count: 3 };
    const texts = [someBytes('random', 100), someBytes('zeros', 100), someBytes('text', 500)];
    let end = 0;
    texts.forEach((text, index) => {
      job.memory.set(text, end);
      job.bytes[index] = text.length;
      job.compressible[index] = 1;
      end += text.length;
    });
    job.memory.fill(7, end);

    deflateParts(job);

    let offset = 0;
    texts.forEach((text, index) => {
      const data = job.memory.subarray(offset, offset + (job.packed[index] ?? 0));
      const isStored = job.packed[index] === text.length;
      expect((isStored ? Buffer.from(data) : inflateRawSync(data)).equals(text)).toBe(true);
      offset += text.length;
    });
    expect(job.memory.subarray(end).every((byte) => byte === 7)).toBe(true);
  });
});
