import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  codelessErrorOf,
  makeTree,
  removeDirectories,
  temporaryDirectory,
  type Content,
} from '../package/support/tree';
import { check, classFile, elf, type CheckOptions } from './support/check';

type Files = Readonly<Record<string, Content>>;
type Case = readonly [what: string, files: Files, options: CheckOptions];

const PYTHON: CheckOptions = { runtime: 'python3.13' };
const NODE: CheckOptions = { runtime: 'nodejs22.x' };
const RUBY: CheckOptions = { runtime: 'ruby3.4' };
const JAVA: CheckOptions = { runtime: 'java21', handler: 'acme.App::handleRequest' };
const DOTNET: CheckOptions = { runtime: 'dotnet8', handler: 'Api::Acme.Function::Handle' };
const PROVIDED: CheckOptions = { runtime: 'provided.al2023', handler: 'anything' };
const PUBLISHED = { 'Api.deps.json': '{}', 'Api.runtimeconfig.json': '{}' };
const [X86_64, ARM64] = [elf(0x3e), elf(0xb7)];
const DEF = 'def handler(event, context): pass\n';
const CJS = 'exports.handler = async () => 1;\n';
const ESM = 'export const handler = async () => 1;\n';
const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:acme-shared:3';

afterEach(removeDirectories);

/** A zip that a foreign program made, of files with the modes that they have. */
function zip(files: Files, name = 'app.zip'): string {
  const archive = join(temporaryDirectory(), name);
  execFileSync('python3', ['-m', 'zipfile', '-c', archive, '.'], { cwd: makeTree(files) });
  return archive;
}

/** A zip whose links are links, by Info-ZIP's rules, as `zip -y` writes it. */
function zipWithLinks(files: Files): string {
  const archive = join(temporaryDirectory(), 'app.zip');
  const script = [
    'import os, stat, sys, zipfile',
    'with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:',
    '  for d, ds, fs in os.walk("."):',
    '    for p in (os.path.relpath(os.path.join(d, n), ".") for n in ds + fs):',
    '      i = zipfile.ZipInfo(p); i.external_attr = os.lstat(p).st_mode << 16; i.create_system = 3',
    '      if os.path.islink(p): z.writestr(i, os.readlink(p))',
    '      elif os.path.isfile(p): z.writestr(i, open(p, "rb").read())',
  ].join('\n');
  execFileSync('python3', ['-c', script, archive], { cwd: makeTree(files) });
  return archive;
}

