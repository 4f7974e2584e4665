import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildCode, type Builder } from '../../../cli/build/build-code';
import type { CodeBuild } from '../../../cli/build/code-build';
import { codelessErrorOf, makeTree, removeDirectories, temporaryDirectory } from '../package/support/tree';

const notes: string[] = [];
const BUNDLE: Builder = { kind: 'bundle', external: [] };

afterEach(() => {
  removeDirectories();
  notes.splice(0);
});

function build(source: string, builder: Builder | string, more: Partial<CodeBuild> = {}): Promise<string> {
  const made = typeof builder === 'string' ? { kind: 'command' as const, command: builder } : builder;
  const options: CodeBuild = {
    ...{ source, runtime: 'nodejs22.x', architecture: 'arm64', handler: 'src/app.handler', image: undefined },
    env: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    onProgress: (event) => {
      if (event.kind === 'note') notes.push(`${event.level}: ${event.text}`);
    },
    ...more,
  };
  return buildCode(made, options, temporaryDirectory());
}

/** Whether a process is there; one that nobody has asked for its end is not. */
function runs(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ');
}

describe('a build command', () => {
  test('fills a directory that is empty, in the source, and is told what for', async () => {
    const source = makeTree({ a: '' });
    const command =
      'ls "$CODELESS_BUILD" && echo "$PWD $CODELESS_RUNTIME $CODELESS_ARCHITECTURE $CODELESS_HANDLER" > "$CODELESS_BUILD/out"';

    const built = await build(source, command);

    expect(readFileSync(join(built, 'out'), 'utf8')).toBe(`${source} nodejs22.x arm64 src/app.handler\n`);
    expect(readdirSync(source)).toEqual(['a']);
  });

  test('fails with the last lines that it said, without a secret', async () => {
    const env = { PATH: process.env.PATH, API_TOKEN: 'hunter2-hunter2' };
    const error = await codelessErrorOf(build(makeTree({ a: '' }), 'echo "why $API_TOKEN" >&2; exit 9', { env }));

    expect(error).toMatchObject({
      exit: 'build',
      code: 'BuildFailed',
      message: 'the build command failed: it ended with exit code 9',
      output: ['why ***'],
    });
  });

  test('fails where it leaves nothing', async () => {
    expect(await codelessErrorOf(build(makeTree({ a: '' }), 'true'))).toMatchObject({
      exit: 'build',
      code: 'BuildEmpty',
      message: 'the build command left nothing in $CODELESS_BUILD',
    });
  });

  test('fails for an archive and for a source that is not there', async () => {
    const archive = join(makeTree({ 'app.zip': 'x' }), 'app.zip');

    expect(await codelessErrorOf(build(archive, 'true'))).toMatchObject({ exit: 'usage', code: 'WrongCombination' });
    expect(await codelessErrorOf(build(`${archive}/none`, BUNDLE))).toMatchObject({ code: 'SourceMissing' });
  });

  test('that hangs is ended by Ctrl-C with all that it started', async () => {
    const source = makeTree({ a: '' });
    const controller = new AbortController();
    const reason = new Error('Ctrl-C');

    const building = build(source, 'sleep 1000 & echo $! > pid; echo up; wait', {
      signal: controller.signal,
      onProgress: (event) => {
        if (event.kind === 'output') controller.abort(reason);
      },
    });

    await expect(building).rejects.toBe(reason);
    const pid = Number(readFileSync(join(source, 'pid'), 'utf8'));
    expect(runs(pid)).toBe(false);
  });

  test('that leaves a process behind is done when it is itself', async () => {
    const source = makeTree({ a: '' });

    const built = await build(source, 'sleep 1000 & echo $! > pid; echo x > "$CODELESS_BUILD/out"');

    expect(readdirSync(built)).toEqual(['out']);
    const pid = Number(readFileSync(join(source, 'pid'), 'utf8'));
    // The kernel ends it in its own time; one that goes on makes the test run out of its own.
    while (runs(pid)) await new Promise((resolve) => setImmediate(resolve));
    expect(runs(pid)).toBe(false);
  });
});

/** A project with the esbuild of this one. */
function project(files: Parameters<typeof makeTree>[0], version?: string): string {
  const source = makeTree({ '.git/HEAD': '', ...files });
  mkdirSync(join(source, 'node_modules'), { recursive: true });
  const esbuild = join(source, 'node_modules', 'esbuild');
  if (version === undefined) symlinkSync(join(process.cwd(), 'node_modules', 'esbuild'), esbuild);
  else {
    mkdirSync(esbuild);
    writeFileSync(join(esbuild, 'package.json'), JSON.stringify({ name: 'esbuild', version }));
  }
  return source;
}

