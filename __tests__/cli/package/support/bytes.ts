/** Kinds of content that compress differently. */
export type BytesKind = 'zeros' | 'random' | 'text' | 'mixed' | 'sparse';

const BYTE_OF: Readonly<Record<BytesKind, (state: number) => number>> = {
  zeros: () => 0,
  random: (state) => state & 255,
  text: (state) => 97 + (state & 7),
  mixed: (state) => (state & 256 ? 32 : state & 255),
  // As the tables in native libraries are.
  sparse: (state) => (state & 7 ? 0 : (state >>> 8) & 255),
};

/** Bytes that look like what they are named for and are the same in every run. */
export function someBytes(kind: BytesKind, length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  const byteOf = BYTE_OF[kind];
  let state = seed;
  for (let index = 0; index < length; index++) {
    // Xorshift, with 32 bits.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = byteOf(state);
  }
  return bytes;
}

/** Much that is nearly alike, in which each level of compression finds something else. */
export function someFunctions(count: number): string {
  const line = (n: number): string => `def f${(n * 7919) % 1009}(a${(n * 31) % 97}): return a${(n * n) % 8191}\n`;
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}