describe('a handler that is in the package', () => {
  test.each<Case>([
    ['a module of Python', { 'app.py': DEF }, PYTHON],
    ['a module in packages', { 'src/api/app.py': DEF }, { ...PYTHON, handler: 'src.api.app.handler' }],
    ['the same with slashes', { 'src/api/app.py': DEF }, { ...PYTHON, handler: 'src/api/app.handler' }],
    ['a package', { 'app/__init__.py': DEF }, PYTHON],
    ['a compiled module', { 'app.pyc': 'x', '.lambdaignore': '!*.pyc' }, PYTHON],
    ['an extension module', { 'app.cpython-313-x86_64-linux-gnu.so': 'x' }, PYTHON],
    ['a name that a module takes over', { 'app.py': 'from lib import *\n' }, PYTHON],
    ['a name that a module makes', { 'app.py': 'globals()["hand" + "ler"] = print\n' }, PYTHON],
    ['of package and module of one name the package', { 'app.py': '', 'app/__init__.py': DEF }, PYTHON],
    ['a script of Node.js', { 'app.js': CJS }, NODE],
    ['.mjs', { 'app.mjs': ESM }, NODE],
    ['.cjs in a package of modules', { 'app.cjs': CJS, 'package.json': '{"type": "module"}' }, NODE],
    [
      'a module by package.json',
      { 'src/app.js': ESM, 'package.json': '{"type": "module"}' },
      { ...NODE, handler: 'src/app.handler' },
    ],
    [
      'a script below another package.json',
      { 'a/app.js': CJS, 'a/package.json': '{}', 'package.json': '{"type":"module"}' },
      { ...NODE, handler: 'a/app.handler' },
    ],
    ['./ before the path', { 'src/app.js': CJS }, { ...NODE, handler: './src/app.handler' }],
    ['the whole path', { 'src/app.js': CJS }, { ...NODE, handler: '/var/task/src/app.handler' }],
    ['a directory', { 'app/index.js': CJS }, NODE],
    [
      'an export of an export',
      { 'app.js': 'exports.main = { handler: async () => 1 };' },
      { ...NODE, handler: 'app.main.handler' },
    ],
    ['a script with a hashbang and top-level return', { 'app.js': `#!/usr/bin/env node\n${CJS}return;\n` }, NODE],
    ['a module, where Node.js 24 tells by itself', { 'app.js': ESM }, { runtime: 'nodejs24.x' }],
    [
      'a module, where the function has it told',
      { 'app.js': ESM },
      { ...NODE, environment: { NODE_OPTIONS: '--experimental-detect-module' } },
    ],
    ['what this Node.js can not parse', { 'app.js': 'syntax of next year !!' }, NODE],
    [
      'a package in node_modules',
      { 'a.js': '', 'node_modules/app/package.json': '{}', '.lambdaignore': '!node_modules' },
      { ...NODE, handler: 'app.handler' },
    ],
    ['a file of Ruby', { 'app.rb': '' }, RUBY],
    ['a class of Ruby', { 'lib/app.rb': '' }, { ...RUBY, handler: 'lib/app.Acme::App.call' }],
    ['a class of Java', { 'acme/App.class': classFile(21) }, JAVA],
    ['a class of an older Java', { 'acme/App.class': classFile(8) }, { ...JAVA, runtime: 'java8.al2' }],
    ['a class without method', { 'acme/App.class': classFile(17) }, { ...JAVA, handler: 'acme.App' }],
    ['an assembly of .NET', { 'Api.dll': 'x', ...PUBLISHED }, DOTNET],
    ['an executable assembly', { 'Api.dll': 'x', ...PUBLISHED }, { ...DOTNET, handler: 'Api' }],
    [
      'an assembly beside a main one',
      { 'Api.dll': 'x', 'Main.deps.json': '{}', 'Main.runtimeconfig.json': '{}' },
      DOTNET,
    ],
    ['a program', { bootstrap: { executable: X86_64 } }, PROVIDED],
    ['a program for arm64', { bootstrap: { executable: ARM64 } }, { ...PROVIDED, architecture: 'arm64' }],
    ['a script', { bootstrap: { executable: '#!/bin/sh\n' } }, PROVIDED],
    ['a link to a program', { bin: { executable: X86_64 }, bootstrap: { link: './bin' } }, PROVIDED],
    [
      'a package behind a link to its directory',
      { 'shared/app.py': DEF, common: { link: 'shared' } },
      { ...PYTHON, handler: 'common.app.handler' },
    ],
    [
      'a directory behind links in a row, up and down again',
      { 'a/shared/app.rb': '', 'b/c': { link: '../d/' }, d: { link: './a/shared' } },
      { ...RUBY, handler: 'b/c/app.handler' },
    ],
    [
      'an extension module behind a link to its directory',
      { 'shared/app.cpython-313-x86_64-linux-gnu.so': 'x', common: { link: 'shared' } },
      { ...PYTHON, handler: 'common.app.handler' },
    ],
    [
      'a script behind a link to its directory',
      { 'shared/app.js': CJS, common: { link: 'shared' } },
      { ...NODE, handler: 'common/app.handler' },
    ],
    [
      'a script beside a link to a directory of its name',
      { 'app.js': CJS, 'real/a.js': CJS, app: { link: 'real/' } },
      NODE,
    ],
    [
      'a module by the package.json beside the file to which a link leads',
      { 'app.mjs': { link: 'lib/real.js' }, 'lib/real.js': ESM, 'lib/package.json': '{"type": "module"}' },
      NODE,
    ],
    ['a class behind a link to its directory', { 'classes/App.class': classFile(21), acme: { link: 'classes' } }, JAVA],
    ['what a family of tomorrow has', { 'app.js': CJS }, { runtime: 'nodejs40.x' }],
    ['what is of no known family', { 'a.txt': '' }, { runtime: 'cobol1.x' }],
    ['what nobody names', { 'a.txt': '' }, { ...PYTHON, handler: undefined }],
  ])('passes without a word: %s', async (_, files, options) => {
    await expect(check(files, options)).resolves.toEqual([]);
  });

  test('passes in an archive, with a class in a jar of lib', async () => {
    const jar = zip({ 'acme/App.class': classFile(21) }, 'app.jar');
    await expect(check(jar, JAVA)).resolves.toEqual([]);
    const files = makeTree({ 'README.md': '' });
    execFileSync('mkdir', [join(files, 'lib')]);
    execFileSync('cp', [jar, join(files, 'lib')]);
    await expect(check(files, JAVA)).resolves.toEqual([]);
    const archive = join(temporaryDirectory(), 'function.zip');
    execFileSync('python3', ['-m', 'zipfile', '-c', archive, '.'], { cwd: files });
    await expect(check(archive, JAVA)).resolves.toEqual([]);
    await expect(codelessErrorOf(check(archive, { ...JAVA, handler: 'acme.Other' }))).resolves.toMatchObject({
      code: 'HandlerMissing',
    });
  });

  test.each<Case>([
    ['a link to the module', { 'real.py': DEF, 'app.py': { link: 'real.py' } }, PYTHON],
    ['a link to a directory', { 'a/app.py': DEF, b: { link: 'a' } }, { ...PYTHON, handler: 'b.app.handler' }],
    ['a link to a directory beside the script', { 'app.js': CJS, 'real/a.js': CJS, app: { link: 'real/' } }, NODE],
    ['a link to the script', { 'lib/real.js': CJS, 'app.js': { link: 'lib/real.js' } }, NODE],
    ['a link to a program', { bin: { executable: X86_64 }, bootstrap: { link: 'bin' } }, PROVIDED],
  ])('passes in an archive with %s', async (_, files, options) => {
    await expect(check(zipWithLinks(files), options)).resolves.toEqual([]);
  });

  test('fails with a class in a jar of lib that is compiled for a newer Java', async () => {
    const jar = readFileSync(zip({ 'acme/App.class': classFile(25) }, 'app.jar'));
    const error = await codelessErrorOf(check({ 'lib/app.jar': jar }, JAVA));
    expect(error).toMatchObject({ exit: 'build', code: 'HandlerUnfit' });
    expect(error.message).toContain('acme/App.class of lib/app.jar is compiled for Java 25, and java21 is Java 21');
  });

  test('passes with a class in a jar of a directory behind a link', async () => {
    const jar = readFileSync(zip({ 'acme/App.class': classFile(21) }, 'app.jar'));
    await expect(check({ 'jars/app.jar': jar, lib: { link: 'jars' } }, JAVA)).resolves.toEqual([]);
  });

  test('passes in an archive that has what the archiver made of a script', async () => {
    await expect(check(zip({ bootstrap: { executable: '#!/bin/sh\n' } }), PROVIDED)).resolves.toEqual([]);
  });
});

