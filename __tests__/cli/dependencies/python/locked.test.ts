import { FAKE_UV, PRINT_REQUIREMENTS, installPython, printedRequirements } from '../support/fake-python';
import { Machine, type Files } from '../support/machine';

const EXPORT = `if (args[0] === 'export') { console.log('six==1 --hash=sha256:a'); console.error('told'); process.exit(0); }`;

const INSTALL = `${PRINT_REQUIREMENTS.replace('--requirement', '--requirements')} ${FAKE_UV}`;

/** A project that needs one package, as uv and Poetry lock it. */
const UV_LOCK = `version = 1
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "six" }]
[[package]]
name = "six"
version = "1"
source = { registry = "https://index.test/simple" }
`;

const PYPROJECT = '[tool.poetry]\nname = "app"\n[tool.poetry.dependencies]\nsix = "1"\n';

function poetryLock(packages: string, hash = HASH): string {
  return `${packages}\n[metadata]\nlock-version = "2.1"\ncontent-hash = "${hash}"\n`;
}

/** Poetry's digest of the pyproject.toml above. */
const HASH = '12ccca09b51fcaa19566b27577329dd9dc7442ecb1a1b1a586c6dd05e6ea2155';

const LOCKED_SIX = `[[package]]
name = "six"
version = "1"
groups = ["main"]
files = [{ file = "six.whl", hash = "sha256:a" }]
`;

describe('a uv.lock', () => {
  test('is exported without what development needs, and installed by uv', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK }).install('uv', EXPORT + INSTALL);

    await machine.build();

    const [exported, installed] = machine.calls;
    expect(exported).toMatchObject({ cwd: machine.source });
    expect(exported?.args.slice(0, 5)).toEqual([
      'export',
      '--frozen',
      '--no-dev',
      '--no-emit-project',
      '--no-editable',
    ]);
    expect(installed?.args.slice(0, 6)).toEqual([
      'pip',
      'install',
      '--target',
      `${machine.target}/python`,
      '--only-binary',
      ':all:',
    ]);
    expect(installed?.args).toContain('--no-deps');
    expect(installed?.args.join(' ')).toContain('--python-platform aarch64-manylinux_2_34 --python-version 3.12.7');
    expect(printedRequirements(machine)).toEqual(['six==1 --hash=sha256:a']);
  });

  test('tells nothing of the export but what uv says beside it', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK }).install('uv', EXPORT + INSTALL);

    await machine.build();

    expect(machine.output).toEqual(['told', '> six==1 --hash=sha256:a']);
  });

  test('takes wheels for Amazon Linux 2 where the runtime is built on it', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK }).install('uv', EXPORT + INSTALL);

    await machine.build({ runtime: 'python3.11', architecture: 'x86_64' });

    expect(machine.calls[1]?.args).toContain('x86_64-manylinux2014');
  });

  test("of a workspace is exported in the member's directory, whose packages of the machine become wheels", async () => {
    const lock = `[[package]]
name = "app"
source = { editable = "packages/app" }
dependencies = [
    { name = "lib" },
]

[[package]]
name = "lib"
source = { editable = "packages/lib" }
`;
    const machine = new Machine({
      'uv.lock': lock,
      'packages/app/pyproject.toml': '',
      'packages/lib/pyproject.toml': '',
    });
    machine.install(
      'uv',
      `if (args[0] === 'export') { console.log('./packages/lib'); process.exit(0); }
       if (args[0] === 'build') {
         fs.mkdirSync(option('--out-dir'));
         fs.writeFileSync(path.join(option('--out-dir'), 'lib-1-py3-none-any.whl'), '');
         process.exit(0);
       }${INSTALL}`,
    );

    const { inputs } = await machine.build({ source: `${machine.source}/packages/app` });

    expect(machine.calls.map(({ args }) => args[0])).toEqual(['export', 'build', 'pip']);
    expect(machine.calls[0]?.cwd).toBe(`${machine.source}/packages/app`);
    expect(printedRequirements(machine)).toEqual([expect.stringMatching(/lib-1-py3-none-any\.whl$/)]);
    expect(inputs).toEqual([`${machine.source}/packages/lib`, `${machine.source}/uv.lock`]);
  });

  test('fails where uv is missing', async () => {
    const machine = installPython(new Machine({ 'uv.lock': UV_LOCK }));

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyToolMissing',
      message: 'uv.lock needs uv, which is not on PATH',
      hint: expect.stringContaining('Install uv') as string,
    });
  });

  test.each([
    '  cause: Because six==1 has no usable wheels and you require six==1',
    '  cause: Because six==1 has no wheels with a matching platform tag (e.g., `manylinux_2_34_aarch64`) and you require six==1',
    'hint: Wheels are required for `six` because building from source is disabled for all packages',
    'hint: Wheels are available for `six` (v1) on the following platform: `win_amd64`',
  ])('fails by the name of a package without a wheel, where uv says "%s"', async (said) => {
    const fails = `${EXPORT} console.error(${JSON.stringify(said)}); process.exit(1);`;
    const machine = new Machine({ 'uv.lock': UV_LOCK }).install('uv', fails);

    await expect(machine.build()).rejects.toMatchObject({
      code: 'WheelMissing',
      message: 'six has no wheel for Python 3.12 on arm64',
    });
  });
});

