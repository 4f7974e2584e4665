import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBack } from '../../../cli/package/read-back';
import type * as DeflateParts from '../../../cli/package/threads/deflate-parts';
import { startThreads } from '../../../cli/package/threads/threads';
import { readBackShare } from '../../../cli/package/zip/read-back';
import { someBytes } from './support/bytes';
import { codelessErrorOf, makeTree, pack, removeDirectories, temporaryDirectory } from './support/tree';

/** Set by a test that wants another encoder. */
let mockDamage: ((data: Uint8Array) => void) | undefined;

jest.mock('../../../cli/package/threads/deflate-parts', () => {
  const actual = jest.requireActual<typeof DeflateParts>('../../../cli/package/threads/deflate-parts');
  return {
    deflateParts: (job: Parameters<typeof DeflateParts.deflateParts>[0]) => {
      actual.deflateParts(job);
      mockDamage?.(job.memory.subarray(0, job.packed[0]));
    },
  };
});

afterEach(() => {
  mockDamage = undefined;
  removeDirectories();
});

const TEXT = someBytes('text', 100_000);

it.each<[string, (data: Uint8Array) => void]>([
  ['that no decoder takes', (data) => data.fill(0xff, 0, 9)],
  [
    'that becomes another content',
    (data) => {
      data.set([(data.at(-40) ?? 0) ^ 1], data.length - 40);
    },
  ],
  ['that ends early', (data) => data.fill(0, data.length - 400)],
])('fails for a package whose encoder wrote something %s, and leaves nothing behind', async (_, damage) => {
  mockDamage = damage;
  const target = join(temporaryDirectory(), 'app.zip');

  const error = await codelessErrorOf(pack(makeTree({ 'app.py': TEXT }), { target }));

  expect(error).toMatchObject({ exit: 'build', code: 'PackageCorrupt' });
  expect(error.message).toContain("the package that was made is damaged: the archive '");
  expect(error.message).toContain("'app.py'");
  expect(readdirSync(dirname(target))).toEqual([]);
});

it('fails for a package of which any byte was turned over since it was written', async () => {
  const { file, entries } = await pack(
    makeTree({ 'app.py': 'def handler(): pass\n'.repeat(9), b: { executable: 'b' } }),
  );
  const zip = readFileSync(file);
  const survived: number[] = [];
  for (let at = 0; at < zip.length; at++) {
    const damaged = Buffer.from(zip);
    damaged[at] = (damaged[at] ?? 0) ^ 0x55;
    writeFileSync(file, damaged);
    await readBack(file, entries, startThreads(1)).then(
      () => survived.push(at),
      () => undefined,
    );
  }

  // Versions, dates, internal attributes and the like: nobody's content depends on them.
  expect(survived.length).toBeLessThan(zip.length / 4);
  const [local, central] = [zip.indexOf('PK\u0003\u0004'), zip.indexOf('PK\u0001\u0002')];
  const dataStart = local + 30 + 'app.py'.length;
  expect(survived.filter((at) => at >= dataStart && at < zip.indexOf('PK\u0003\u0004', dataStart))).toEqual([]);
  expect(central).toBeGreaterThan(dataStart);
});

it('fails for a package that is sound and not what was meant', async () => {
  const { file, entries } = await pack(makeTree({ a: 'a', b: 'b' }));
  const [a, b] = entries;
  if (a === undefined || b === undefined) throw new Error('there are two');
  const threads = startThreads(1);

  for (const meant of [
    [a],
    [a, { ...b, kind: 'link' as const }],
    [a, { ...b, crc32: '00000000' }],
    [{ ...a, path: '0' }, b],
  ]) {
    expect(await codelessErrorOf(readBack(file, meant, threads))).toMatchObject({ code: 'PackageCorrupt' });
  }
  await expect(readBack(file, entries, threads)).resolves.toBeUndefined();
});

it('reads each entry in one share of many', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `f${index}`);
  const files = Object.fromEntries(names.map((name, index) => [name, someBytes('random', 10 + index * 40)]));
  const { file, entries } = await pack(makeTree(files));

  const shares = await Promise.all([0, 1, 2, 3].map((index) => readBackShare(file, { index, of: 4, lists: true })));

  expect(shares.map((share) => share.entries.length)).not.toContain(0);
  expect(shares.flatMap((share) => share.entries)).toEqual(entries);
});