describe('a handler that is nowhere', () => {
  test.each<readonly [...Case, message: string, hint: RegExp]>([
    [
      'no module',
      { 'main.py': DEF },
      PYTHON,
      'the handler app.handler is not in the package, where python3.13 looks for app.py or app/__init__.py',
      /^Correct the function's handler in Terraform.*--no-check-handler/,
    ],
    [
      'the module is in another directory',
      { 'src/app.py': DEF },
      PYTHON,
      'the handler app.handler is not in',
      /^The package has src\/app\.py/,
    ],
    [
      'the module is ignored',
      { 'app.py': DEF, 'b.py': '', '.lambdaignore': 'app.py\n' },
      PYTHON,
      'the handler app.handler is not in',
      /take it back in by the line !app\.py in \.lambdaignore/,
    ],
    [
      'another case',
      { 'App.py': DEF },
      PYTHON,
      'the handler app.handler is not in',
      /^The package has App\.py: upper and lower case count/,
    ],
    [
      'TypeScript',
      { 'src/app.ts': ESM },
      { ...NODE, handler: 'src/app.handler' },
      'the handler src/app.handler is not in the package, where nodejs22.x looks for src/app.js, src/app.mjs or src/app.cjs',
      /^src\/app\.ts is TypeScript, which Lambda does not run: give --bundle/,
    ],
    [
      'TypeScript with a foreign layer',
      { 'src/app.ts': ESM },
      { ...NODE, handler: 'src/app.handler', layers: [LAYER] },
      'the handler src/app.handler is not in',
      /TypeScript/,
    ],
    [
      'a submodule of a package that is there',
      { 'app/__init__.py': DEF },
      { ...PYTHON, handler: 'app.main.handler', layers: [LAYER] },
      'the handler app.main.handler is not in',
      /Terraform/,
    ],
    [
      'a layer of AWS has no handler',
      { 'main.py': DEF },
      {
        ...PYTHON,
        layers: ['arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:7'],
      },
      'the handler app.handler is not in',
      /Terraform/,
    ],
    [
      'Java that is not compiled',
      { 'acme/App.java': '' },
      JAVA,
      'the handler acme.App::handleRequest is not in the package, where java21 looks for acme/App.class or a jar in lib that has it',
      /--build-command/,
    ],
    [
      'a jar at the root',
      { 'app.jar': 'x' },
      JAVA,
      'the handler acme.App::handleRequest is not in',
      /^app\.jar is at the root of the package, and Lambda loads jars of lib/,
    ],
    [
      'no assembly',
      { 'Other.dll': '' },
      DOTNET,
      'the handler Api::Acme.Function::Handle is not in the package, where dotnet8 looks for Api.dll',
      /Terraform/,
    ],
    [
      'no file of Ruby',
      { 'main.rb': '' },
      RUBY,
      'the handler app.handler is not in the package, where ruby3.4 looks for app.rb',
      /Terraform/,
    ],
    [
      'Go that is not compiled',
      { 'go.mod': '', 'main.go': '' },
      PROVIDED,
      'there is no bootstrap at the root of the package, which provided.al2023 starts',
      /--build-command, such as 'GOOS=linux go build -o "\$CODELESS_BUILD\/bootstrap" \.'/,
    ],
    [
      'Go that is not compiled, with a layer',
      { 'go.mod': '', 'main.go': '' },
      { ...PROVIDED, layers: [LAYER] },
      'there is no bootstrap',
      /--build-command/,
    ],
    [
      'a link to a directory has its name',
      { 'real/a.js': CJS, app: { link: 'real' } },
      NODE,
      'the handler app.handler is not in the package, where nodejs22.x looks for app.js, app.mjs or app.cjs',
      /Terraform/,
    ],
    [
      'a link to a directory has the name of the module',
      { 'real/a.py': DEF, 'app.py': { link: 'real' } },
      PYTHON,
      'the handler app.handler is not in the package',
      /^Correct the function's handler/,
    ],
    [
      'the module behind a link is ignored',
      { 'shared/app.py': DEF, 'shared/b.py': '', common: { link: 'shared' }, '.lambdaignore': 'shared/app.py\n' },
      { ...PYTHON, handler: 'common.app.handler' },
      'the handler common.app.handler is not in',
      /take it back in by the line !shared\/app\.py in \.lambdaignore/,
    ],
    ['Rust that is not compiled', { 'Cargo.toml': '' }, PROVIDED, 'there is no bootstrap', /cargo lambda build/],
    [
      'a bootstrap in a directory',
      { 'dist/bootstrap': X86_64 },
      PROVIDED,
      'there is no bootstrap',
      /^The package has dist\/bootstrap/,
    ],
  ])('is refused: %s', async (_, files, options, message, hint) => {
    const error = await codelessErrorOf(check(files, options));

    expect(error).toMatchObject({ exit: 'build', code: 'HandlerMissing' });
    expect(error.message).toContain(message);
    expect(error.hint).toMatch(hint);
  });
});

