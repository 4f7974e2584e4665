import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { delimiter, join } from 'node:path';

import { zipped } from '../../helpers/zips';
import { makeTree, removeDirectories, temporaryDirectory } from '../package/support/tree';
import { close, listen, runAgainst, type Ended } from './support/run-against';

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo:v1';
const NODE = ['--function-runtime', 'nodejs22.x', '--function-handler', 'src/app.handler'];
const PYTHON = ['--function-runtime', 'python3.13', '--function-handler', 'app.handler'];

/** An AWS that has no contract, and nothing else either. */
let server: Server;

/** The calls that came. */
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const target = String(request.headers['x-amz-target'] ?? request.url);
    asked.push(target);
    const type = target.startsWith('AmazonSSM') ? 'ParameterNotFound' : 'ResourceNotFoundException';
    response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ __type: type, message: '' }));
  });
  await listen(server);
});

beforeEach(() => {
  asked.splice(0);
});

afterEach(removeDirectories);

afterAll(async () => {
  await close(server);
});

function run(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const own = { PATH: process.env.PATH, TMPDIR: temporaryDirectory(), cwd: temporaryDirectory() };
  return runAgainst(server, args, { ...own, ...variables });
}

/** A project of TypeScript with the esbuild of this one. */
function project(files: Readonly<Record<string, string>> = {}): string {
  const source = makeTree({ '.git/HEAD': '', 'src/app.ts': 'export const handler = async () => 1;\n', ...files });
  mkdirSync(join(source, 'node_modules'), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules', 'esbuild'), join(source, 'node_modules', 'esbuild'));
  return source;
}

/** Installs nothing but sharp. */
const NPM = `#!/usr/bin/env node
const { mkdirSync, writeFileSync } = require('node:fs');
if (process.argv.includes('--version')) console.log('10.9.0');
else {
  mkdirSync('node_modules/sharp', { recursive: true });
  writeFileSync('node_modules/sharp/package.json', '{"name":"sharp","version":"1.0.0"}');
  writeFileSync('node_modules/sharp/index.js', '');
}
`;

/** An archive that is built already. */
function archive(): string {
  const file = join(temporaryDirectory(), 'app.zip');
  writeFileSync(file, zipped({ 'app.py': 'def handler(event, context): return 1\n' }));
  return file;
}

const ARCHIVED =
  /^--(bundle|build-command) builds a directory, and the source '.*app\.zip' is an archive that is built already$/;

describe('build is refused with', () => {
  test.each<[string, () => readonly string[], number, string, string | RegExp]>([
    [
      '--bundle and --build-command',
      () => [project(), ...NODE, '--bundle', '--build-command', 'true'],
      2,
      'WrongCombination',
      '--bundle and --build-command both build the package',
    ],
    [
      '--bundle for Python',
      () => [makeTree({ 'app.py': '' }), ...PYTHON, '--bundle'],
      2,
      'WrongCombination',
      "--bundle is for TypeScript and JavaScript on Node.js, and the function's runtime is python3.13",
    ],
    ['--bundle of an archive', () => [archive(), ...NODE, '--bundle'], 2, 'WrongCombination', ARCHIVED],
    [
      '--build-command of an archive',
      () => [archive(), ...PYTHON, '--build-command', 'true'],
      2,
      'WrongCombination',
      ARCHIVED,
    ],
    [
      '--bundle and a command that installs',
      () => [project(), ...NODE, '--bundle', '--dependencies-command', 'touch "$CODELESS_TARGET/x"'],
      2,
      'WrongCombination',
      '--dependencies-command is not run with --bundle: all that the code imports is in the bundle',
    ],
    [
      '--external without --bundle',
      () => [project(), ...NODE, '--external', 'sharp'],
      2,
      'WrongCombination',
      '--external is for --bundle, which is not given',
    ],
    ...['*', './lib', './*', '../x', '/abs', '@scope'].map(
      (name): [string, () => readonly string[], number, string, string] => [
        `--external ${name}, which is no package`,
        () => [project(), ...NODE, '--bundle', '--external', `left,${name}`],
        2,
        'WrongValue',
        `--external must be names of packages with commas between them, got 'left,${name}'`,
      ],
    ),
    [
      '--external and a package that production does not install',
      () => [
        project({
          'package.json': '{"devDependencies": {"sharp": "1"}}',
          'src/app.ts': "import sharp from 'sharp';\nexport const handler = () => sharp;\n",
        }),
        ...[...NODE, '--bundle', '--external', 'sharp'],
      ],
      5,
      'ExternalMissing',
      'src/app.ts imports sharp, which --external leaves out of the bundle and which is among the devDependencies only of package.json',
    ],
    [
      'a command that fails, and --quiet',
      () => [project(), ...NODE, '--build-command', 'echo noise; exit 3', '--quiet'],
      5,
      'BuildFailed',
      'the build command failed: it ended with exit code 3',
    ],
  ])('%s', async (_, args, exit, code, message) => {
    const out = temporaryDirectory();

    const ended = await run(['build', '--json', '--out', out, '--app-src-path', ...args()]);

    expect(ended.exit).toBe(exit);
    const { error } = JSON.parse(ended.stdout) as { readonly error: Readonly<Record<string, unknown>> };
    expect(error).toMatchObject({
      code,
      exit,
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
    });
    expect(ended.stderr.split('\n')).toContain(`✗ ${String(error.message)}`);
    expect(readdirSync(out)).toEqual([]);
  });
});

test('--external leaves out what a layer of the user has, with --dependencies none', async () => {
  const source = project({
    'src/app.ts': "import left from 'left';\nimport own from 'own';\nexport const handler = () => [left, own];\n",
    'node_modules/left/package.json': '{"name": "left", "version": "1.0.0"}',
    'node_modules/left/index.js': "try { exports.native = require('left-native'); } catch {}\n",
  });
  const flags = [...NODE, '--bundle', '--external', 'left-native,own,@aws-sdk/*', '--dependencies', 'none'];

  const { exit, stdout } = await run(['build', '--out', temporaryDirectory(), '--app-src-path', source, ...flags]);

  expect([exit, stdout]).toEqual([0, expect.stringMatching(/^Code .*app\.zip .*2 files/)]);
});

test('--external asks nothing of imports that are types', async () => {
  const source = project({
    'package.json': '{"dependencies": {"sharp": "1"}, "devDependencies": {"@types/aws-lambda": "8"}}',
    'src/app.ts':
      "import { Context } from 'aws-lambda';\nimport { Answer } from './answers';\nimport sharp from 'sharp';\n" +
      'export const handler = async (_: unknown, context: Context): Promise<Answer> => sharp(context);\n',
    'src/answers/index.ts': "import { Other } from '..';\nexport type Answer = number | Other;\n",
    'src/index.ts': 'export type Other = string;\n',
  });
  const flags = [...NODE, '--bundle', '--dependencies', 'layer', '--external', 'sharp'];
  const bin = join(makeTree({ 'bin/npm': { executable: NPM } }), 'bin');

  const { exit, stderr } = await run(['build', '--out', temporaryDirectory(), '--app-src-path', source, ...flags], {
    PATH: [bin, process.env.PATH].join(delimiter),
  });

  expect([exit, stderr]).toEqual([0, expect.not.stringContaining('aws-lambda')]);
});

test('--external leaves out what only a package tries, though production does not install it', async () => {
  const source = project({
    'src/app.ts': "import left from 'left';\nexport const handler = () => left;\n",
    'node_modules/left/package.json': '{"name": "left", "version": "1.0.0"}',
    'node_modules/left/index.js': "try { exports.native = require('left-native'); } catch {}\n",
  });
  const flags = [...NODE, '--bundle', '--external', 'left-native'];

  const { exit } = await run(['build', '--out', temporaryDirectory(), '--app-src-path', source, ...flags]);

  expect(exit).toBe(0);
});

const COMMAND =
  'echo noise; echo more >&2; mkdir "$CODELESS_BUILD/src"; echo "exports.handler = 1" > "$CODELESS_BUILD/src/app.js"';

test('a build command shows no line of its own with --quiet, and --json gives one document', async () => {
  const flags = ['--out', temporaryDirectory(), '--app-src-path', project(), ...NODE, '--build-command', COMMAND];

  const quiet = await run(['build', '--quiet', ...flags]);
  const json = await run(['build', '--json', ...flags]);

  expect([quiet.exit, quiet.stderr]).toEqual([0, '']);
  expect(quiet.stdout).toMatch(/^Code .*\nDependencies +none\n$/);
  expect(json.exit).toBe(0);
  expect(json.stdout + json.stderr).not.toMatch(/^\s*(?:noise|more)$/m);
  expect(JSON.parse(json.stdout)).toMatchObject({
    code: { files: 1 },
    dependencies: { state: 'none' },
    settings: { 'build-command': { value: COMMAND, source: 'flag' } },
  });
});

describe('an image does not go with', () => {
  const MESSAGE = 'an image holds its code and its dependencies';

  test.each<[string, readonly string[], NodeJS.ProcessEnv]>([
    ['build-command', ['--build-command', 'true'], {}],
    ['bundle', ['--bundle'], {}],
    ['build-command', [], { CODELESS_BUILD_COMMAND: 'true' }],
    ['bundle', [], { CODELESS_BUNDLE: 'true' }],
  ])('%s, as %j and %j say', async (name, flags, variables) => {
    const args = ['--function-name', 'demo', '--image-uri', IMAGE, '--source-version', 'v1', ...flags];

    const { exit, stdout } = await run(['deploy', '--json', ...args], variables);

    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'ImageWithSource', message: `image-uri does not go with ${name}: ${MESSAGE}` },
    });
    expect(asked).toEqual(['AmazonSSM.GetParameter']);
  });
});

test('--no-bundle takes back what the environment says', async () => {
  const flags = ['--out', temporaryDirectory(), '--app-src-path', project(), ...NODE, '--build-command', COMMAND];

  const both = await run(['build', ...flags], { CODELESS_BUNDLE: 'true' });
  const one = await run(['build', ...flags, '--no-bundle'], { CODELESS_BUNDLE: 'true' });

  expect([both.exit, one.exit]).toEqual([2, 0]);
  expect(both.stderr).toContain('--no-bundle takes back what the environment or codeless.yml says.');
});
