import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { packageSource } from '../../../cli/package';
import { zipped } from '../../helpers/zips';
import { codelessErrorOf, makeTree, pack, removeDirectories, temporaryDirectory } from './support/tree';

afterEach(removeDirectories);

describe('packageSource', () => {
  it('fails for a source that does not exist', async () => {
    const error = await codelessErrorOf(pack('/nowhere/at/all'));

    expect(error).toMatchObject({
      exit: 'usage',
      code: 'SourceMissing',
      message: "the source '/nowhere/at/all' does not exist",
    });
  });

  it('fails for a source that is a link to nothing', async () => {
    const source = join(makeTree({ source: { link: 'nothing' } }), 'source');

    expect(await codelessErrorOf(pack(source))).toMatchObject({ code: 'SourceMissing' });
  });

  it('fails for an empty directory', async () => {
    const source = temporaryDirectory();
    mkdirSync(join(source, 'empty'));

    expect(await codelessErrorOf(pack(source))).toMatchObject({
      exit: 'build',
      code: 'SourceEmpty',
      message: `there is no file in the source '${source}'`,
    });
  });

  it('fails for a directory of which everything is ignored', async () => {
    expect(await codelessErrorOf(pack(makeTree({ '.env': '' })))).toMatchObject({
      code: 'SourceEmpty',
      message: expect.stringContaining('is ignored') as string,
    });
  });

  it('fails for a named pipe, without opening it', async () => {
    const source = makeTree({ 'app.py': '' });
    execFileSync('mkfifo', [join(source, 'pipe')]);

    expect(await codelessErrorOf(pack(source))).toMatchObject({
      exit: 'build',
      code: 'SpecialFile',
      message: "'pipe' is a named pipe, which no package can hold: remove it, or list it in .lambdaignore",
    });
  });

  it('fails for a pipe that is named as the source', async () => {
    const pipe = join(temporaryDirectory(), 'pipe');
    execFileSync('mkfifo', [pipe]);

    expect(await codelessErrorOf(pack(pipe))).toMatchObject({ code: 'SourceNotArchive' });
  });

  it('fails for a socket', async () => {
    const source = makeTree({ 'app.py': '' });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(source, 's'), resolve));
    try {
      expect((await codelessErrorOf(pack(source))).message).toContain("'s' is a socket");
    } finally {
      server.close();
    }
  });

  it('fails for a name that is not UTF-8', async () => {
    const source = makeTree({ 'd/app.py': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${source}/d/`), Buffer.of(0x61, 0xff)]), '');

    expect(await codelessErrorOf(pack(source))).toMatchObject({
      exit: 'build',
      code: 'NameNotUtf8',
      message: expect.stringContaining('"d/a\uFFFD"') as string,
    });
  });

  it.each([
    ['file', 'd/app.py', 'build', 'SourceUnreadable', "'d/app.py' can't be read (this user may not)"],
    ['directory', 'd', 'build', 'SourceUnreadable', "'d' can't be read (this user may not)"],
    ['ignore file', '.lambdaignore', 'usage', 'TextUnreadable', '.lambdaignore: this user may not read it'],
  ])('fails for the %s that may not be read', async (_, path, exit, code, message) => {
    const source = makeTree({ 'd/app.py': '', '.lambdaignore': '' });
    const target = temporaryDirectory();
    chmodSync(target, 0o777);
    chmodSync(source, 0o755);
    chmodSync(join(source, path), 0);

    const error = await asOrdinaryUser(() =>
      codelessErrorOf(
        packageSource({ source, target: join(target, 'app.zip'), ignore: true, onProgress: () => undefined }),
      ),
    );
    chmodSync(join(source, path), 0o755);

    expect(error).toMatchObject({
      ...{ exit, code, message },
    });
  });

  it.each<[string, () => string]>([
    ['directory', () => makeTree({ a: '' })],
    ['archive', () => join(makeTree({ 'app.zip': zipped({ a: 'a' }) }), 'app.zip')],
  ])('fails with the reason for which it was ended, and leaves nothing behind: %s', async (_, makeSource) => {
    const target = join(temporaryDirectory(), 'app.zip');
    const reason = new Error('enough');

    await expect(pack(makeSource(), { target, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(readdirSync(dirname(target))).toEqual([]);
  });

  it('fails for a file that changes meanwhile, and leaves nothing behind', async () => {
    const source = makeTree({ a: randomBytes(9_000_000), b: 'b' });
    const target = join(temporaryDirectory(), 'app.zip');
    const onProgress = (): void => {
      appendFileSync(join(source, 'b'), 'more');
    };

    expect(await codelessErrorOf(pack(source, { target, onProgress }))).toMatchObject({
      exit: 'build',
      code: 'FileChanged',
      message: "'b' changed or vanished while it was packaged",
    });
    expect(existsSync(target) || existsSync(`${target}.partial`)).toBe(false);
  });
});

/** Does something without root's right to read everything, where the tests have it. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const NOBODY = 65534;
  if (process.geteuid?.() !== 0) {
    return work();
  }
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