describe('a poetry.lock', () => {
  const files = { 'pyproject.toml': PYPROJECT, 'poetry.lock': poetryLock(LOCKED_SIX) };

  test('is read without Poetry, and installed by pip', async () => {
    const machine = installPython(new Machine(files), PRINT_REQUIREMENTS);

    await machine.build();

    expect(machine.calls.map(({ program }) => program)).toEqual(['python3']);
    expect(machine.calls[0]?.args).toContain('--no-deps');
    expect(printedRequirements(machine)).toEqual(['six==1 --hash=sha256:a']);
  });

  test('with a byte order mark and CRLF is the same', async () => {
    const windows = Object.entries(files).map(([name, text]) => [name, `\uFEFF${text.replaceAll('\n', '\r\n')}`]);

    const keys = await Promise.all([new Machine(files).key(), new Machine(Object.fromEntries(windows) as Files).key()]);

    expect(keys[1]).toBe(keys[0]);
  });

  test('counts with what production needs, and not with the rest', async () => {
    const dev = '[[package]]\nname = "pytest"\nversion = "8"\ngroups = ["dev"]\n';
    const key = (packages: string): Promise<string> =>
      new Machine({ ...files, 'poetry.lock': poetryLock(packages) }).key();

    await expect(key(LOCKED_SIX + dev)).resolves.toBe(await key(LOCKED_SIX));
    await expect(key(LOCKED_SIX.replace('sha256:a', 'sha256:b'))).resolves.not.toBe(await key(LOCKED_SIX));
  });

  test('that was written for another pyproject.toml is refused', async () => {
    const machine = new Machine({ ...files, 'poetry.lock': poetryLock(LOCKED_SIX, 'another') });

    await expect(machine.find()).rejects.toMatchObject({
      exit: 'build',
      code: 'LockStale',
      message: expect.stringContaining('poetry.lock does not fit pyproject.toml') as string,
      hint: 'Run `poetry lock` and commit the lock file.',
    });
  });

  test('without a pyproject.toml is refused', async () => {
    await expect(new Machine({ 'poetry.lock': poetryLock('') }).find()).rejects.toMatchObject({
      exit: 'usage',
      code: 'DescriptorMissing',
      message: expect.stringContaining('there is no pyproject.toml beside it') as string,
    });
  });

  test('installs what has no hash apart, and puts both together', async () => {
    const git = `[[package]]
name = "from-git"
version = "1.0"
groups = ["main"]
[package.source]
type = "git"
url = "https://a.test/x.git"
resolved_reference = "abc"
`;
    const machine = installPython(
      new Machine({ ...files, 'poetry.lock': poetryLock(LOCKED_SIX + git) }),
      PRINT_REQUIREMENTS,
    );

    await machine.build();

    expect(printedRequirements(machine)).toEqual(['six==1 --hash=sha256:a', 'from-git @ git+https://a.test/x.git@abc']);
    expect(machine.files()).toEqual(expect.arrayContaining(['python/six.py', 'python/from_git.py']));
  });
});

