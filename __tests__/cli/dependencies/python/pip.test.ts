import type { DependencyOptions } from '../../../../cli/dependencies';
import { FAKE_PIP, FAKE_UV, PRINT_REQUIREMENTS, installPython, printedRequirements } from '../support/fake-python';
import { Machine } from '../support/machine';

const FAILS_WITHOUT_WHEEL = `
  const lines = option('--requirement') ? fs.readFileSync(option('--requirement'), 'utf8') : '';
  if (args[1] === 'pip') {
    fs.writeFileSync(path.join(option('--wheel-dir'), WHEEL), 'content');
  } else if (args[0] !== '-c' && lines.includes('docopt') && !args.includes('--find-links')) {
    console.error('ERROR: No matching distribution found for docopt==0.6.2 (from versions: none)');
    process.exit(1);
  }`;

function withWheel(name: string): string {
  return FAILS_WITHOUT_WHEEL.replace('WHEEL', JSON.stringify(name));
}

describe('pip', () => {
  test("is told the runtime's platform, and writes a layer", async () => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six==1\n', 'limits.txt': '' }));

    await machine.build();

    const { args = [], env = {} } = machine.calls[0] ?? {};
    expect(args.slice(1, 6)).toEqual([
      'install',
      '--target',
      `${machine.target}/python`,
      '--no-compile',
      '--no-warn-script-location',
    ]);
    expect(args).toEqual(
      expect.arrayContaining(['--only-binary=:all:', 'manylinux_2_34_aarch64', 'manylinux2014_aarch64']),
    );
    expect(args.join(' ')).toContain('--python-version 3.12.7 --implementation cp --abi cp312');
    expect(args).not.toEqual(expect.arrayContaining(['--constraint']));
    expect(args).not.toEqual(expect.arrayContaining(['--no-deps']));
    expect(JSON.parse(env.CODELESS_MARKERS ?? '')).toMatchObject({
      python_version: '3.12',
      platform_machine: 'aarch64',
    });
    expect(machine.files()).toEqual([
      'python/six-1.dist-info/METADATA',
      'python/six-1.dist-info/RECORD',
      'python/six-1.dist-info/WHEEL',
      'python/six.py',
    ]);
  });

  test('writes packages beside the code', async () => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six==1\n' }));

    await machine.build({ layout: 'package', architecture: 'x86_64', runtime: 'python3.9' });

    expect(machine.calls[0]?.args.join(' ')).toContain('--abi cp39');
    expect(machine.files()).toContain('six.py');
  });

  test('reads one file with everything that the descriptor includes', async () => {
    const files = { 'requirements.txt': 'a\n-r b.txt\n-c c.txt\n', 'b.txt': 'b\n', 'c.txt': 'six<2\n' };
    const machine = installPython(new Machine(files), PRINT_REQUIREMENTS);

    await machine.build();

    expect(printedRequirements(machine)).toEqual(['a', 'b']);
    expect(machine.calls[0]?.args).toContain('--constraint');
  });

  test('installs copies of packages of the machine, without their caches', async () => {
    const files = { 'requirements.txt': 'a --hash=sha256:a\n-e ./lib\n', 'lib/setup.py': '', 'lib/.git/HEAD': '' };
    const list = `${PRINT_REQUIREMENTS}
      for (const line of args[0] === '-c' ? [] : fs.readFileSync(option('--requirement'), 'utf8').split('\\n')) {
        if (line.startsWith('/')) console.log('= ' + fs.readdirSync(line));
      }`;
    const machine = installPython(new Machine(files), list);

    await machine.build();

    expect(machine.calls.map(({ args }) => args.includes('--no-deps'))).toEqual([false, true]);
    expect(printedRequirements(machine)).toEqual(['a --hash=sha256:a', expect.stringMatching(/^\/.*\/lib$/)]);
    expect(machine.output).toContain('= setup.py');
    expect(printedRequirements(machine)[1]).not.toContain(machine.source);
  });

  test('installs packages of the machine apart from a list with hashes, and puts both together', async () => {
    const files = { 'requirements.txt': 'a-b==1 --hash=sha256:a\n./lib\n', 'lib/setup.py': '' };
    const machine = installPython(new Machine(files));

    await machine.build();

    const targets = machine.calls.map(({ args }) => args[args.indexOf('--target') + 1]);
    expect(targets).toEqual([`${machine.target}/python`, expect.stringMatching(/\/apart$/)]);
    expect(machine.files()).toEqual(expect.arrayContaining(['python/a_b.py', 'python/lib.py']));
  });

  test('fails if it leaves a package out and ends well', async () => {
    const warning = 'WARNING: Target directory /x/jaraco already exists. Specify --upgrade to force replacement.';
    const machine = installPython(
      new Machine({ 'requirements.txt': 'six\n' }),
      `if (args[0] !== '-c') console.error(${JSON.stringify(warning)});`,
    );

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyToolFailed',
      message: expect.stringContaining('pip left a package out (Target directory /x/jaraco already exists') as string,
    });
  });

  test('fails by the name of a package that it did not install', async () => {
    const machine = installPython(
      new Machine({ 'requirements.txt': 'six\n' }),
      `if (args[0] !== '-c') { fs.mkdirSync(option('--target'), { recursive: true }); process.exit(0); }`,
    );

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependenciesIncomplete',
      message: 'the dependencies are not whole: six is missing: requirements.txt needs six',
    });
  });

  test('fails by the path of a package of the machine that it did not install', async () => {
    const machine = installPython(
      new Machine({ 'requirements.txt': './lib\n', 'lib/setup.py': '' }),
      `if (args[0] !== '-c') { fs.mkdirSync(option('--target'), { recursive: true }); process.exit(0); }`,
    );

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependenciesIncomplete',
      message: `the dependencies are not whole: the package in ${machine.source}/lib was not installed`,
    });
  });

  test("is not led astray by the user's other settings of pip, and keeps those of the index", async () => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six\n' }));

    await machine.build({ env: { PATH: machine.bin, PIP_USER: '1', PIP_INDEX_URL: 'https://u:secret@index.test/' } });

    expect(machine.calls[0]?.env).toMatchObject({ PIP_INDEX_URL: 'https://u:secret@index.test/' });
    expect(machine.calls[0]?.env).not.toHaveProperty('PIP_USER');
    expect(JSON.stringify(machine.calls[0]?.args)).not.toContain('secret');
  });

  test("is that of the runtime's own version where there is one", async () => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six\n' })).install('python3.12', FAKE_PIP);

    await machine.build();

    expect(machine.calls.map(({ program }) => program)).toEqual(['python3.12']);
  });

  test('is passed over where the Python is a stand-in for one that is not there', async () => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six\n' }), '', 'python');
    machine.install('python3.12', 'process.exit(127)').install('python3', 'process.exit(1)');

    await machine.build();

    expect(machine.calls.map(({ program }) => program)).toEqual(['python']);
  });

  test('leaves it to uv where there is none', async () => {
    const machine = new Machine({ 'requirements.txt': 'six\n' }).install('uv', FAKE_UV);

    await machine.build();

    expect(machine.calls[0]?.args.join(' ')).toContain(
      '--python-platform aarch64-manylinux_2_34 --python-version 3.12.7',
    );
  });

  test('fails where there is neither pip nor uv', async () => {
    const machine = new Machine({ 'requirements.txt': 'six\n' });

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyToolMissing',
      hint: expect.stringContaining('Install Python 3.12 with pip, or uv') as string,
    });
  });

  test('fails with the last 20 lines that it said, credentials masked, and leaves no directory behind', async () => {
    const fails = `if (args[0] !== '-c') {
      for (let line = 1; line <= 30; line++) console.log(line);
      console.error('cannot reach https://user:pass@index.test/simple of hidden-value');
      process.exit(3);
    }`;
    const machine = installPython(new Machine({ 'requirements.txt': 'six\n' }), fails);
    const env = { PATH: machine.bin, INDEX_TOKEN: 'hidden-value' };

    const error: unknown = await machine.build({ env }).catch((reason: unknown) => reason);

    expect(error).toMatchObject({
      exit: 'build',
      code: 'DependencyToolFailed',
      message: 'pip could not install the packages: it ended with exit code 3',
    });
    const { output } = error as { output: string[] };
    expect(output).toHaveLength(20);
    expect(output).toContain('cannot reach https://***@index.test/simple of ***');
    expect(JSON.stringify(machine.events)).not.toMatch(/pass@|hidden-value/);
    expect(machine.leftovers).toEqual([]);
  });
});

