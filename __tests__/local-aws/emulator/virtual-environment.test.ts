import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { virtualEnvironment } from '../../../local-aws/emulator/virtual-environment';

let root: string;
let cache: string;
let python: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'virtual-environment-'));
  cache = join(root, 'cdktf-codeless');
  python = join(root, 'python3');
  writePython();
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A Python whose `-m venv DIRECTORY` puts itself there, and whose pip and venv end as they are told. */
function writePython({ venv = 'true', pip = 'true' } = {}): void {
  const script = `#!/bin/sh
echo "$@" >>${root}/log
case "$2" in
venv) ${venv} && mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
pip) ${pip} ;;
*) echo 3.12 ;;
esac
`;
  writeFileSync(python, script);
  chmodSync(python, 0o755);
}

function make(messages: string[] = []): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', XDG_CACHE_HOME: root };
  return virtualEnvironment({ python, env, onProgress: ({ step }) => messages.push(step) });
}

function installs(): number {
  return readFileSync(join(root, 'log'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('-m pip install')).length;
}

test('makes the environment once and says so', async () => {
  const messages: string[] = [];
  const interpreter = await make(messages);
  expect(existsSync(interpreter)).toBe(true);
  expect(await make(messages)).toBe(interpreter);
  expect([messages, installs()]).toEqual([['install'], 1]);
});

test('installs nothing but files whose hashes are known', async () => {
  await make();
  expect(readFileSync(join(root, 'log'), 'utf8')).toMatch(/pip install .*--require-hashes .*requirements\.txt/);
});

test('is made twice at once and the first one stays, with nothing left beside it', async () => {
  const identity = (interpreter: string): number => statSync(interpreter).ino;
  const [one, other] = await Promise.all([make().then(identity), make().then(identity)]);
  expect(one).toBe(other);
  expect([installs(), readdirSync(cache).length]).toEqual([2, 1]);
});

test('removes what was left half made by a process that is gone, and nothing else', async () => {
  const { pid } = spawnSync('true');
  const gone = join(cache, `emulator-x.${pid}.a.partial`);
  const underWay = join(cache, `emulator-x.${process.pid}.a.partial`);
  for (const directory of [gone, underWay]) mkdirSync(directory, { recursive: true });
  await make();
  expect([existsSync(gone), existsSync(underWay)]).toEqual([false, true]);
});

test('makes it again when its Python is gone', async () => {
  const interpreter = await make();
  rmSync(interpreter);
  expect(await make()).toBe(interpreter);
  expect([existsSync(interpreter), installs()]).toEqual([true, 2]);
});

test('fails where Python cannot make environments, naming the package that is missing', async () => {
  writePython({ venv: 'echo ensurepip is not available >&2; false' });
  const failure = { code: 'VENV_FAILED', message: expect.stringMatching(/python3-venv.*ensurepip is not/s) as string };
  await expect(make()).rejects.toMatchObject(failure);
  expect(readdirSync(cache)).toEqual([]);
});

test('fails where pip fails, with what it said, and leaves nothing', async () => {
  writePython({ pip: 'echo no route to host >&2; false' });
  const failure = { code: 'INSTALL_FAILED', message: expect.stringMatching(/PyPI.*no route to host/s) as string };
  await expect(make()).rejects.toMatchObject(failure);
  expect(readdirSync(cache)).toEqual([]);
});

test('the requirements name no index and pin every file', () => {
  const requirements = readFileSync(
    join(dirname(dirname(dirname(__dirname))), 'local-aws/emulator/requirements.txt'),
    'utf8',
  );
  const pins = requirements.split(/\n(?=\S)/).filter((pin) => !pin.startsWith('#'));
  expect(pins.filter((pin) => !/^[\w-]+==[\w.]+.*\\\n.*--hash=sha256:[0-9a-f]{64}/.test(pin))).toEqual([]);
  expect(pins.length).toBeGreaterThan(15);
});