test('a Pipfile.lock is installed without Pipenv', async () => {
  const lock = {
    _meta: {},
    default: { six: { version: '==1', hashes: ['sha256:a'] } },
    develop: { pytest: { version: '==8' } },
  };
  const machine = installPython(new Machine({ 'Pipfile.lock': lock }), PRINT_REQUIREMENTS);

  await machine.build();

  expect(machine.calls[0]?.args).toContain('--no-deps');
  expect(printedRequirements(machine)).toEqual(['six==1 --hash=sha256:a']);
});

describe('a Pipfile.lock', () => {
  const Pipfile = '[packages]\nsix = "*"\n';
  // As Pipenv notes it of this Pipfile.
  const sha256 = '83b3df86404322b5e9c6d1f3a782fd8510f976dafa4940f849d7e79258978aaa';
  const lock = { _meta: { hash: { sha256 } }, default: { six: { version: '==1' } } };

  test('that was written for this Pipfile is taken', async () => {
    await expect(new Machine({ Pipfile, 'Pipfile.lock': lock }).find()).resolves.toMatchObject({ builder: 'pipenv' });
  });

  test('that was written for another Pipfile is refused', async () => {
    const machine = new Machine({ Pipfile: `${Pipfile}flask = "*"\n`, 'Pipfile.lock': lock });

    await expect(machine.find()).rejects.toMatchObject({
      exit: 'build',
      code: 'LockStale',
      hint: 'Run `pipenv lock` and commit the lock file.',
    });
  });

  test('with a byte order mark is read, and one that is broken is refused by file and line', async () => {
    const text = `\uFEFF${JSON.stringify(lock)}`;

    await expect(new Machine({ 'Pipfile.lock': text }).find()).resolves.toMatchObject({ builder: 'pipenv' });
    await expect(new Machine({ 'Pipfile.lock': '{\n"_meta": ,\n}' }).find()).rejects.toMatchObject({
      exit: 'usage',
      code: 'JsonInvalid',
      message: expect.stringContaining('Pipfile.lock, line 2') as string,
    });
  });
});

test.each<[string, Files]>([
  ['uv.lock', { 'uv.lock': UV_LOCK.replace('name = "six" }', 'name = "six", marker = "sys_platform == \'win32\'" }') }],
  [
    'poetry.lock',
    { 'pyproject.toml': PYPROJECT, 'poetry.lock': poetryLock(`${LOCKED_SIX}markers = "os_name == 'nt'"`) },
  ],
  ['Pipfile.lock', { 'Pipfile.lock': { _meta: {}, default: { six: { version: '==1', markers: "os_name == 'nt'" } } } }],
  [
    'uv.lock without dependencies',
    { 'uv.lock': 'version = 1\n[[package]]\nname = "app"\nsource = { virtual = "." }\n' },
  ],
])('a %s of which nothing is for Lambda asks for nothing', async (_, files) => {
  const machine = new Machine(files);

  await expect(machine.find()).resolves.toBeUndefined();
  expect(machine.notes).toEqual([]);
});

test("a uv.lock that lacks what pyproject.toml asks for is refused by the package's name", async () => {
  const pyproject = '[project]\nname = "app"\ndependencies = ["six", "requests>=2"]\n';
  const machine = new Machine({ 'uv.lock': UV_LOCK, 'pyproject.toml': pyproject }).install('uv', EXPORT + INSTALL);

  await expect(machine.build()).rejects.toMatchObject({
    exit: 'build',
    code: 'DependenciesIncomplete',
    message: 'the dependencies are not whole: requests is missing: pyproject.toml needs requests >=2',
    hint: 'Write the lock again with `uv lock`.',
  });
});
