import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codelessErrorOf, makeTree, pack, removeDirectories, temporaryDirectory, type Content } from './support/tree';

afterEach(removeDirectories);

describe('a link', () => {
  it.each<[string, Record<string, Content>]>([
    ['to a file beside it', { a: 'x', link: { link: 'a' } }],
    ['to a directory', { 'd/a': 'x', link: { link: './d/' } }],
    ['upwards and down again', { 'd/a': 'x', 'e/link': { link: '../d/a' } }],
    ['to the root', { 'd/a': 'x', 'd/link': { link: '..' } }],
    ['over another link', { 'd/a': 'x', 'e/d': { link: '../d' }, link: { link: 'e/d/a' } }],
    ['by the parent of where a link leads', { 'd/e/f': '', 'd/a': 'x', l: { link: 'd/e' }, link: { link: 'l/../a' } }],
  ])('is kept: %s', async (_, files) => {
    const { file, entries } = await pack(makeTree(files));
    const into = temporaryDirectory();
    execFileSync('unzip', ['-q', file, '-d', into]);

    expect(entries.filter(({ kind }) => kind === 'link')).toHaveLength(
      Object.values(files).filter((content) => typeof content === 'object').length,
    );
    expect(() => execFileSync('diff', ['-r', '--no-dereference', into, makeTree(files)])).not.toThrow();
  });

  it.each<[string, string, string, Record<string, Content>]>([
    ['out of the package', 'LinkLeavesPackage', '..', { 'd/a': '', link: { link: '..' } }],
    ['out and in again', 'LinkLeavesPackage', '../%/a', { a: '', link: { link: '../%/a' } }],
    ['to a path of the machine', 'LinkLeavesPackage', '/etc/hosts', { link: { link: '/etc/hosts' } }],
    ['out over another link', 'LinkLeavesPackage', 'd/..', { 'x/y': '', d: { link: 'x' }, link: { link: 'd/../..' } }],
    ['to nothing', 'LinkBroken', 'nothing', { a: '', link: { link: 'nothing' } }],
    ['to itself', 'LinkBroken', 'link', { a: '', link: { link: 'link' } }],
    ['to what is ignored', 'LinkBroken', '.env', { '.env': '', link: { link: '.env' } }],
    ['to what is below a file', 'LinkBroken', 'a/b', { a: '', link: { link: 'a/b' } }],
  ])('fails where it leads %s', async (_, code, __, files) => {
    const error = await codelessErrorOf(pack(makeTree(files)));

    expect(error).toMatchObject({ exit: 'build', code });
    expect(error.message).toContain("'link' is a link to '");
  });

  it('is stored and not compressed, as not every unzip expects', async () => {
    const target = `${'./'.repeat(100)}a`;

    const { file } = await pack(makeTree({ a: '', link: { link: target } }));

    expect(readFileSync(file).includes(target)).toBe(true);
  });

  it('is not followed out of the tree', async () => {
    const elsewhere = makeTree({ secret: 'secret' });
    const source = makeTree({ 'app.py': '', '.lambdaignore': 'elsewhere\n', elsewhere: { link: elsewhere } });

    expect((await pack(source)).entries.map(({ path }) => path)).toEqual(['app.py']);
  });

  it('may be the source itself', async () => {
    const source = makeTree({ 'app.py': '' });
    const link = join(makeTree({ link: { link: source } }), 'link');

    expect((await pack(link)).sha256).toBe((await pack(source)).sha256);
  });
});
