import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { someBytes, someFunctions } from '../cli/package/support/bytes';
import { makeTree, removeDirectories, temporaryDirectory, type Content } from '../cli/package/support/tree';
import { buildPackage, type BuildSurroundings, type BuiltZip } from './support/build-package';
import { listZip } from './support/list-zip';
import { sourceTrees } from './support/source-trees';

const execute = promisify(execFile);

/** Names that locales sort differently, what has a mode, and enough bytes for the threads that deflate. */
const FILES: Readonly<Record<string, Content>> = {
  'app.py': 'def handler(event, context):\n    return 1\n',
  'bin/run': { executable: '#!/bin/sh\n' },
  'bin/current': { link: 'run' },
  ...Object.fromEntries(
    ['z', '\u00e4', 'I', 'i', '\u0131', 'aa', 'ch', '\u00e9', 'e\u0301'].map((name) => [name, name]),
  ),
  'data/\u{1f600}.txt': 'beyond sixteen bits\n',
  'data/\uff5e.txt': 'before it, by bytes\n',
  'data/empty': '',
  'data/large.py': someFunctions(40_000),
  'data/large.bin': someBytes('random', 3_100_000),
};
const OTHER_NODE = process.versions.node.startsWith('22.') ? 20 : 22;

let expected: BuiltZip;
let source: string;

beforeAll(async () => {
  source = makeTree(FILES);
  expected = await build(source);
});

afterAll(removeDirectories);

async function build(from: string, surroundings?: BuildSurroundings): Promise<BuiltZip> {
  return buildPackage(from, surroundings, temporaryDirectory());
}

/** The first that this process may run on. */
function firstProcessor(): string {
  const [, number] = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (number === undefined) throw new Error('/proc/self/status does not tell on which processors this process may run');
  return number;
}

async function sh(script: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  await execute('/bin/sh', ['-e', '-c', script, 'sh', ...args], { env });
}

/** The source as Git checks it out under an umask, with what Git itself keeps there. */
async function checkout(umask: string): Promise<string> {
  const repository = makeTree(FILES);
  const clone = join(temporaryDirectory(), 'clone');
  const author = '-c user.name=somebody -c user.email=somebody@example.com';
  await sh(`cd "$1"; git init -q; git add .; git ${author} commit -qm 'All of it'`, repository);
  await sh('umask "$1"; git clone -q "$2" "$3"', umask, repository, clone);
  return clone;
}

describe('codeless build makes the same zip', () => {
  it.each<[string, BuildSurroundings]>([
    ['the locale C', { env: { LC_ALL: 'C' } }],
    ['Turkish, where i is no I', { env: { LANG: 'tr_TR.UTF-8' } }],
    ['Swedish, where \u00e4 follows z', { env: { LC_ALL: 'sv_SE.UTF-8', LANG: 'de_DE.UTF-8' } }],
    ['a locale of one byte a character', { env: { LC_ALL: 'de_DE.ISO-8859-1' } }],
    ['a time zone in the east', { env: { TZ: 'Pacific/Kiritimati' } }],
    ['a time zone in the west', { env: { TZ: 'America/St_Johns' } }],
    ['the umask 000', { umask: '000' }],
    ['the umask 077', { umask: '077' }],
    ['one processor', { runner: ['taskset', '--cpu-list', firstProcessor()] }],
  ])('with %s', async (_, surroundings) => {
    expect((await build(source, surroundings)).sha256).toBe(expected.sha256);
  });

  it('from whatever directory', async () => {
    const runs = [
      build('.', { cwd: source }),
      build(basename(source), { cwd: dirname(source) }),
      build(`../${basename(source)}/`, { cwd: temporaryDirectory() }),
    ];

    expect((await Promise.all(runs)).map(({ sha256 }) => sha256)).toEqual(Array(3).fill(expected.sha256));
  });

  it('whatever the times of the files', async () => {
    const touched = makeTree(FILES);
    ['.', ...Object.keys(FILES)]
      .filter((path) => path !== 'bin/current')
      .forEach((path, index) => {
        const time = Date.parse('1979-12-31T23:59:59Z') / 1000 + index * 86_400 * 400;
        utimesSync(join(touched, path), time, time);
      });

    expect((await build(touched)).sha256).toBe(expected.sha256);
  });

  it('whatever the order in which the files were made', async () => {
    const reversed = makeTree(Object.fromEntries(Object.entries(FILES).reverse()));

    expect((await build(reversed)).sha256).toBe(expected.sha256);
  });

  it.each(['000', '022', '077'])('of a checkout under the umask %s', async (umask) => {
    expect((await build(await checkout(umask))).sha256).toBe(expected.sha256);
  });

  it(`with Node.js ${OTHER_NODE}`, async () => {
    const platform = `node-${process.platform}-${process.arch}`;
    const prefix = temporaryDirectory();
    const flags = ['--silent', '--no-audit', '--no-fund', '--prefix', prefix];
    await execute('npm', ['install', ...flags, `${platform}@${OTHER_NODE}`]);
    const node = join(prefix, 'node_modules', platform, 'bin', 'node');

    const { stdout } = await execute(node, ['--version']);
    expect(stdout).toMatch(new RegExp(`^v${OTHER_NODE}\\.`));
    expect((await build(source, { node })).sha256).toBe(expected.sha256);
  });

  it('where secrets, the history and caches lie beside the code, and ships none of them', async () => {
    const clone = await checkout('022');
    makeTree({ '.env': 'TOKEN=1\n', 'lib/.env.local': 'TOKEN=1\n', '__pycache__/app.cpython-313.pyc': 'x' }, clone);
    mkdirSync(join(clone, 'lib', '.git'));
    writeFileSync(join(clone, 'lib', '.git', 'config'), '[remote]\n');

    const { file, sha256 } = await build(clone);

    expect((await listZip(file)).map(([path]) => path).sort()).toEqual(Object.keys(FILES).sort());
    expect(sha256).toBe(expected.sha256);
  });
});

describe('codeless build', () => {
  it('makes another zip of other content, of another mode and of another link', async () => {
    const others = [1, 2, 3].map(() => makeTree({ a: 'a', b: 'b', c: { link: 'a' } }));
    const [content, mode, link] = [
      makeTree({ a: 'A', b: 'b', c: { link: 'a' } }),
      makeTree({ a: 'a', b: 'b', c: { link: 'a' } }),
      makeTree({ a: 'a', b: 'b', c: { link: 'b' } }),
    ];
    chmodSync(join(mode, 'a'), 0o755);

    const digests = await Promise.all([...others, content, mode, link].map(async (tree) => (await build(tree)).sha256));

    expect(new Set(digests.slice(0, 3)).size).toBe(1);
    expect(new Set(digests).size).toBe(4);
  });

  it('ships content, modes and links as they are, whatever the tree', async () => {
    await fc.assert(
      fc.asyncProperty(sourceTrees, async ({ files, shipped }) => {
        const { file } = await build(makeTree(files));

        expect(await listZip(file)).toEqual(shipped);
      }),
      { numRuns: 60 },
    );
  });
});
