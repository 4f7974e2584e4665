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
    contentSha256: '',
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

  it('lists the largest files of the code and the largest packages of the layer', async () => {
    const sized = (files: Readonly<Record<string, number>>): BuiltPackage['entries'] =>
      Object.entries(files).map(([path, size]) => ({ path, bytes: size * MEGABYTE, crc32: '', kind: 'file' as const }));
    const code = { ...built(1, 200 * MEGABYTE), entries: sized({ 'app.py': 9, 'data/model.bin': 20, 'z.py': 1 }) };
    const layer = {
      ...built(1, 200 * MEGABYTE),
      entries: sized({
        'python/numpy/core.so': 30,
        'python/numpy.libs/blas.so': 40,
        'python/numpy-2.1.0.dist-info/RECORD': 1,
        'python/lib/python3.12/site-packages/six.py': 2,
        'nodejs/node_modules/@img/sharp/lib.so': 50,
        'nodejs/node_modules/@img/sharp/node_modules/x/x.js': 1,
        'nodejs/node_modules/left/left.js': 3,
        ...Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`python/p${index}/x`, 4])),
      }),
    };

    const error = await codelessErrorOf(
      Promise.resolve().then(() => {
        checkSizes({ code, layer, direct: false });
      }),
    );

    expect(error.output).toEqual([
      '71.0 MB  numpy (dependency)',
      '51.0 MB  @img/sharp (dependency)',
      '20.0 MB  data/model.bin',
      ' 9.0 MB  app.py',
      ...[0, 1, 2, 3, 4].map((index) => ` 4.0 MB  p${index} (dependency)`),
      ' 3.0 MB  left (dependency)',
    ]);
    expect(error.hint).toBe(
      'Take packages that the function does not need out of its dependencies, such as what the runtime has already or only tests need, or ship the function as an image.',
    );
  });

  it('names the ignore file only for what it can leave out', async () => {
    const hintOf = async (sizes: Parameters<typeof checkSizes>[0]): Promise<string | undefined> =>
      (
        await codelessErrorOf(
          Promise.resolve().then(() => {
            checkSizes(sizes);
          }),
        )
      ).hint;
    const [small, large] = [built(1, 1), built(LIMITS.directBytes + 1, LIMITS.unzippedBytes)];

    expect(await hintOf({ code: large, layer: small, direct: false })).toContain('.lambdaignore');
    expect(await hintOf({ code: small, layer: large, direct: false })).not.toContain('.lambdaignore');
    expect(await hintOf({ code: { ...large, unzippedBytes: 1 }, direct: true })).toContain('.lambdaignore');
    expect(await hintOf({ code: small, layer: { ...large, unzippedBytes: 1 }, direct: true })).toBe(
      'Give the function an artifact bucket.',
    );
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

  it('names the packages and no ignore file where what was installed is too large', async () => {
    const dependencies = makeTree({ 'numpy/a': '', 'numpy.libs/b': '', 'numpy-2.dist-info/c': '' });
    truncateSync(join(dependencies, 'numpy/a'), LIMITS.unzippedBytes - 5 * MEGABYTE);
    truncateSync(join(dependencies, 'numpy.libs/b'), 5 * MEGABYTE);
    const source = makeTree({ 'app.py': 'x' });

    for (const [from, options] of [
      [source, { dependencies }],
      [dependencies, { ignore: false }],
    ] as const) {
      const error = await codelessErrorOf(pack(from, options));

      expect(error.output.filter((line) => line.includes('dependency'))).toEqual(['250.0 MB  numpy (dependency)']);
      expect(error.hint).toMatch(/^Take packages that the function does not need out of its dependencies/);
    }
  });

  it('fails before it has seen all where it is hopeless', async () => {
    const source = sparse(5 * LIMITS.unzippedBytes);
    makeTree({ 'below/f1': '' }, source);

    const error = await codelessErrorOf(pack(source));

    expect(error.message).toContain('have more than 1250.0 MB unzipped');
    expect(error.output).toHaveLength(1);
  });
});
