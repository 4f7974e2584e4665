import { PRINT_REQUIREMENTS, installPython, printedRequirements } from '../support/fake-python';
import { Machine } from '../support/machine';

const EXPORT = `if (args[0] === 'export') { console.log('six==1 --hash=sha256:a'); console.error('told'); process.exit(0); }`;

const INSTALL = `${PRINT_REQUIREMENTS.replace('--requirement', '--requirements')} fs.mkdirSync(option('--target'), { recursive: true });`;

describe('a uv.lock', () => {
  test('is exported without what development needs, and installed by uv', async () => {
    const machine = new Machine({ 'uv.lock': '' }).install('uv', EXPORT + INSTALL);

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
    expect(installed?.args.join(' ')).toContain('--python-platform aarch64-manylinux_2_34 --python-version 3.12');
    expect(printedRequirements(machine)).toEqual(['six==1 --hash=sha256:a']);
  });

  test('tells nothing of the export but what uv says beside it', async () => {
    const machine = new Machine({ 'uv.lock': '' }).install('uv', EXPORT + INSTALL);

    await machine.build();

    expect(machine.output).toEqual(['told', '> six==1 --hash=sha256:a']);
  });

  test('takes wheels for Amazon Linux 2 where the runtime is built on it', async () => {
    const machine = new Machine({ 'uv.lock': '' }).install('uv', EXPORT + INSTALL);

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
    const machine = installPython(new Machine({ 'uv.lock': '' }));

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
    const machine = new Machine({ 'uv.lock': '' }).install('uv', fails);

    await expect(machine.build()).rejects.toMatchObject({
      code: 'WheelMissing',
      message: 'six has no wheel for Python 3.12 on arm64',
    });
  });
});

describe('a poetry.lock', () => {
  test('is exported by Poetry, and installed by pip', async () => {
    const machine = installPython(new Machine({ 'poetry.lock': '' }), PRINT_REQUIREMENTS).install('poetry', EXPORT);

    await machine.build();

    expect(machine.calls.map(({ program, cwd }) => [program, cwd === machine.source])).toEqual([
      ['poetry', true],
      ['python3', false],
    ]);
    expect(machine.calls[0]?.args).toEqual(['export', '--format', 'requirements.txt', '--no-interaction', '--no-ansi']);
    expect(machine.calls[1]?.args).toContain('--no-deps');
    expect(printedRequirements(machine)).toEqual(['six==1 --hash=sha256:a']);
  });

  test.each([
    ['Poetry is missing', '', 'poetry.lock needs poetry, which is not on PATH'],
    ['its plugin is missing', 'process.exit(1)', 'poetry could not export poetry.lock: it ended with exit code 1'],
  ])('fails where %s, and asks for both', async (_, body, message) => {
    const machine = installPython(new Machine({ 'poetry.lock': '' }));
    if (body !== '') machine.install('poetry', body);

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      message,
      hint: expect.stringContaining('Install Poetry with the plugin poetry-plugin-export') as string,
    });
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
