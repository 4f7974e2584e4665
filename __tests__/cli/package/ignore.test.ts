import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_IGNORES } from '../../../cli/package';
import { codelessErrorOf, type Content, makeTree, pack, removeDirectories, shipped } from './support/tree';

afterEach(removeDirectories);

describe('the default ignores', () => {
  it('leave out what holds secrets, is made anew or belongs to the machine that builds', async () => {
    const left = [
      '.git/config',
      'sub/.git',
      '.hg/x',
      '.svn/x',
      '.env',
      '.env.production',
      'sub/.envrc',
      '.npmrc',
      '.pypirc',
      '.netrc',
      'terraform.tfstate',
      'terraform.tfstate.backup',
      'node_modules/x/index.js',
      '.venv/bin/python',
      '__pycache__/app.cpython-312.pyc',
      'old.pyc',
      '.pytest_cache/x',
      '.mypy_cache/x',
      '.ruff_cache/x',
      '.tox/x',
      '.nox/x',
      '.coverage',
      '.DS_Store',
      '.terraform/x',
      'cdktf.out/x',
      '.idea/x',
      '.vscode/x',
      'codeless.yml',
      '.lambdaignore',
    ];

    expect(await shipped({ ...Object.fromEntries(left.map((path) => [path, ''])), 'app.py': '' })).toEqual(['app.py']);
  });

  it('leave what only looks like it', async () => {
    const files = { 'env/x': '', 'environment.py': '', 'git/x': '', 'Node_modules/x': '', 'app.pyx': '' };

    expect(await shipped(files)).toEqual(Object.keys(files).sort());
  });

  it('leave out a virtual environment whatever its name', async () => {
    expect(await shipped({ 'app.py': '', 'python/pyvenv.cfg': '', 'python/lib/x.py': '' })).toEqual(['app.py']);
  });

  it('ship a virtual environment that is taken back in', async () => {
    expect(await shipped({ '.lambdaignore': '!python\n', 'python/pyvenv.cfg': '' })).toEqual(['python/pyvenv.cfg']);
  });

  it('ship what is taken back in', async () => {
    expect(
      await shipped({
        '.lambdaignore': '!.env.example\n!node_modules\n',
        '.env': '',
        '.env.example': '',
        'node_modules/x/index.js': '',
        'node_modules/x/.env': '',
      }),
    ).toEqual(['.env.example', 'node_modules/x/index.js']);
  });

  it('leave out what Yarn and pnpm keep in a project, its tokens too', async () => {
    expect(
      await shipped({
        '.pnp.cjs': '',
        '.pnp.loader.mjs': '',
        '.pnpm-store/v10/index.db': '',
        '.yarn/cache/left-npm-1.zip': '',
        '.yarn/install-state.gz': '',
        '.yarn/unplugged/left/index.js': '',
        '.yarnrc.yml': 'npmAuthToken: secret',
        'index.js': '',
        'packages/a/.yarn/install-state.gz': '',
        'yarn.lock': '',
      }),
    ).toEqual(['index.js', 'yarn.lock']);
  });

  it('do not hold where everything is taken', async () => {
    const source = makeTree({ '.env': '', '.lambdaignore': 'app.py\n', 'app.py': '', 'node_modules/x': '' });

    const { entries } = await pack(source, { ignore: false });

    expect(entries.map(({ path }) => path)).toEqual(['.env', '.lambdaignore', 'app.py', 'node_modules/x']);
  });

  it('are patterns without a slash, so that they hold at any depth', () => {
    expect(DEFAULT_IGNORES.filter((pattern) => pattern.includes('/'))).toEqual([]);
    expect(new Set(DEFAULT_IGNORES).size).toBe(DEFAULT_IGNORES.length);
  });
});

