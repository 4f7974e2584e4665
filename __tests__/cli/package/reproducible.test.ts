import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { findPackage } from '../../../cli/package';
import { someBytes, someFunctions } from './support/bytes';
import { makeTree, pack, removeDirectories, temporaryDirectory, type Content } from './support/tree';

const FILES: Readonly<Record<string, Content>> = {
  'app.py': 'def handler(event, context):\n    return 1\n',
  'bin/run': { executable: '#!/bin/sh\n' },
  'bin/current': { link: 'run' },
  'data/\u{1F600}.txt': 'beyond sixteen bits\n',
  'data/\uFF5E.txt': 'before it, by bytes\n',
  'data/empty': '',
};

/**
 * The digest of this content. Another one makes each user's next deploy a new version of unchanged code, so it is changed on
 * purpose alone; that the zip is right is for the other tests to say, and its bytes are zlib's.
 */
const GOLDEN = '5262d55e48537ee4fe4d7302b97f2b72b6850a1a3d44e27d2350067825ac3c51';

afterEach(removeDirectories);

describe('packageSource', () => {
  it('gives the content the digest that it has always had', async () => {
    const source = makeTree({
      ...FILES,
      'large.txt': 'one line among many\n'.repeat(100_000),
      'functions.py': someFunctions(8_000),
      'large.bin': someBytes('random', 700_000),
    });
    const { contentSha256 } = await pack(source);
    const target = join(temporaryDirectory(), 'app.zip');
    const found = await findPackage({ source, target, ignore: true, onProgress: () => undefined });

    expect(contentSha256).toBe(GOLDEN);
    await expect(found.contentSha256()).resolves.toBe(GOLDEN);
    expect(existsSync(target)).toBe(false);
  }, 30_000);

  it('gives the same digest whatever the times of the files', async () => {
    const source = makeTree(FILES);
    const before = await pack(source);
    utimesSync(join(source, 'app.py'), new Date('2001-02-03T04:05:06Z'), new Date('2031-02-03T04:05:06Z'));

    const after = await pack(source);
    expect(after.sha256).toBe(before.sha256);
    expect(after.contentSha256).toBe(before.contentSha256);
  });

  it('gives the same digest whatever the order in which the files were made', async () => {
    const reversed = Object.fromEntries(Object.entries(FILES).reverse());

    expect((await pack(makeTree(reversed))).sha256).toBe((await pack(makeTree(FILES))).sha256);
  });

  it('gives the same digest whatever the umask of the checkout', async () => {
    const before = process.umask(0o077);
    try {
      const narrow = makeTree(FILES);
      process.umask(0o002);
      const wide = makeTree(FILES);
      chmodSync(join(narrow, 'bin/run'), 0o700);

      expect((await pack(narrow)).sha256).toBe((await pack(wide)).sha256);
    } finally {
      process.umask(before);
    }
  });

  it('gives the same digest for directories that are empty and for none', async () => {
    const source = makeTree(FILES);
    const before = await pack(source);
    mkdirSync(join(source, 'left/over'), { recursive: true });

    expect((await pack(source)).sha256).toBe(before.sha256);
  });

  it.each<[string, (source: string) => void]>([
    [
      'a file may be run',
      (source) => {
        chmodSync(join(source, 'app.py'), 0o755);
      },
    ],
    [
      'a byte differs',
      (source) => {
        writeFileSync(join(source, 'app.py'), 'def handler(event, context):\n    return 2\n');
      },
    ],
    [
      'a file has another name',
      (source) => {
        renameSync(join(source, 'app.py'), join(source, 'app.pz'));
      },
    ],
    ['bytes went from a file to the next', moveBytes],
    [
      'a link became a file',
      (source) => {
        rmSync(join(source, 'bin/current'));
        writeFileSync(join(source, 'bin/current'), 'run');
      },
    ],
  ])('gives other digests when %s', async (_, change) => {
    const source = makeTree({ ...FILES, 'a.txt': 'one two', 'b.txt': 'three' });
    const before = await pack(source);
    change(source);
    const after = await pack(source);

    expect(after.sha256).not.toBe(before.sha256);
    expect(after.contentSha256).not.toBe(before.contentSha256);
  });

  it('lists entries by the bytes of their paths', async () => {
    const { entries } = await pack(makeTree({ ...FILES, 'bin.py': '', B: '', a: '' }));

    expect(entries.map(({ path }) => path)).toEqual([
      'B',
      'a',
      'app.py',
      'bin.py',
      'bin/current',
      'bin/run',
      'data/empty',
      'data/\uFF5E.txt',
      'data/\u{1F600}.txt',
    ]);
  });

  it('tells sizes, checksums and kinds of what is in the zip', async () => {
    const { file, bytes, unzippedBytes, entries } = await pack(
      makeTree({ a: 'a', b: { executable: '' }, c: { link: 'a' } }),
    );

    expect(entries).toEqual([
      { path: 'a', bytes: 1, crc32: 'e8b7be43', kind: 'file' },
      { path: 'b', bytes: 0, crc32: '00000000', kind: 'executable' },
      { path: 'c', bytes: 1, crc32: 'e8b7be43', kind: 'link' },
    ]);
    expect({ bytes, unzippedBytes }).toEqual({ bytes: readFileSync(file).length, unzippedBytes: 2 });
  });

  it('leaves itself out where it is written into the source', async () => {
    const source = makeTree(FILES);
    const before = await pack(source);
    const target = join(source, 'app.zip');
    await pack(source, { target });
    copyFileSync(target, `${target}.partial`);

    expect((await pack(source, { target })).sha256).toBe(before.sha256);
  });

  it('makes the directory that the zip is written to', async () => {
    const target = join(temporaryDirectory(), 'some/where/app.zip');

    expect((await pack(makeTree(FILES), { target })).file).toBe(target);
    expect(readFileSync(target).subarray(0, 2).toString()).toBe('PK');
  });

  it('tells how far it is where it takes a while, and nothing for a small source', async () => {
    const told: unknown[] = [];
    const onProgress = (event: unknown): unknown => told.push(event);
    const source = makeTree({ small: 'small' });
    await pack(source, { onProgress });
    expect(told).toEqual([]);

    writeFileSync(join(source, 'large'), randomBytes(9_000_000));
    await pack(source, { onProgress, step: 'pack the code' });
    expect(told.at(-1)).toEqual({ kind: 'transfer', step: 'pack the code', bytes: 9_000_005, total: 9_000_005 });
    expect(told.length).toBeLessThanOrEqual(50);
  }, 30_000);
});

function moveBytes(source: string): void {
  writeFileSync(join(source, 'a.txt'), 'one');
  writeFileSync(join(source, 'b.txt'), ' twothree');
}