describe('a package without a wheel', () => {
  const requirements = { 'requirements.txt': 'docopt==0.6.2\n' };

  test('is built where nothing in it is compiled', async () => {
    const machine = installPython(new Machine(requirements), withWheel('docopt-0.6.2-py2.py3-none-any.whl'));

    await machine.build();

    expect(machine.calls.map(({ args }) => args[1])).toEqual(['install', 'pip', 'install']);
    expect(machine.calls[1]?.args.slice(1, 6)).toEqual(['pip', 'wheel', '--no-deps', '--no-binary', 'docopt']);
    expect(machine.files()).toContain('python/docopt.py');
  });

  test('is built of the source that a hash names, and gets a hash of its own', async () => {
    const files = { 'requirements.txt': 'docopt==0.6.2 --hash=sha256:source\n' };
    const machine = installPython(new Machine(files), PRINT_REQUIREMENTS + withWheel('docopt-0.6.2-py3-none-any.whl'));

    await machine.build();

    expect(printedRequirements(machine)).toEqual([
      'docopt==0.6.2 --hash=sha256:source',
      'docopt==0.6.2 --hash=sha256:source',
      // SHA-256 of `content`.
      'docopt==0.6.2 --hash=sha256:source --hash=sha256:ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73',
    ]);
  });

  test.each<[string, string, Partial<DependencyOptions>, string]>([
    [
      'it is compiled',
      withWheel('docopt-0.6.2-cp311-cp311-linux_x86_64.whl'),
      {},
      'docopt has no wheel for Python 3.12 on arm64, and compiled on this machine it does not run there',
    ],
    [
      'its source cannot be built',
      `if (args[1] === 'pip') process.exit(1); ${withWheel('none')}`,
      {},
      'docopt has no wheel for Python 3.12 on arm64, and no wheel can be built of its source',
    ],
    [
      'the index does not have it',
      `if (args[1] === 'pip') { console.log('ERROR: No matching distribution found for docopt'); process.exit(1); } ${withWheel('none')}`,
      { architecture: 'x86_64' },
      'the index has no such version of docopt, neither as a wheel for Python 3.12 on x86_64 nor as source',
    ],
    [
      'the wheel that is built does not fit',
      withWheel('docopt-0.6.2-py2-none-any.whl').replace("!args.includes('--find-links')", 'true'),
      {},
      'docopt has no wheel for Python 3.12 on arm64',
    ],
  ])('fails by its name where %s', async (_, fake, options, message) => {
    const machine = installPython(new Machine(requirements), fake);

    await expect(machine.build(options)).rejects.toMatchObject({
      exit: 'build',
      code: 'WheelMissing',
      message,
      hint: expect.stringContaining('--docker') as string,
    });
  });

  test('fails by its name where a package of the machine was compiled', async () => {
    const compiled = FAKE_PIP.replace('py3-none-any', 'cp311-cp311-linux_x86_64');
    const machine = new Machine({ 'requirements.txt': 'native\n' }).install('python3', compiled);

    await expect(machine.build()).rejects.toMatchObject({
      code: 'WheelMissing',
      message: 'native was compiled on this machine, so that it does not run on Python 3.12 on arm64',
    });
  });
});
