import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import { CreateAliasCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { zipped } from '../helpers/zips';
import { startLocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { run } from './support/terraform';

const ROOT = resolve(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

const directory = mkdtempSync(join(tmpdir(), 'codeless-pack-'));
const project = join(directory, 'project');
const installed = join(project, 'node_modules', 'cdktf-codeless');

/** A CI that ships code alone: it has no use for the constructs' peers. */
beforeAll(async () => {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "user", "private": true }\n');
  await npm(['pack', '--ignore-scripts', '--pack-destination', directory], ROOT);
  const tarball = readdirSync(directory).find((name) => name.endsWith('.tgz')) ?? '';
  await npm(
    ['install', '--no-save', '--legacy-peer-deps', '--no-audit', '--no-fund', join(directory, tarball)],
    project,
  );
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const { exitCode, output } = await run('npm', [...args], cwd, {});
  if (exitCode !== 0) throw new Error(`npm ${args.join(' ')}:\n${output}`);
}

/** Paths of all files below a directory. */
function files(below: string): string[] {
  const entries = readdirSync(below, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(below, join(entry.parentPath, entry.name)));
}

test('the tarball holds the constructs with their types, the program and nothing else', () => {
  const all = files(installed).filter((file) => !file.startsWith('node_modules/'));
  const compiled = /^dist\/(modules|zip)\/.*\.(js|d\.ts)$/;
  expect(all.filter((file) => !compiled.test(file) && !file.startsWith('templates/')).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/cli/THIRD-PARTY-LICENCES.txt',
    'dist/cli/codeless.js',
    'package.json',
  ]);
  expect(all.filter((file) => file.startsWith('templates/')).sort()).toEqual(
    files(join(ROOT, 'templates'))
      .map((file) => `templates/${file}`)
      .sort(),
  );
  const sources = ['modules', 'zip'].flatMap((room) => files(join(ROOT, room)).map((file) => `${room}/${file}`));
  const outputs = sources
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap((file) => ['.js', '.d.ts'].map((ending) => `dist/${file.slice(0, -3)}${ending}`));
  expect(all.filter((file) => compiled.test(file)).sort()).toEqual(outputs.sort());
});

test('the install pulls in nothing from elsewhere', () => {
  expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'cdktf-codeless',
  ]);
  expect(existsSync(join(installed, 'node_modules'))).toBe(false);
});

async function npx(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, output } = await run('npx', ['--no-install', ...args], project, env);
  if (exitCode !== 0) throw new Error(`npx ${args.join(' ')} ended with ${exitCode}:\n${output}`);
  return output;
}

test('npx codeless tells its release and its verbs', async () => {
  expect((await npx(['codeless', '--version'])).split('\n')[0]).toBe(version);
  expect(await npx(['codeless', '--help'])).toMatch(/^ {2}deploy +Ship the source/m);
});

test('npx aws-lambda-ci helps with the flags of a deploy', async () => {
  expect(await npx(['aws-lambda-ci', '--help'])).toContain('--app-packages-descriptor-path');
});

test('npx codeless deploy --dry-run says what it would ship, and writes nothing', async () => {
  const aws = await startLocalAws({ settling: 0 });
  try {
    const lambda = new LambdaClient(clientConfig(aws.environment));
    const FunctionName = 'packed';
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs22.x',
        Handler: 'app.handler',
        Role: 'arn:aws:iam::000000000000:role/demo',
        Code: { ZipFile: zipped({ 'app.js': 'exports.handler = async () => 0;\n' }) },
        Publish: true,
      }),
    );
    await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'latest', FunctionVersion: '1' }));
    mkdirSync(join(project, 'src'));
    writeFileSync(join(project, 'src', 'app.js'), 'exports.handler = async () => 1;\n');

    const env = { ...aws.environment, AWS_ACCESS_KEY_ID: 'PACKEDPROGRAM' };
    const flags = ['--function-name', FunctionName, '--app-src-path', 'src', '--source-version', 'v1', '--dry-run'];
    expect(await npx(['codeless', 'deploy', ...flags], env)).toContain(
      'Dry run: v1 would be released to packed:latest.',
    );
    const made = aws.calls.filter(({ caller }) => caller === 'PACKEDPROGRAM');
    expect(made.map(({ action }) => action)).toContain('GetAlias');
    expect(made.filter(({ write }) => write)).toEqual([]);
  } finally {
    await aws.stop();
  }
});
