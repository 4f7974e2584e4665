import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { DependencyBuilds, namesIn, type Built } from './support/dependency-builds';
import { DependencyTools } from './support/dependency-tools';
import { NodeWorkspaces, askForAnother } from './support/node-workspaces';
import { PrivateRegistry, REGISTRY_SECRET } from './support/private-registry';

const FIXTURES = resolve(__dirname, '..', 'fixtures', 'dependencies');

/** The processor that this machine does not have, so that nothing that is compiled here can be right. */
const FOREIGN = process.arch === 'arm64' ? 'x86_64' : 'arm64';

const PYTHON = { runtime: 'python3.12', architecture: FOREIGN } as const;
const NODE = { runtime: 'nodejs22.x', architecture: FOREIGN } as const;

const builds = new DependencyBuilds();
let tools: DependencyTools;
let registry: PrivateRegistry;
let workspaces: NodeWorkspaces;

beforeAll(async () => {
  [tools, registry] = await Promise.all([DependencyTools.install(join(builds.root, 'tools')), PrivateRegistry.start()]);
  workspaces = new NodeWorkspaces(join(FIXTURES, 'node'), builds, tools);
});

afterAll(async () => {
  await registry.stop();
  builds.remove();
});

describe('Python', () => {
  test('a requirements file with includes, constraints, a compiled package, one without a wheel and one of the machine', async () => {
    const project = builds.copy(join(FIXTURES, 'requirements'));

    const built = await builds.buildTwice(project, {
      ...PYTHON,
      descriptor: 'requirements/prod.txt',
      env: tools.env,
    });

    expect(built.builder).toBe('pip');
    expect(built.machines).toEqual([FOREIGN]);
    expect(namesIn(built, 'python/')).toEqual(['docopt.py', 'markupsafe', 'shared_lib']);
    // The constraint's, and not the newest.
    expect(built.files).toContain('python/MarkupSafe-3.0.2.dist-info/METADATA');
  });

  test('markers are answered for the version of the function, beside the code', async () => {
    const project = builds.project({
      'app.py': '',
      'requirements.txt':
        'markupsafe==3.0.2\ntomli==2.0.1 ; \\\n  python_version < "3.11"\niniconfig==2.0.0 ; python_version >= "3.11"\n',
    });

    const built = await builds.buildTwice(project, {
      runtime: 'python3.10',
      architecture: FOREIGN,
      layout: 'package',
      env: tools.env,
    });

    expect(namesIn(built, '')).toEqual(['app.py', 'markupsafe', 'requirements.txt', 'tomli']);
    expect(built.files.filter((file) => file.endsWith('.so'))).toEqual([expect.stringContaining('cpython-310')]);
  });

  test('a member of a uv workspace', async () => {
    const project = builds.copy(join(FIXTURES, 'uv'));
    await tools.run(project, ['uv', 'lock', '--quiet']);

    const built = await builds.buildTwice(project, { ...PYTHON, source: 'packages/app', env: tools.env });

    expect(built.builder).toBe('uv');
    expect(built.machines).toEqual([FOREIGN]);
    expect(namesIn(built, 'python/')).toEqual(['markupsafe', 'uv_lib']);
  });

  test.each(['requirements.txt', 'poetry.lock'])(
    'packages of an index and of the machine in one namespace: %s',
    async (by) => {
      const shop = {
        'shop/pyproject.toml':
          '[build-system]\nrequires = ["setuptools>=61"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "jaraco.shop"\nversion = "1.0"\ndependencies = ["jaraco.context"]\n[tool.setuptools]\npackages = ["jaraco.shop"]\n',
        'shop/jaraco/shop/__init__.py': '',
      };
      const hash = '--hash=sha256:f797fc481b490edb305122c9181830a3a5b76d84ef6d1aef2fb9b47ab956f9e4';
      const project = builds.project(
        by === 'poetry.lock'
          ? {
              ...shop,
              'pyproject.toml':
                '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\npython = ">=3.10,<3.14"\n"jaraco.context" = "6.0.1"\n"jaraco.shop" = { path = "shop" }\n',
            }
          : { ...shop, 'requirements.txt': `jaraco.context==6.0.1 ${hash}\n./shop\n` },
      );
      if (by === 'poetry.lock') {
        await addPublicSource(project);
        await tools.run(project, ['poetry', 'lock', '--no-interaction']);
      }

      const built = await builds.buildTwice(project, { ...PYTHON, env: tools.env });

      expect(built.files).toEqual(
        expect.arrayContaining(['python/jaraco/context/__init__.py', 'python/jaraco/shop/__init__.py']),
      );
    },
  );

  test("what is for another platform, in PowerShell's encoding, makes no layer", async () => {
    const project = builds.project({ 'app.py': '' });
    const text = Buffer.from('\uFEFFpywin32; sys_platform == "win32"\r\n', 'utf16le');
    writeFileSync(join(project, 'requirements.txt'), text);

    const { exit, stdout } = await builds.run(project, builds.directory(), { ...PYTHON, env: tools.env });

    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dependencies: { state: 'none' } });
  });

  test('fails by the name of a package that a lock lacks', async () => {
    const lock = { _meta: {}, default: { jinja2: { version: '==3.1.6' } } };
    const project = builds.project({ 'Pipfile.lock': JSON.stringify(lock) });

    const { exit, stdout } = await builds.run(project, builds.directory(), { ...PYTHON, env: tools.env });

    expect(exit).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'DependenciesIncomplete',
        message: 'the dependencies are not whole: markupsafe is missing: jinja2 3.1.6 needs markupsafe >=2.0',
      },
    });
  });

  test('a Poetry project', async () => {
    const project = builds.copy(join(FIXTURES, 'poetry'));
    await addPublicSource(project);
    await tools.run(project, ['poetry', 'lock', '--no-interaction']);

    const built = await builds.buildTwice(project, { ...PYTHON, env: tools.env });

    expect(built.builder).toBe('poetry');
    expect(built.machines).toEqual([FOREIGN]);
    expect(namesIn(built, 'python/')).toEqual(['markupsafe', 'poetry_lib']);
  });

  test('a Pipenv project', async () => {
    const project = builds.copy(join(FIXTURES, 'pipenv'));
    await tools.run(project, ['pipenv', 'lock', '--quiet'], { ...tools.env, VIRTUAL_ENV: tools.venv });

    const built = await builds.buildTwice(project, { ...PYTHON, env: tools.env });

    expect(built.builder).toBe('pipenv');
    expect(built.machines).toEqual([FOREIGN]);
    expect(namesIn(built, 'python/')).toEqual(['markupsafe']);
  });

  test.each(['pip', 'uv'])('a private index that only the environment knows, by %s', async (installer) => {
    registry.addWheel('codeless_private', 'py3-none-any');
    const env = { ...tools.env, PIP_EXTRA_INDEX_URL: registry.indexUrl, UV_INDEX: registry.indexUrl };
    const project = builds.project({
      'requirements.txt': 'codeless-private==1.0\n',
      'pyproject.toml':
        '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["codeless-private==1.0"]\n',
    });
    if (installer === 'uv') await tools.run(project, ['uv', 'lock', '--quiet'], env);
    const before = registry.served.length;

    const built = await builds.buildTwice(project, { ...PYTHON, env });

    expect(built.builder).toBe(installer);
    expect(namesIn(built, 'python/')).toEqual(['codeless_private']);
    expect(registry.served.slice(before)).toContain('wheels/codeless_private-1.0-py3-none-any.whl');
    expect(built.printed).not.toContain(REGISTRY_SECRET);
  });

  test.each(['pip', 'uv'])("fails by the name of a package that has no wheel for Lambda's platform: %s", async (by) => {
    registry.addWheel('codeless_elsewhere', 'cp312-cp312-win_amd64');
    const env = { ...tools.env, PIP_EXTRA_INDEX_URL: registry.indexUrl, UV_INDEX: registry.indexUrl };
    const project = builds.project({
      'requirements.txt': 'codeless-elsewhere\n',
      'pyproject.toml':
        '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["codeless-elsewhere==1.0"]\n',
    });
    if (by === 'uv') await tools.run(project, ['uv', 'lock', '--quiet'], env);

    const { exit, stdout, stderr } = await builds.run(project, builds.directory(), { ...PYTHON, env });

    expect(exit).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'WheelMissing',
        message: expect.stringMatching(
          new RegExp(`codeless-elsewhere, neither as a wheel for Python 3\\.12 on ${FOREIGN} nor as source`),
        ) as string,
      },
    });
    expect(stdout + stderr).not.toContain(REGISTRY_SECRET);
  });

  /** Poetry asks the public index in a way that mirrors may not know, and a source of the project's own in pip's way. */
  async function addPublicSource(project: string): Promise<void> {
    const code = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';
    const url = (await tools.run(project, ['python', '-c', code])).trim();
    const source = `\n[[tool.poetry.source]]\nname = "public"\nurl = "${url}/"\npriority = "primary"\n`;
    appendFileSync(join(project, 'pyproject.toml'), source);
  }
});

