import { codelessErrorOf, makeTree, pack, removeDirectories } from './support/tree';

afterEach(removeDirectories);

describe('dependencies that travel with the code', () => {
  it('stand beside the source, whose ignore rules do not hold for them', async () => {
    const source = makeTree({ '.lambdaignore': 'lib\n', 'app.js': 'app', 'node_modules/own/index.js': 'own' });
    const dependencies = makeTree({ 'node_modules/x/index.js': 'x', 'lib/.env': 'kept' });

    const { entries, unzippedBytes } = await pack(source, { dependencies });

    expect(entries.map(({ path }) => path)).toEqual(['app.js', 'lib/.env', 'node_modules/x/index.js']);
    expect(unzippedBytes).toBe(8);
  });

  it("give way to the source's own files, and a warning says so", async () => {
    const told: unknown[] = [];
    const files = { a: '1', b: '1', c: '1', d: '1' };
    const dependencies = makeTree({ ...files, a: 'of the dependencies', e: '' });

    const { entries } = await pack(makeTree(files), { dependencies, onProgress: (event) => told.push(event) });

    expect(entries.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
      ['d', 1],
      ['e', 0],
    ]);
    expect(told).toEqual([
      {
        kind: 'note',
        level: 'warning',
        text: "The source has files that its dependencies have too, and the source's are shipped: a, b, c and 1 more.",
      },
    ]);
  });

  it('may be what a link of the source leads to', async () => {
    const dependencies = makeTree({ 'lib/x': '' });

    const { entries } = await pack(makeTree({ link: { link: 'lib/x' } }), { dependencies });

    expect(entries).toHaveLength(2);
  });

  it('are shipped once where they lie in the source', async () => {
    const source = makeTree({ 'app.py': '', 'build/deps/x.py': '' });

    const { entries } = await pack(source, { dependencies: `${source}/build/deps` });

    expect(entries.map(({ path }) => path)).toEqual(['app.py', 'x.py']);
  });

  it.each([
    ['the source', { lib: '' }, { 'lib/x': '' }],
    ['the dependencies', { 'lib/x': '' }, { lib: '' }],
  ])('fails where %s has a file and the other a directory', async (_, own, added) => {
    const error = await codelessErrorOf(pack(makeTree(own), { dependencies: makeTree(added) }));

    expect(error).toMatchObject({ exit: 'build', code: 'PathConflict' });
    expect(error.message).toContain("'lib' is a file and a directory ('lib/x')");
  });
});