describe('a handler that its runtime can not run', () => {
  test.each<readonly [...Case, message: string]>([
    [
      'no dot',
      { 'app.py': DEF },
      { ...PYTHON, handler: 'app' },
      "the handler 'app' is not one of python3.13, which reads 'module.function'",
    ],
    [
      'a path up',
      { 'app.js': CJS },
      { ...NODE, handler: '../app.handler' },
      "the handler '../app.handler' is not one of nodejs22.x",
    ],
    [
      'too many parts',
      { 'app.rb': '' },
      { ...RUBY, handler: 'a.b.c.d' },
      "the handler 'a.b.c.d' is not one of ruby3.4",
    ],
    [
      'another function',
      { 'app.py': 'def lambda_handler(event, context): pass\n' },
      PYTHON,
      'app.py has nothing of the name handler',
    ],
    [
      'a module that hides a directory',
      { 'src.py': '', 'src/app.py': DEF },
      { ...PYTHON, handler: 'src.app.handler' },
      'src.py hides the directory src',
    ],
    [
      'a module that is loaded as a script',
      { 'app.js': ESM },
      NODE,
      'app.js is an ES module and is loaded as CommonJS',
    ],
    [
      'the same below a package.json',
      { 'app.js': `import 'node:fs';\n${ESM}`, 'package.json': '{}' },
      NODE,
      'app.js is an ES module and is loaded as CommonJS',
    ],
    [
      'a script that is loaded as a module',
      { 'app.js': CJS, 'package.json': '{"type": "module"}' },
      NODE,
      'app.js is CommonJS and is loaded as a module, which exports nothing',
    ],
    ['.mjs that exports nothing', { 'app.mjs': CJS }, NODE, 'app.mjs is CommonJS and is loaded as a module'],
    [
      'a class of a newer Java',
      { 'acme/App.class': classFile(25) },
      JAVA,
      'acme/App.class is compiled for Java 25, and java21 is Java 21',
    ],
    ['an assembly that is built and not published', { 'Api.dll': 'x' }, DOTNET, 'Api.deps.json is not in the package'],
    [
      'no configuration of the host',
      { 'Api.dll': 'x', 'Api.deps.json': '{}' },
      DOTNET,
      'Api.runtimeconfig.json is not in the package',
    ],
    [
      'a program for another processor',
      { bootstrap: { executable: ARM64 } },
      PROVIDED,
      'bootstrap is built for arm64, and the function runs on x86_64',
    ],
    [
      'a program for an unknown processor',
      { bootstrap: { executable: elf(0xf3) } },
      PROVIDED,
      'bootstrap is built for processor 243',
    ],
    [
      'a program of 32 bits',
      { bootstrap: { executable: Buffer.concat([Buffer.from('7f454c4601', 'hex'), X86_64.subarray(5)]) } },
      PROVIDED,
      'bootstrap is a program of 32 bits',
    ],
    [
      'a program of macOS',
      { bootstrap: { executable: Buffer.from('cffaedfe0c000001', 'hex') } },
      PROVIDED,
      'bootstrap is a program of macOS',
    ],
    [
      'a program of Windows',
      { bootstrap: { executable: Buffer.from('4d5a9000', 'hex') } },
      PROVIDED,
      'bootstrap is a program of Windows',
    ],
    [
      'a text without interpreter',
      { bootstrap: { executable: 'echo\n' } },
      PROVIDED,
      'bootstrap is neither a program of Linux nor a script',
    ],
    [
      'line ends of Windows',
      { bootstrap: { executable: '#!/bin/sh\r\necho\r\n' } },
      PROVIDED,
      'bootstrap has line ends of Windows',
    ],
    [
      'another function behind a link',
      { 'real.py': 'def main(): pass\n', 'app.py': { link: 'real.py' } },
      PYTHON,
      'app.py has nothing of the name handler',
    ],
    [
      'a script that leads to a module',
      { 'app.js': { link: 'lib/real.mjs' }, 'lib/real.mjs': ESM },
      NODE,
      'app.js is loaded as CommonJS, and leads to lib/real.mjs, which is an ES module',
    ],
    [
      'a class of a newer Java behind a link',
      { 'classes/App.class': classFile(25), acme: { link: 'classes' } },
      JAVA,
      'acme/App.class is compiled for Java 25',
    ],
    ['a link to a plain file', { bin: X86_64, bootstrap: { link: 'bin' } }, PROVIDED, 'bin is not executable'],
  ])('is refused: %s', async (_, files, options, message) => {
    const error = await codelessErrorOf(check(files, options));

    expect(error).toMatchObject({ exit: 'build', code: 'HandlerUnfit' });
    expect(error.message).toContain(message);
    expect(error.hint).toMatch(/^[A-Z].*\.$/);
  });

  test('is refused in an archive, whose bootstrap is not executable', async () => {
    const error = await codelessErrorOf(check(zip({ bootstrap: X86_64 }), PROVIDED));

    expect(error).toMatchObject({
      code: 'HandlerUnfit',
      message: "the runtime can't start the package: bootstrap is not executable",
      hint: 'Run chmod +x bootstrap before the archive is made.',
    });
  });
});

test('a bootstrap of mode 0644 is shipped executable, with a note', async () => {
  await expect(check({ bootstrap: X86_64, go: 'x' }, PROVIDED)).resolves.toEqual([
    'notice: bootstrap has no right to be executed, and Lambda starts it: it is shipped with the mode 0755.',
  ]);
});

test('a module that is too large to be parsed is taken as it is', async () => {
  const large = `${ESM}//${'x'.repeat(5 * 1024 * 1024)}\n`;
  await expect(check({ 'app.js': large }, NODE)).resolves.toEqual([]);
  expect(await codelessErrorOf(check({ 'app.js': ESM }, NODE))).toMatchObject({ code: 'HandlerUnfit' });
});