describe('.lambdaignore', () => {
  const files = {
    'a.txt': '',
    'b.txt': '',
    'docs/a.txt': '',
    'docs/deep/a.txt': '',
    'docs/keep.md': '',
    '#hash': '',
    '!bang': '',
    'space ': '',
    'Upper.TXT': '',
  };

  // What Git itself says of each is the expectation.
  it.each([
    ['a name at any depth', { '.lambdaignore': 'a.txt' }],
    ['an anchored name', { '.lambdaignore': '/a.txt' }],
    ['a path', { '.lambdaignore': 'docs/a.txt' }],
    ['a directory alone', { '.lambdaignore': 'docs/\na.txt/' }],
    ['two stars', { '.lambdaignore': 'docs/**/a.txt' }],
    ['the last pattern that matches', { '.lambdaignore': '*.txt\n!b.txt' }],
    ['a file in an ignored directory, which stays ignored', { '.lambdaignore': 'docs\n!docs/keep.md' }],
    ['a file whose directory is only emptied', { '.lambdaignore': 'docs/*\n!docs/keep.md' }],
    ['comments and escapes', { '.lambdaignore': '#hash\n\\#hash\n\\!bang' }],
    ['spaces at the end', { '.lambdaignore': 'a.txt   \nspace\\ ' }],
    ['case', { '.lambdaignore': 'upper.txt\nA.TXT' }],
    ['lines of Windows', { '.lambdaignore': 'a.txt\r\nb.txt\r\n' }],
    ['a file in a directory below', { '.lambdaignore': '*.txt', 'docs/.lambdaignore': '!a.txt' }],
    ['an anchor in a directory below', { 'docs/.lambdaignore': '/a.txt' }],
    [
      'a directory taken back in by a file that is nearer',
      { '.lambdaignore': 'deep\na.txt', 'docs/.lambdaignore': '!deep' },
    ],
    [
      'names with signs of patterns',
      { '.lambdaignore': 'x*', 'y[1]/.lambdaignore': '!x?', 'y[1]/x?/z': '', 'y[1]/x?/xx': '' },
    ],
  ])('means what Git means: %s', async (_, added) => {
    const source = makeTree({ ...files, ...added });
    const rules = Object.fromEntries(
      Object.keys(added)
        .filter((path) => path.endsWith('.lambdaignore'))
        .map((path) => [path, 1]),
    );

    const { entries } = await pack(source);

    expect(entries.map(({ path }) => path)).toEqual(gitShips(source).filter((path) => !(path in rules)));
  });

  it.each<[string, Buffer]>([
    ['UTF-16, as PowerShell writes it', Buffer.from('\ufeffsecret\r\n', 'utf16le')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffsecret\n')],
    ['lines that end in carriage returns', Buffer.from('docs\rsecret\r')],
  ])('is read in %s', async (_, text) => {
    expect(await shipped({ '.lambdaignore': text, 'app.py': '', secret: '' })).toEqual(['app.py']);
  });

  it('is followed where it is a link', async () => {
    const files = { rules: 'app.py\n', '.lambdaignore': { link: 'rules' }, 'app.py': '' };
    expect(await shipped(files)).toEqual(['rules']);
  });

  it.each<[string, Content, string]>([
    ['leads nowhere', { link: 'nowhere' }, 'lib/.lambdaignore: it is a link to what is not there'],
    [
      'has an unresolved conflict',
      '<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n',
      'lib/.lambdaignore, line 1: a merge conflict',
    ],
    ['is in no known encoding', Buffer.of(0x61, 0xff), 'lib/.lambdaignore: it is not UTF-8'],
  ])('is refused where it %s: nobody knows what must not be shipped', async (_, content, sentence) => {
    const error = await codelessErrorOf(shipped({ 'app.py': '', 'lib/.lambdaignore': content }));
    expect(error.exit).toBe('usage');
    expect(error.message).toContain(sentence);
  });

  it('keeps out of the way what could not be shipped', async () => {
    const source = makeTree({ 'app.py': '', '.lambdaignore': 'run/\nbroken\n', broken: { link: 'nowhere' } });
    mkdirSync(join(source, 'run'));
    execFileSync('mkfifo', [join(source, 'run', 'pipe')]);
    writeFileSync(Buffer.concat([Buffer.from(`${source}/run/`), Buffer.of(0xff)]), '');

    const { entries } = await pack(source);

    expect(entries.map(({ path }) => path)).toEqual(['app.py']);
  });
});

function gitShips(source: string): string[] {
  const git = (...args: string[]): string => execFileSync('git', ['-C', source, ...args], { encoding: 'utf8' });
  git('init', '--quiet');
  return git('ls-files', '-z', '--others', '--exclude-per-directory=.lambdaignore').split('\0').filter(Boolean).sort();
}
