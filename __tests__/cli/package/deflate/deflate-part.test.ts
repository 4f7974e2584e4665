import { inflateRawSync } from 'node:zlib';
import { PART_BYTES, PART_SLACK_BYTES, type PartShape } from '../../../../cli/package/deflate/deflate-job';
import { deflateParts } from '../../../../cli/package/deflate/deflate-part';
import { someBytes, type BytesKind } from '../support/bytes';

function deflate(bytes: Uint8Array, shape: Pick<PartShape, 'whole' | 'last'>): { stored: boolean; data: Buffer } {
  const memory = new Uint8Array(PART_BYTES + PART_SLACK_BYTES);
  memory.set(bytes);
  const [part] = deflateParts({ memory, parts: [{ offset: 0, bytes: bytes.length, compressible: true, ...shape }] });
  return { stored: part?.stored ?? false, data: Buffer.from(memory.subarray(0, part?.bytes)) };
}

/** Less than the program cuts, to be fast, and more than one stored block holds. */
const CUT_BYTES = 150_000;
const KINDS: readonly BytesKind[] = ['zeros', 'random', 'text', 'mixed'];

describe('deflateParts', () => {
  it.each(KINDS)('cuts a file into parts that are one stream again: %s', (kind) => {
    for (const rest of [1, 70_000]) {
      const file = someBytes(kind, 2 * CUT_BYTES + rest);
      const parts = [0, 1, 2].map((index) => {
        const bytes = file.subarray(index * CUT_BYTES, (index + 1) * CUT_BYTES);
        return deflate(bytes, { whole: false, last: index === 2 });
      });

      expect(parts.map(({ stored }) => stored)).toEqual([false, false, false]);
      expect(inflateRawSync(Buffer.concat(parts.map(({ data }) => data))).equals(file)).toBe(true);
    }
  });

  it('ends a part at a byte whatever the bits before', () => {
    const tail = someBytes('text', 100);
    for (let seed = 1; seed <= 200; seed++) {
      const head = someBytes('mixed', 200 + seed * 7, seed);
      const open = deflate(head, { whole: false, last: false });
      const closed = deflate(tail, { whole: false, last: true });

      expect(inflateRawSync(Buffer.concat([open.data, closed.data])).equals(Buffer.concat([head, tail]))).toBe(true);
    }
  });

  it.each(KINDS.flatMap((kind) => [2, 300, 5_000, 20_000, 65_535, PART_BYTES].map((bytes) => [kind, bytes] as const)))(
    'keeps a whole file or makes it smaller: %s, %i bytes',
    (kind, bytes) => {
      const file = someBytes(kind, bytes);

      const { stored, data } = deflate(file, { whole: true, last: true });

      expect((stored ? data : inflateRawSync(data)).equals(file)).toBe(true);
      expect(stored ? data.length : data.length + 1).toBeLessThanOrEqual(bytes);
    },
  );

  it('stores an empty file, what is compressed already, and what must not be compressed', () => {
    const zeros = {
      memory: new Uint8Array(999),
      parts: [{ offset: 0, bytes: 900, whole: true, last: true, compressible: false }],
    };

    expect(deflate(new Uint8Array(), { whole: true, last: true }).stored).toBe(true);
    expect(deflate(someBytes('random', 100_000), { whole: true, last: true }).stored).toBe(true);
    expect(deflateParts(zeros)).toEqual([{ bytes: 900, stored: true }]);
  });

  it('compresses a part of which only some is compressed already', () => {
    const half = Buffer.concat([someBytes('random', 90_000), someBytes('zeros', 110_000)]);

    expect(deflate(half, { whole: true, last: true }).data.length).toBeLessThan(100_000);
  });

  it('compresses a small part of which only the beginning is worth it', () => {
    const beginning = Buffer.concat([someBytes('zeros', 5_000), someBytes('random', 10_000)]);

    expect(deflate(beginning, { whole: true, last: true }).data.length).toBeLessThan(11_000);
  });

  it('leaves each part in its place and none in another', () => {
    const memory = new Uint8Array(2_000);
    const texts = [someBytes('random', 100), someBytes('zeros', 100), someBytes('text', 500)];
    const parts = texts.map((text, index) => {
      memory.set(text, index * 600);
      return { offset: index * 600, bytes: text.length, whole: index !== 0, last: true, compressible: true };
    });

    const deflated = deflateParts({ memory, parts });

    deflated.forEach(({ bytes, stored }, index) => {
      const data = memory.subarray(index * 600, index * 600 + bytes);
      expect((stored ? Buffer.from(data) : inflateRawSync(data)).equals(texts[index] ?? data)).toBe(true);
    });
  });
});
