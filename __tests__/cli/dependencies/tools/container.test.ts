import { userInfo } from 'node:os';

import { manager } from '../support/fake-managers';
import { FAKE_PIP, PRINT_REQUIREMENTS, printedRequirements } from '../support/fake-python';
import { Machine } from '../support/machine';

const IMAGE = 'public.ecr.aws/sam/build-python3.12';

/** A docker that runs the command on this machine, with the environment that it was told to pass and no other. */
const DOCKER = `
  const image = args.indexOf(${JSON.stringify(IMAGE)});
  const passed = args.slice(0, image).flatMap((name, index) => args[index - 1] === '--env' ? [name.split('=')[0]] : []);
  const env = Object.fromEntries(passed.map((name) => [name, process.env[name]]));
  const { status } = require('node:child_process').spawnSync(option('--entrypoint'), args.slice(image + 1), {
    cwd: option('--workdir'), stdio: 'inherit', env: { ...env, PATH: path.dirname(__filename) } });
  process.exit(status ?? 127);`;

describe('a container', () => {
  test("runs pip as the user, on the function's processor, with what it needs of the machine", async () => {
    const files = { 'requirements.txt': 'six --hash=sha256:a\n-e ./lib\n', 'lib/setup.py': '' };
    const fake = PRINT_REQUIREMENTS + FAKE_PIP.replace("args[1] !== 'pip'", 'true');
    const machine = new Machine(files).install('docker', DOCKER).install('python3', fake);

    await machine.build({ image: IMAGE });

    const [docker] = machine.calls;
    const scratch = docker?.args[docker.args.indexOf('--workdir') + 1] ?? '';
    expect(docker?.args.slice(0, 14)).toEqual([
      ...['run', '--rm', '--init', '--platform', 'linux/arm64', '--user', `${userInfo().uid}:${userInfo().gid}`],
      ...['--volume', `${scratch}:${scratch}`, '--volume', `${machine.target}:${machine.target}`],
      ...['--workdir', scratch, '--env'],
    ]);
    const [pip, local] = machine.calls.filter(({ program }) => program === 'python3');
    expect(pip?.args.slice(0, 4)).toEqual(['-m', 'pip', 'install', '--target']);
    expect([...(pip?.args ?? [])]).not.toContain('--only-binary=:all:');
    expect(local?.args).toContain('--no-deps');
    expect(printedRequirements(machine)).toEqual(['six --hash=sha256:a', expect.stringContaining(scratch)]);
    expect(machine.files()).toContain('python/six.py');
  });

  test('is given variables of the builders by name, and no paths of the machine', async () => {
    const machine = new Machine({ 'requirements.txt': 'six\n' }).install('docker', DOCKER).install('python3', FAKE_PIP);
    const env = {
      PIP_INDEX_URL: 'https://u:secret@a.test/',
      PIP_CERT: '/etc/ca.pem',
      HTTPS_PROXY: 'p',
      NPM_TOKEN: 't',
      AWS_PROFILE: 'x',
    };

    await machine.build({ image: IMAGE, architecture: 'x86_64', env });

    const [docker, python] = machine.calls;
    expect(docker?.args).toEqual(expect.arrayContaining(['PIP_INDEX_URL', 'HTTPS_PROXY', 'NPM_TOKEN', 'linux/amd64']));
    expect(docker?.args).not.toEqual(expect.arrayContaining(['PIP_CERT']));
    expect(docker?.args).not.toEqual(expect.arrayContaining(['AWS_PROFILE']));
    expect(JSON.stringify(docker?.args)).not.toContain('secret');
    expect(python?.env).toMatchObject({ PIP_INDEX_URL: env.PIP_INDEX_URL });
  });

  test('lets packages of Node.js run their scripts', async () => {
    const files = { 'package.json': { dependencies: { left: '1' } }, 'package-lock.json': {} };
    const fake = manager('10', 'node_modules/left {"scripts":{"install":"a"}}');
    const machine = new Machine(files).install('docker', DOCKER).install('npm', fake);

    await machine.build({ image: IMAGE, runtime: 'nodejs22.x' });

    expect(machine.calls[1]?.args).toEqual(['ci', '--omit=dev', '--no-audit', '--no-fund', '--install-links=false']);
    expect(machine.notes).toEqual([]);
  });

  test('has Corepack for pnpm', async () => {
    const files = { 'package.json': { dependencies: { left: '1' } }, 'pnpm-lock.yaml': '' };
    const machine = new Machine(files).install('docker', DOCKER).install('corepack', manager('1', 'node_modules/left'));

    await machine.build({ image: IMAGE, runtime: 'nodejs22.x' });

    expect(machine.calls[1]?.args.slice(0, 2)).toEqual(['pnpm', 'install']);
  });

  test('fails by the name of the image where docker is missing', async () => {
    const machine = new Machine({ 'requirements.txt': 'six\n' });

    await expect(machine.build({ image: IMAGE })).rejects.toMatchObject({
      exit: 'build',
      code: 'DockerMissing',
      message: `dependencies are to be built in ${IMAGE}, but docker is not on PATH`,
    });
  });

  test('fails with what docker says', async () => {
    const machine = new Machine({ 'requirements.txt': 'six\n' }).install(
      'docker',
      'console.error("no daemon"); process.exit(125)',
    );

    await expect(machine.build({ image: IMAGE })).rejects.toMatchObject({
      code: 'DependencyToolFailed',
      message: 'pip could not install the packages: it ended with exit code 125',
      output: ['no daemon'],
    });
  });
});
