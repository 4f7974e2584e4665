import { inflateRawSync } from 'node:zlib';
import { PART_BYTES } from '../../../../cli/package/threads/deflate-job';
import { deflateParts } from '../../../../cli/package/threads/deflate-parts';
import { someBytes, type BytesKind } from '../support/bytes';

function deflate(bytes: Uint8Array, compressible = true): { stored: boolean; data: Buffer } {
  const memory = new Uint8Array(new SharedArrayBuffer(PART_BYTES));
  memory.set(bytes);
  const [part] = deflateParts({ memory, parts: [{ offset: 0, bytes: bytes.length, compressible }] });
  return { stored: part?.stored ?? false, data: Buffer.from(memory.subarray(0, part?.bytes)) };
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
    const memory = new Uint8Array(2_000);
    const texts = [someBytes('random', 100), someBytes('zeros', 100), someBytes('text', 500)];
    const parts = texts.map((text, index) => {
      memory.set(text, index * 600);
      return { offset: index * 600, bytes: text.length, compressible: true };
    });

    const deflated = deflateParts({ memory, parts });

    deflated.forEach(({ bytes, stored }, index) => {
      const data = memory.subarray(index * 600, index * 600 + bytes);
      expect((stored ? Buffer.from(data) : inflateRawSync(data)).equals(texts[index] ?? data)).toBe(true);
    });
  });
});
