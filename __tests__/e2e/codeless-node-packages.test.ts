import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { DependencyBuilds, type Built } from './support/dependency-builds';
import { GIT_ENVIRONMENT } from './support/git-environment';
import { PrivateRegistry, REGISTRY_SECRET } from './support/private-registry';

const execute = promisify(execFile);

/** The processor that this machine does not have. */
const FOREIGN = process.arch === 'arm64' ? 'x86_64' : 'arm64';

/** What a script of prebuild-install's kind does: it fetches an addon for the platform that it is told. */
const PREBUILD = `const { mkdirSync, writeFileSync } = require('node:fs');
const machine = { x64: 62, arm64: 183 }[process.env.npm_config_arch];
const header = Buffer.alloc(64);
header.write('\\x7fELF\\x02\\x01\\x01', 'latin1');
header.writeUInt16LE(3, 16);
header.writeUInt16LE(machine, 18);
mkdirSync('build/Release', { recursive: true });
writeFileSync('build/Release/native.node', header);
`;

const builds = new DependencyBuilds();
const temporary = join(builds.root, 'tmp');
let env: Readonly<Record<string, string>>;
let registry: PrivateRegistry;

beforeAll(async () => {
  mkdirSync(temporary);
  const machine = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  env = {
    ...(Object.fromEntries(machine) as Record<string, string>),
    ...GIT_ENVIRONMENT,
    CI: 'true',
    PRIVATE_TOKEN: REGISTRY_SECRET,
    TMPDIR: temporary,
  };
  registry = await PrivateRegistry.start();
  await publish('@private/native', {
    'package.json':
      '{ "name": "@private/native", "version": "1.0.0", "scripts": { "install": "node prebuild.js" }, "main": "index.js" }',
    'index.js': "module.exports = 'native';\n",
    'prebuild.js': PREBUILD,
  });
});

afterAll(async () => {
  await registry.stop();
  builds.remove();
});

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  return (await execute('npm', [...args, '--no-audit', '--no-fund'], { cwd, env })).stdout;
}

async function publish(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const packed = builds.project(files);
  const [{ filename, integrity }] = JSON.parse(await npm(packed, 'pack', '--json')) as [
    { filename: string; integrity: string },
  ];
  registry.addPackage(name, integrity, readFileSync(join(packed, filename)));
}

/** A repository of a package. @returns what a package.json calls it */
function repository(files: Readonly<Record<string, string>>): string {
  const directory = builds.project(files);
  for (const args of [
    ['init', '--quiet'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'one'],
  ]) {
    execFileSync('git', args, { cwd: directory, env });
  }
  return `git+file://${directory}`;
}

/** A package that says its name. */
const says = (directory: string, name: string, manifest: object = {}): Record<string, string> => ({
  [`${directory}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js', ...manifest }),
  [`${directory}/index.js`]: `module.exports = '${name}';\n`,
});

/** A workspace with a member that is the application, locked by npm, beside a package that is in no workspace. */
async function workspace(application: { dependencies: Readonly<Record<string, string>>; allowScripts?: object }) {
  const project = builds.project({
    ...says('beside', 'beside-own-name', { dependencies: { ms: '2.1.3' } }),
    'beside/index.js': "module.exports = `beside ${typeof require('ms')}`;\n",
    'repo/package.json': JSON.stringify({
      ...{ name: 'root', private: true, workspaces: ['packages/{lib-*,app}', 'libs/[o]*'] },
      allowScripts: application.allowScripts,
    }),
    'repo/.npmrc': `@private:registry=http://${registry.host}/\n//${registry.host}/:_authToken=\${PRIVATE_TOKEN}\n`,
    'repo/packages/app/package.json': JSON.stringify({ name: 'app', version: '1.0.0', ...application }),
    ...says('repo/packages/app/lib', 'acme-shared-utils'),
    ...says('repo/packages/lib-one', '@w/lib-one', { dependencies: { '@w/other': '1.0.0' } }),
    ...says('repo/libs/other', '@w/other'),
    ...says('repo/libs/unlisted', '@w/unlisted'),
  });
  for (const directory of ['beside', 'repo']) {
    await npm(join(project, directory), 'install', '--package-lock-only', '--ignore-scripts', '--silent');
  }
  return project;
}

const OPTIONS = { source: 'repo/packages/app', runtime: 'nodejs22.x', architecture: FOREIGN } as const;

/** What Node.js loads of a layer by some names, with Lambda's NODE_PATH. */
async function load(built: Built, names: readonly string[]): Promise<unknown> {
  const path = join(await builds.unpack(built), 'nodejs/node_modules');
  const code = 'console.log(JSON.stringify(process.argv.slice(1).map((name) => require(name))))';
  const { stdout } = await execute(process.execPath, ['-e', code, ...names], {
    cwd: temporary,
    env: { ...env, NODE_PATH: path },
  });
  return JSON.parse(stdout) as unknown;
}

test('packages of the machine under their keys, members by globs, of Git, and one whose script is allowed', async () => {
  const dependencies = {
    shared: 'file:./lib',
    beside: 'file:../../../beside',
    '@w/lib-one': '1.0.0',
    'of-git': repository({
      'package.json': '{ "name": "of-git", "version": "1.0.0" }',
      'index.js': "module.exports = 'of-git';\n",
    }),
    '@private/native': '1.0.0',
  };
  const project = await workspace({ dependencies, allowScripts: { '@private/native': true } });

  const built = await builds.buildTwice(project, { ...OPTIONS, env });

  await expect(load(built, [...Object.keys(dependencies), '@w/other'])).resolves.toEqual([
    'acme-shared-utils',
    'beside function',
    '@w/lib-one',
    'of-git',
    'native',
    '@w/other',
  ]);
  expect(built.machines).toEqual([FOREIGN]);
  expect(built.files.filter((file) => /unlisted|acme-shared-utils|beside-own-name/.test(file))).toEqual([]);
});

test.each<[string, () => Readonly<Record<string, string>>, object]>([
  [
    'a package of Git that has to be built',
    () => ({
      'of-git': repository({
        'package.json':
          '{ "name": "of-git", "version": "1.0.0", "main": "dist/index.js", "files": ["dist"], "scripts": { "prepare": "mkdir dist && touch dist/index.js" } }',
      }),
    }),
    {
      code: 'PackageIncomplete',
      message:
        'the package of-git lacks dist/index.js, which its package.json names, which its script `prepare` may make: scripts are not run here',
    },
  ],
  [
    'a package whose script nobody allowed',
    () => ({ '@private/native': '1.0.0' }),
    {
      code: 'InstallScriptNeeded',
      message: `the package @private/native has no binary for Node.js 22 on ${FOREIGN}: its install script makes or fetches a binary`,
    },
  ],
])('fails by the name of %s', async (_, dependencies, error) => {
  const project = await workspace({ dependencies: dependencies() });

  const { exit, stdout } = await builds.run(project, builds.directory(), { ...OPTIONS, env });

  expect(exit).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({ error });
});