/** What the handler in a package answers, in a Node.js of its own. */
function answer(built: string, file: string): unknown {
  const script = `import(process.argv[1]).then((m) => (m.handler ?? m.default.handler)()).then((a) => console.log(JSON.stringify(a)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script, join(built, file)], { encoding: 'utf8', cwd: '/' }));
}

describe('a bundle', () => {
  const LEFT = { 'node_modules/left/package.json': '{"name":"left","version":"1.0.0"}' };

  test('of TypeScript runs, has source maps without the text, and is the same elsewhere', async () => {
    const files = {
      'package.json': '{}',
      'tsconfig.json': '{"compilerOptions": {"paths": {"@lib/*": ["./lib/*"]}}}',
      'src/app.ts':
        "import { n } from '@lib/n';\nimport left from 'left';\nexport const handler = async (): Promise<number> => n + left;\n",
      'lib/n.ts': 'export const n: number = 40;\n',
      ...LEFT,
      'node_modules/left/index.js': 'module.exports = 2;\n',
    };

    const built = await build(project(files), BUNDLE);
    const elsewhere = await build(project(files), BUNDLE);

    expect(readdirSync(built, { recursive: true })).toEqual(['src', 'src/app.js', 'src/app.js.map']);
    expect(answer(built, 'src/app.js')).toBe(42);
    const map = readFileSync(join(built, 'src/app.js.map'), 'utf8');
    expect(JSON.parse(map)).toMatchObject({ sources: expect.arrayContaining(['../lib/n.ts', 'app.ts']) as unknown });
    expect(map).not.toContain('sourcesContent');
    expect(readFileSync(join(elsewhere, 'src/app.js.map'), 'utf8')).toBe(map);
    expect(readFileSync(join(elsewhere, 'src/app.js'), 'utf8')).toBe(readFileSync(join(built, 'src/app.js'), 'utf8'));
  });

  test('of an ES module runs CommonJS that requires what Node.js has', async () => {
    const source = project({
      'package.json': '{"type": "module"}',
      'src/app.ts':
        "import { createRequire } from 'node:module';\nimport left from 'left';\nconst require = createRequire(import.meta.url);\n" +
        "export const handler = async () => [left, typeof require('node:os').EOL];\n",
      ...LEFT,
      'node_modules/left/index.js': "module.exports = require('events').name + typeof __dirname;\n",
    });

    const built = await build(source, BUNDLE);

    expect(readdirSync(join(built, 'src'))).toEqual(['app.mjs', 'app.mjs.map']);
    expect(answer(built, 'src/app.mjs')).toEqual(['EventEmitterstring', 'string']);
  });

  test('leaves what of the SDK is not installed to the runtime that has it, with a warning, and packages by name', async () => {
    const left = ['@aws-sdk/client-s3', '@aws-sdk/lib-dynamodb', '@aws-sdk/s3-request-presigner'];
    const imports = [...left, 'sharp'].map((name) => `require(${JSON.stringify(name)})`);
    const source = project({ 'src/app.js': `exports.handler = () => [${imports.join(', ')}];\n` });

    const built = await build(source, { kind: 'bundle', external: ['sharp'] });

    const text = readFileSync(join(built, 'src/app.js'), 'utf8');
    for (const statement of imports) expect(text).toContain(statement);
    expect(notes).toEqual([
      `warning: ${left.join(', ')} is not installed, and is left to the SDK of nodejs22.x, in whatever version that has`,
    ]);
  });

  test('warns of names to leave out that nothing imports', async () => {
    const source = project({ 'src/app.js': "require('sharp/a'); require('@a/b'); exports.handler = () => 1;\n" });

    await build(source, { kind: 'bundle', external: ['sharp', 'sharpe', '@a/*', '@b/*'] });

    expect(notes).toEqual(['warning: --external names sharpe, @b/*, which nothing that is bundled imports']);
  });

  test('leaves the second SDK to a runtime that has it', async () => {
    const source = project({ 'src/app.js': "exports.handler = () => require('aws-sdk/clients/s3');\n" });

    const built = await build(source, BUNDLE, { runtime: 'nodejs16.x' });

    expect(readFileSync(join(built, 'src/app.js'), 'utf8')).toContain('require("aws-sdk/clients/s3")');
    expect(notes).toEqual([expect.stringMatching(/^warning: aws-sdk\/clients\/s3 is not installed/)]);
  });

  test.each([
    ['nodejs22.x', '@aws-sdk/util-utf8'],
    ['nodejs22.x', '@aws-sdk/lib-dynamodb-extra'],
    ['nodejs22.x', '@smithy/node-http-handler'],
    ['nodejs22.x', 'aws-sdk'],
    ['nodejs16.x', '@aws-sdk/client-s3'],
    ['nodejs16.x', 'aws-sdk-mock'],
  ])('is refused for what is not installed and not in %s either: %s', async (runtime, name) => {
    const source = project({ 'src/app.ts': `import ${JSON.stringify(name)};\n` });

    expect(await codelessErrorOf(build(source, BUNDLE, { runtime }))).toMatchObject({
      exit: 'build',
      code: 'BundleFailed',
      message: `esbuild could not bundle the code: src/app.ts, line 1: Could not resolve "${name}"`,
      hint: 'Correct the code, install what it imports, or leave a package to the dependencies with --external.',
    });
  });

  test.each<[string, Record<string, string>, Partial<CodeBuild>, object]>([
    [
      'what is not installed',
      { 'src/app.ts': "import 'gone';\n" },
      {},
      {
        exit: 'build',
        code: 'BundleFailed',
        message: 'esbuild could not bundle the code: src/app.ts, line 1: Could not resolve "gone"',
      },
    ],
    [
      'what is no TypeScript',
      { 'src/app.ts': 'const = 1;\n' },
      {},
      { exit: 'build', code: 'BundleFailed', message: expect.stringMatching(/src\/app\.ts, line 1: /) as unknown },
    ],
    [
      'a program beside the JavaScript',
      {
        'src/app.ts': "import 'sharp';\n",
        'node_modules/sharp/package.json': '{"name":"sharp","optionalDependencies":{"@img/sharp-linux-x64":"1"}}',
        'node_modules/sharp/index.js': '',
      },
      {},
      { code: 'NativeInBundle', hint: 'Leave it to the dependencies with --external sharp.' },
    ],
    [
      'a program further down in a package',
      {
        'src/app.ts': "import '@a/left';\n",
        'node_modules/@a/left/package.json': '{"name":"another"}',
        'node_modules/@a/left/index.js': '',
        'node_modules/@a/left/lib/binding/x.node': '',
      },
      {},
      { code: 'NativeInBundle', message: expect.stringMatching(/^@a\/left can't be bundled/) as unknown },
    ],
    [
      'a program without an extension',
      {
        'src/app.ts': "import 'left';\n",
        ...LEFT,
        'node_modules/left/index.js': '',
        'node_modules/left/vendor/run': '\x7fELF',
      },
      {},
      { code: 'NativeInBundle', hint: 'Leave it to the dependencies with --external left.' },
    ],
    [
      "the engine of Prisma's client",
      {
        'src/app.ts': "import '@prisma/client';\n",
        'node_modules/@prisma/client/package.json': '{"name":"@prisma/client"}',
        'node_modules/@prisma/client/index.js': "module.exports = { ...require('.prisma/client') };",
        'node_modules/.prisma/client/package.json': '{"name":"prisma-client-1"}',
        'node_modules/.prisma/client/index.js': '',
        'node_modules/.prisma/client/libquery_engine-rhel-openssl-3.0.x.so.node': '',
      },
      {},
      { code: 'NativeInBundle', hint: 'Leave it to the dependencies with --external @prisma/client.' },
    ],
    [
      'no file of the handler',
      { 'src/main.ts': '' },
      {},
      { code: 'HandlerMissing', message: expect.stringContaining('src/app.ts, src/app.mts') as unknown },
    ],
    ['a handler above the source', { 'src/main.ts': '' }, { handler: '../app.handler' }, { code: 'HandlerMissing' }],
    ['no handler', { 'src/app.ts': '' }, { handler: undefined }, { exit: 'usage', code: 'HandlerUnknown' }],
    ['no runtime', { 'src/app.ts': '' }, { runtime: undefined }, { exit: 'usage', code: 'RuntimeMissing' }],
    [
      'Python',
      { 'src/app.ts': '' },
      { runtime: 'python3.13' },
      {
        exit: 'usage',
        code: 'WrongCombination',
        message: "--bundle is for TypeScript and JavaScript on Node.js, and the function's runtime is python3.13",
      },
    ],
  ])('is refused for %s', async (_, files, more, expected) => {
    expect(await codelessErrorOf(build(project(files), BUNDLE, more))).toMatchObject(expected);
  });

  test.each([
    [{ 'package.json': '{"devDependencies": {"esbuild": "0.28.0"}}', 'package-lock.json': '{}' }, 'Run npm ci before.'],
    [{ 'package.json': '{}', 'pnpm-lock.yaml': '' }, 'Run pnpm add --save-dev esbuild before.'],
    [{ 'package.json': '{}' }, 'Run npm install --save-dev esbuild before.'],
  ])('names the command that brings esbuild: %j', async (files, hint) => {
    const source = makeTree({ '.git/HEAD': '', 'src/app.ts': '', ...files });

    expect(await codelessErrorOf(build(source, BUNDLE))).toMatchObject({ exit: 'build', code: 'EsbuildMissing', hint });
  });

  test('refuses an esbuild that is too old', async () => {
    const source = project({ 'src/app.ts': '' }, '0.14.54');

    expect(await codelessErrorOf(build(source, BUNDLE))).toMatchObject({
      code: 'EsbuildTooOld',
      message: `${join(source, 'node_modules', 'esbuild')} is version 0.14.54, and --bundle needs 0.18 or newer`,
    });
    expect(existsSync(join(source, 'src/app.js'))).toBe(false);
  });
});
