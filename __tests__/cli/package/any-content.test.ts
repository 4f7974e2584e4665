import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { JOB_FILES, PART_BYTES } from '../../../cli/package/threads/deflate-job';
import { someBytes, type BytesKind } from './support/bytes';
import { makeTree, pack, removeDirectories, temporaryDirectory } from './support/tree';

afterEach(removeDirectories);

/** Where the encoder, the writer or the reader begins something new. */
const BOUNDARIES = [0, 258, 4096, 32_768, 65_535, 65_536, 131_072, 262_144, 524_288, PART_BYTES, 2 * PART_BYTES];
const KINDS: readonly BytesKind[] = ['zeros', 'random', 'text', 'mixed', 'sparse'];

const sizes = fc
  .tuple(fc.constantFrom(...BOUNDARIES), fc.integer({ min: -2, max: 2 }))
  .map(([boundary, more]) => Math.max(0, boundary + more));

/** One kind, or one after another, so that what repeats lies at any distance. */
const contents = fc
  .tuple(sizes, fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 9 }))
  .map(([size, kinds, seed]) => {
    const piece = Math.ceil(size / kinds.length);
    return Buffer.concat(kinds.map((kind) => someBytes(kind, piece, seed))).subarray(0, size);
  });

const UNZIP = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    bad = archive.testzip()
    if bad is not None:
        sys.exit('damaged: ' + bad)
    archive.extractall(sys.argv[2])
`;

async function expectUnzipped(files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const { file } = await pack(makeTree(files));
  const into = temporaryDirectory();
  execFileSync('python3', ['-c', UNZIP, file, into]);
  for (const [name, bytes] of Object.entries(files)) {
    expect([name, readFileSync(join(into, name)).equals(bytes)]).toEqual([name, true]);
  }
}

describe('a package holds the bytes of its files, as others unzip it', () => {
  it('for each kind of content at each boundary of the encoder', async () => {
    const sizesOf = (boundary: number): number[] => [boundary, boundary + 1];
    const files = KINDS.flatMap((kind) =>
      BOUNDARIES.flatMap(sizesOf).map((size) => [`${kind}-${size}`, someBytes(kind, size)] as const),
    );

    await expectUnzipped(Object.fromEntries(files));
  }, 120_000);

  it('for more small and empty files than are deflated together', async () => {
    const names = Array.from({ length: JOB_FILES + 2 }, (_, index) => `f${index}`);

    await expectUnzipped(Object.fromEntries(names.map((name, index) => [name, someBytes('text', index % 5, index)])));
  });

  it('whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(contents, { minLength: 1, maxLength: 4 }), async (files) => {
        await expectUnzipped(Object.fromEntries(files.map((bytes, index) => [`f${index}`, bytes])));
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
