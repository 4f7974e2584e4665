import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { readEntries } from '../../../cli/package';
import { someBytes } from './support/bytes';
import { codelessErrorOf, makeTree, pack, removeDirectories, temporaryDirectory } from './support/tree';

afterEach(removeDirectories);

const FILES: Zippable = {
  'b.py': strToU8('b'),
  'dir/': new Uint8Array(),
  a: [strToU8('aa'), { os: 3, attrs: 0o100755 << 16 }],
};
const ZIP = zipSync(FILES);

function archive(bytes: Uint8Array, name = 'app.zip'): string {
  const file = join(temporaryDirectory(), name);
  writeFileSync(file, bytes);
  return file;
}

function changed(change: (zip: Buffer) => void): Uint8Array {
  const zip = Buffer.from(ZIP);
  change(zip);
  return zip;
}

const central = (zip: Buffer): number => zip.indexOf('PK\u0001\u0002', 0, 'latin1');
const end = (zip: Buffer): number => zip.indexOf('PK\u0005\u0006', 0, 'latin1');

describe('an archive as source', () => {
  it.each(['app.zip', 'app.jar', 'APP.ZIP', 'no-extension'])('is taken byte for byte: %s', async (name) => {
    const { file, sha256, bytes, unzippedBytes, entries } = await pack(archive(ZIP, name));

    expect(readFileSync(file).equals(ZIP)).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(ZIP).digest('base64'));
    expect({ bytes, unzippedBytes }).toEqual({ bytes: ZIP.length, unzippedBytes: 3 });
    expect(entries).toEqual([
      { path: 'a', bytes: 2, crc32: '078a19d7', kind: 'executable' },
      { path: 'b.py', bytes: 1, crc32: '71beeff9', kind: 'file' },
    ]);
  });

  it.each<[string, Uint8Array]>([
    ['cut off', ZIP.subarray(0, -9)],
    ['empty', new Uint8Array()],
    ['without its beginning', ZIP.subarray(20)],
    ['with more entries in its end than in its directory', changed((zip) => zip.writeUInt16LE(9, end(zip) + 10))],
    ['with an entry behind its end', changed((zip) => zip.writeUInt32LE(9_999, central(zip) + 42))],
    ['with a name that is longer than its directory', changed((zip) => zip.writeUInt16LE(9_999, central(zip) + 28))],
  ])('fails where it is %s', async (_, bytes) => {
    const source = archive(bytes);

    const error = await codelessErrorOf(pack(source));

    expect(error).toMatchObject({ exit: 'build', code: 'ArchiveBroken' });
    expect(error.message).toContain(`the archive '${source}' is broken: `);
  });

  it('fails where it is broken whatever the case of its name, and leaves nothing behind', async () => {
    const target = join(temporaryDirectory(), 'code.zip');

    const error = await codelessErrorOf(pack(archive(ZIP.subarray(0, -9), 'APP.ZIP'), { target }));

    expect(error).toMatchObject({ code: 'ArchiveBroken' });
    expect(readdirSync(dirname(target))).toEqual([]);
  });

  it('fails where it is encrypted', async () => {
    const error = await codelessErrorOf(pack(archive(changed((zip) => zip.writeUInt16LE(1, central(zip) + 8)))));

    expect(error).toMatchObject({ exit: 'build', code: 'ArchiveUnsupported' });
    expect(error.message).toContain('is encrypted');
  });

  it('fails where an entry is compressed as Lambda does not know it', async () => {
    const error = await codelessErrorOf(pack(archive(changed((zip) => zip.writeUInt16LE(93, central(zip) + 10)))));

    expect(error.message).toContain('is compressed by method 93 instead of DEFLATE');
  });

  it('fails for a file that is no archive', async () => {
    const source = join(makeTree({ 'app.py': 'print()\n' }), 'app.py');

    expect(await codelessErrorOf(pack(source))).toMatchObject({
      exit: 'build',
      code: 'SourceNotArchive',
      message: `the source '${source}' is neither a directory nor a zip`,
    });
  });

  it('fails where it holds nothing', async () => {
    expect(await codelessErrorOf(pack(archive(zipSync({}))))).toMatchObject({ code: 'SourceEmpty' });
  });

  it('fails where dependencies shall be put into it', async () => {
    expect(await codelessErrorOf(pack(archive(ZIP), { dependencies: makeTree({ x: '' }) }))).toMatchObject({
      exit: 'build',
      code: 'ArchiveTakesNoDependencies',
    });
  });
});

describe('readEntries', () => {
  it('reads what another tool packed', async () => {
    const tree = makeTree({ 'a.txt': 'a', 'ü.txt': 'ü', run: { executable: '' }, link: { link: 'a.txt' } });
    const file = join(temporaryDirectory(), 'other.zip');
    execFileSync('zip', ['--quiet', '--recurse-paths', '--symlinks', file, '.'], { cwd: tree });

    expect(await readEntries(file)).toEqual((await pack(tree)).entries);
  });

  it.each([
    ['a script before it', Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar $0\n'), ZIP])],
    [
      'a comment behind it',
      Buffer.concat([changed((zip) => zip.writeUInt16LE(7, zip.length - 2)), Buffer.from('comment')]),
    ],
    [
      'a comment that looks like its end',
      Buffer.concat([
        changed((zip) => zip.writeUInt16LE(40, zip.length - 2)),
        Buffer.from('PK\u0005\u0006'.padEnd(40, '.')),
      ]),
    ],
  ])('reads an archive with %s', async (_, bytes) => {
    expect((await readEntries(archive(bytes))).map(({ path }) => path)).toEqual(['a', 'b.py']);
  });

  it('asks for the end and the directory alone', async () => {
    const { file } = await pack(
      makeTree({ large: new Uint8Array(2_000_000).fill(7), random: someBytes('random', 500_000) }),
    );
    const zip = readFileSync(file);
    const asked: number[] = [];

    const entries = await readEntries({
      name: 's3://bucket/app.zip',
      size: zip.length,
      read: (offset, bytes) => {
        asked.push(bytes);
        return Promise.resolve(zip.subarray(offset, offset + bytes));
      },
    });

    expect(entries).toHaveLength(2);
    expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(70_000);
  });
});
