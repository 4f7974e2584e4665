import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readEntries } from '../../../cli/package';
import { zipOf, type SmallZipEntry } from '../../../zip';
import { someBytes } from './support/bytes';
import { codelessErrorOf, makeTree, pack, removeDirectories, temporaryDirectory } from './support/tree';

afterEach(removeDirectories);

const ZIP = zipOf([
  { path: 'b.py', content: 'b' },
  { path: 'dir/', content: '', kind: 'executable' },
  { path: 'a', content: 'aa', kind: 'executable' },
]);

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
const local = (zip: Buffer): number => zip.indexOf('PK\u0003\u0004', 0, 'latin1');
const end = (zip: Buffer): number => zip.indexOf('PK\u0005\u0006', 0, 'latin1');

/** A zip with one entry `f`, as Python deflates it. */
function deflated(text: string): Buffer {
  const script = `
import io, sys, zipfile
output = io.BytesIO()
with zipfile.ZipFile(output, 'w', zipfile.ZIP_DEFLATED) as archive:
    entry = zipfile.ZipInfo('f')
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, sys.stdin.read(), zipfile.ZIP_DEFLATED)
sys.stdout.buffer.write(output.getvalue())`;
  return execFileSync('python3', ['-c', script], { input: text });
}

/** A zip of a directory and a file in it with these modes, as Python writes them. */
function withModes(directory: number, file: number): string {
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    for name, mode in (('lib/', ${directory}), ('lib/app.py', ${file}), ('main.py', 0o644)):
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, '' if name.endswith('/') else 'x')`;
  const target = join(temporaryDirectory(), 'app.zip');
  execFileSync('python3', ['-c', script, target]);
  return target;
}

describe('an archive as source', () => {
  it.each<[string, number, number, string]>([
    ['a file', 0o040755, 0o100600, "'lib/app.py' in"],
    ['a directory', 0o040700, 0o100644, "'lib/' in"],
    ['a directory that can be listed only', 0o040744, 0o100644, "'lib/' in"],
    ['both', 0o040700, 0o100640, "'lib/' and 1 more in"],
  ])('is refused where Lambda could not read %s of it', async (_, directory, file, which) => {
    const error = await codelessErrorOf(pack(withModes(directory, file)));
    expect(error).toMatchObject({ exit: 'build', code: 'ArchiveUnreadable' });
    expect(error.message).toContain(`${which} the archive`);
  });

  it('is taken with modes that others read, and where its writer told none', async () => {
    const { entries } = await pack(withModes(0o040755, 0o100444));
    expect(entries.map(({ path }) => path)).toEqual(['lib/app.py', 'main.py']);
    const untold = changed((zip) => zip.writeUInt32LE(0, central(zip) + 38));
    await expect(pack(archive(untold))).resolves.toMatchObject({ unzippedBytes: 3 });
  });

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
    ['with fewer entries in its end than in its directory', changed((zip) => zip.writeUInt16LE(2, end(zip) + 10))],
    [
      'with a comment that looks like its end',
      Buffer.concat([
        changed((zip) => zip.writeUInt16LE(40, zip.length - 2)),
        Buffer.from('PK\u0005\u0006'.padEnd(40, '.')),
      ]),
    ],
    ['with a byte that was turned over', changed((zip) => zip.writeUInt8(0, local(zip) + 30 + 'b.py'.length))],
    ['with another name before the data', changed((zip) => zip.write('x', local(zip) + 30))],
    ['with another checksum before the data', changed((zip) => zip.writeUInt32LE(7, local(zip) + 14))],
    ['with another size before the data', changed((zip) => zip.writeUInt32LE(7, local(zip) + 22))],
    ['with another method before the data', changed((zip) => zip.writeUInt16LE(8, local(zip) + 8))],
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

  it.each<[string, (zip: Buffer, data: number) => void, string]>([
    ['its data is no DEFLATE', (zip, data) => zip.writeUInt8(0xff, data), "'f' its data is damaged ("],
    ['its data is cut off', (zip, data) => zip.fill(0, data + 9, data + 19), "'f' "],
    ['its directory tells fewer bytes', (zip) => zip.writeUInt32LE(9_999, central(zip) + 24), "'f' "],
  ])('fails where an entry is damaged: %s', async (_, damage, why) => {
    const zip = deflated('line after line\n'.repeat(1000));
    damage(zip, 31);
    const source = archive(zip);

    const error = await codelessErrorOf(pack(source));

    expect(error).toMatchObject({ exit: 'build', code: 'ArchiveBroken' });
    expect(error.message).toContain(`the archive '${source}' is broken: ${why}`);
  });

  it.each<[string, readonly SmallZipEntry[], string, string]>([
    ['climbs', [{ path: '../a', content: '' }], '../a', 'leads out of the directory that it is unzipped to'],
    ['climbs on its way', [{ path: 'd/../../a', content: '' }], 'd/../../a', 'leads out of the directory'],
    ['is absolute', [{ path: '/etc/a', content: '' }], '/etc/a', 'leads out of the directory'],
    [
      'is a directory that climbs',
      [
        { path: '../d/', content: '', kind: 'executable' },
        { path: 'a', content: '' },
      ],
      '../d',
      'leads out',
    ],
    ['has a backslash', [{ path: 'd\\a', content: '' }], 'd\\a', 'has a backslash'],
    ['has a dot in its path', [{ path: './a', content: '' }], './a', 'has an empty name in its path, or a dot'],
    [
      'comes twice',
      [
        { path: 'a', content: '1' },
        { path: 'a', content: '2' },
      ],
      'a',
      'comes twice',
    ],
    [
      'is a file and a directory',
      [
        { path: 'a', content: '' },
        { path: 'a/b', content: '' },
      ],
      'a',
      "is a file, or a link, and a directory ('a/b')",
    ],
    [
      'is below a link',
      [
        { path: 'd/x', content: '' },
        { path: 'l', content: 'd', kind: 'link' },
        { path: 'l/y', content: '' },
      ],
      'l',
      'is a file, or a link',
    ],
  ])('fails where an entry %s', async (_, entries, path, why) => {
    const source = archive(zipOf(entries));

    const error = await codelessErrorOf(pack(source));

    expect(error).toMatchObject({ exit: 'build', code: 'ArchiveUnsafe' });
    expect(error.message).toContain(`'${path}' in the archive '${source}' ${why}`);
  });

  it.each([
    ['out of it', '../a', 'LinkLeavesPackage', 'which is outside of the package'],
    ['to a path of the machine', '/etc/passwd', 'LinkLeavesPackage', 'which is outside of the package'],
    ['to nothing', 'b', 'LinkBroken', 'which is not in it'],
  ])('fails where a link leads %s', async (_, target, code, why) => {
    const source = archive(
      zipOf([
        { path: 'a', content: '' },
        { path: 'l', content: target, kind: 'link' },
      ]),
    );

    const error = await codelessErrorOf(pack(source));

    expect(error).toMatchObject({ exit: 'build', code });
    expect(error.message).toContain(`'l' in the archive '${source}' is a link to '${target}', ${why}`);
  });

  it('may hold a link to a file of it, and to a directory that has an entry of its own', async () => {
    const zip = zipOf([
      { path: 'd/', content: '', kind: 'executable' },
      { path: 'a', content: 'a' },
      { path: 'l', content: 'a', kind: 'link' },
      { path: 'm', content: 'd', kind: 'link' },
    ]);

    expect((await pack(archive(zip))).entries.map(({ kind }) => kind)).toEqual(['file', 'link', 'link']);
  });

  it('may hold a directory of any mode, as jars of Maven do, and no file of one', async () => {
    const withMode = (path: string): string => {
      const zip = Buffer.from(zipOf([path, 'a'].map((name) => ({ path: name, content: '' }))));
      zip.writeUInt16LE(0xffff, central(zip) + 40);
      return archive(zip, 'app.jar');
    };

    expect((await pack(withMode('META-INF/maven/'))).entries.map(({ path }) => path)).toEqual(['a']);
    expect(await codelessErrorOf(pack(withMode('META-INF')))).toMatchObject({
      code: 'ArchiveUnsupported',
      message: expect.stringContaining("'META-INF' in the archive") as string,
    });
  });

  it('fails by what it tells of itself before anything of it is inflated', async () => {
    const zip = deflated('x');
    zip.writeUInt32LE(300 * 1024 * 1024, central(zip) + 24);

    const error = await codelessErrorOf(pack(archive(zip)));

    expect(error).toMatchObject({ exit: 'build', code: 'PackageTooLarge' });
    expect(error.hint).toContain('Build the archive without what the function does not need');
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
      exit: 'usage',
      code: 'SourceNotArchive',
      message: `the source '${source}' is neither a directory nor a zip`,
    });
  });

  it('fails where it holds nothing', async () => {
    expect(await codelessErrorOf(pack(archive(zipOf([]))))).toMatchObject({ code: 'SourceEmpty' });
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