describe('Node.js', () => {
  const MANAGERS = ['npm', 'pnpm', 'yarn 1', 'yarn 4'] as const;

  test.each(MANAGERS)('a member of a workspace of %s', async (manager) => {
    const project = await workspaces.create(manager);

    const built = await builds.buildTwice(project, {
      ...NODE,
      source: 'packages/app',
      env: workspaces.env(manager),
    });

    expect(built.builder).toBe(manager.split(' ')[0]);
    expect(built.machines).toEqual([FOREIGN]);
    const cpu = FOREIGN === 'arm64' ? 'arm64' : 'x64';
    expect(built.files).toContain(`nodejs/node_modules/@parcel/watcher-linux-${cpu}-glibc/watcher.node`);
    // Yarn 1 does not know of C libraries, and takes the package for either.
    if (manager !== 'yarn 1') expect(built.files.filter((file) => file.includes('musl'))).toEqual([]);
    // Of development, of another member, and of the package manager itself.
    expect(built.files.filter((file) => /is-odd|is-even|left-pad|fixture\/other|\.bin\//.test(file))).toEqual([]);
    await expect(versionsSeen(built)).resolves.toEqual({
      ofOwn: '7.0.0',
      ofLibrary: '6.0.0',
      value: 1,
      ofMemberOfMember: 2,
    });
  });

  test('a private registry whose token only the environment knows', async () => {
    const packed = builds.project({
      'package.json': '{ "name": "@private/lib", "version": "1.0.0" }',
      'index.js': '',
    });
    const [{ filename, integrity }] = JSON.parse(await tools.run(packed, ['npm', 'pack', '--json'])) as [
      { filename: string; integrity: string },
    ];
    registry.addPackage('@private/lib', integrity, readFileSync(join(packed, filename)));
    const project = builds.project({
      'package.json': '{ "name": "app", "dependencies": { "@private/lib": "1.0.0" } }',
      '.npmrc': `@private:registry=http://${registry.host}/\n//${registry.host}/:_authToken=\${PRIVATE_TOKEN}\n`,
    });
    const env = { ...tools.env, PRIVATE_TOKEN: REGISTRY_SECRET };
    await tools.run(project, ['npm', 'install', '--package-lock-only'], env);
    const before = registry.served.length;

    const built = await builds.buildTwice(project, { ...NODE, env });

    expect(built.files).toEqual([
      'nodejs/node_modules/@private/lib/index.js',
      'nodejs/node_modules/@private/lib/package.json',
    ]);
    expect(registry.served.slice(before)).toContain('packed/@private/lib.tgz');
    expect(built.printed).not.toContain(REGISTRY_SECRET);
  });

  test.each(MANAGERS)('fails where the lock of %s lacks what package.json asks for', async (manager) => {
    const project = await workspaces.create(manager);
    askForAnother(join(project, 'packages', 'app'), ['"is-number": "7.0.0"', '"is-number": "5.0.0"']);

    const { exit, stdout } = await builds.run(project, builds.directory(), {
      ...NODE,
      source: 'packages/app',
      env: workspaces.env(manager),
    });

    expect(exit).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'LockStale' } });
  });

  /** What the function's own code and the package of the machine see, with Lambda's NODE_PATH. */
  async function versionsSeen(built: Built): Promise<unknown> {
    const directory = await builds.unpack(built);
    const path = ['nodejs/node22/node_modules', 'nodejs/node_modules'].map((name) => join(directory, name)).join(':');
    const code = `const [own, library] = [require, require('module').createRequire(require.resolve('@fixture/lib'))];
      const [ofOwn, ofLibrary] = [own, library].map((from) => from('is-number/package.json').version);
      const [value, ofMemberOfMember] = [own('@fixture/lib').value, library('@fixture/deep').value];
      console.log(JSON.stringify({ ofOwn, ofLibrary, value, ofMemberOfMember }));`;
    const stdout = await tools.run(tmpdir(), [process.execPath, '-e', code], { ...tools.env, NODE_PATH: path });
    return JSON.parse(stdout) as unknown;
  }
});
