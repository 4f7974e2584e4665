import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { checkSizes, LIMITS, type BuiltPackage } from '../../../cli/package';
import { codelessErrorOf, makeTree, pack, removeDirectories, temporaryDirectory } from './support/tree';
import { readdirSync } from 'node:fs';

const MEGABYTE = 1024 * 1024;

afterEach(removeDirectories);

function built(bytes: number, unzippedBytes: number, path = 'app.py'): BuiltPackage {
  return {
    file: '/app.zip',
    sha256: '',
    bytes,
    unzippedBytes,
    entries: [{ path, bytes: unzippedBytes, crc32: '00000000', kind: 'file' }],
  };
}

describe('checkSizes', () => {
  it('takes what Lambda takes', () => {
    const code = built(LIMITS.directBytes, LIMITS.unzippedBytes - 1);

    expect(() => {
      checkSizes({ code, direct: true });
      checkSizes({
        code: built(200 * MEGABYTE, LIMITS.unzippedBytes - 3),
        layer: built(1, 1),
        layersBytes: 1,
        direct: false,
      });
    }).not.toThrow();
  });

  it.each([
    ['the function', { code: built(1, LIMITS.unzippedBytes) }],
    ['the function and its layer', { code: built(1, 1), layer: built(1, LIMITS.unzippedBytes - 1) }],
    ['the layers of others', { code: built(1, 1), layersBytes: LIMITS.unzippedBytes - 1 }],
  ])('fails for what is too large unzipped because of %s', async (_, sizes) => {
    const error = await codelessErrorOf(
      Promise.resolve().then(() => {
        checkSizes({ ...sizes, direct: false });
      }),
    );

    expect(error).toMatchObject({
      exit: 'build',
      code: 'PackageTooLarge',
      message: 'the function and its layers have 250.0 MB unzipped, and Lambda takes less than 250.0 MB',
    });
  });

  it.each([
    ['code', { code: built(LIMITS.directBytes + 1, 1), layer: built(1, 1) }],
    ['layer', { code: built(1, 1), layer: built(LIMITS.directBytes + 1, 1) }],
  ])('fails for a zip of the %s that only a bucket could take', async (what, sizes) => {
    const error = await codelessErrorOf(
      Promise.resolve().then(() => {
        checkSizes({ ...sizes, direct: true });
      }),
    );

    expect(error).toMatchObject({ exit: 'build', code: 'PackageTooLargeForDirectUpload' });
    expect(error.message).toBe(`the zip of the ${what} has 50.1 MB, and Lambda takes 50.0 MB where there is no bucket`);
    expect(() => {
      checkSizes({ ...sizes, direct: false });
    }).not.toThrow();
  });

  it('lists the ten largest files of code and layer', async () => {
    const files = (prefix: string): BuiltPackage['entries'] =>
      [1, 2, 3, 4, 5, 6].map((size) => ({
        path: `${prefix}${size}`,
        bytes: size * 3 * MEGABYTE,
        crc32: '',
        kind: 'file' as const,
      }));
    const code = { ...built(1, 200 * MEGABYTE), entries: files('code') };
    const layer = { ...built(1, 200 * MEGABYTE), entries: files('layer') };

    const error = await codelessErrorOf(
      Promise.resolve().then(() => {
        checkSizes({ code, layer, direct: false });
      }),
    );

    expect(error.output).toEqual([
      '18.0 MB  code6',
      '18.0 MB  layer6',
      '15.0 MB  code5',
      '15.0 MB  layer5',
      '12.0 MB  code4',
      '12.0 MB  layer4',
      ' 9.0 MB  code3',
      ' 9.0 MB  layer3',
      ' 6.0 MB  code2',
      ' 6.0 MB  layer2',
    ]);
  });
});

describe('packageSource', () => {
  // Files with holes: no disk holds what they claim, and nobody reads it.
  function sparse(...sizes: readonly number[]): string {
    const names = sizes.map((_, index) => `f${index}`);
    const source = makeTree(Object.fromEntries(names.map((name) => [name, ''])));
    sizes.forEach((bytes, index) => {
      truncateSync(join(source, `f${index}`), bytes);
    });
    return source;
  }

  it('fails before it reads anything where the files are too large', async () => {
    const target = join(temporaryDirectory(), 'app.zip');

    const error = await codelessErrorOf(pack(sparse(LIMITS.unzippedBytes - 1, 1), { target }));

    expect(error).toMatchObject({
      exit: 'build',
      code: 'PackageTooLarge',
      message: 'the function and its layers have 250.0 MB unzipped, and Lambda takes less than 250.0 MB',
    });
    expect(error.output).toEqual(['250.0 MB  f0', '  0.1 MB  f1']);
    expect(readdirSync(join(target, '..'))).toEqual([]);
  });

  it('fails before it has seen all where it is hopeless', async () => {
    const source = sparse(5 * LIMITS.unzippedBytes);
    makeTree({ 'below/f1': '' }, source);

    const error = await codelessErrorOf(pack(source));

    expect(error.message).toContain('have more than 1250.0 MB unzipped');
    expect(error.output).toHaveLength(1);
  });
});
