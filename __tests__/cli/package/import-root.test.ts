import { makeTree, pack, removeDirectories } from './support/tree';

afterEach(removeDirectories);

test('a directory that packages are imported from is shipped at the root, ignore rules as they are', async () => {
  const source = makeTree({
    '.lambdaignore': 'src/shop/local.py\n',
    'src/shop/main.py': '',
    'src/shop/local.py': '',
    'uv.lock': '',
  });

  const { entries } = await pack(source, { importRoot: 'src', dependencies: makeTree({ 'six.py': '' }) });

  expect(entries.map(({ path }) => path)).toEqual(['shop/main.py', 'six.py', 'uv.lock']);
});
