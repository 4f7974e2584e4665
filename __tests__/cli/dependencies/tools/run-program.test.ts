import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { runProgram } from '../../../../cli/dependencies/tools/run-program';
import { Machine } from '../support/machine';

/** Starts a child that ignores SIGTERM, tells both process ids and waits. */
const STUBBORN = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.once('data', () => console.log(process.pid + ' ' + child.pid));
  setInterval(() => {}, 1000);`;

async function run(
  body: string,
  signal = new AbortController().signal,
  onLine: (line: string) => void = () => undefined,
) {
  const machine = new Machine().install('program', body);
  return runProgram(join(machine.bin, 'program'), ['a b', '$c'], {
    cwd: machine.root,
    env: { A: '1' },
    signal,
    onLine,
  });
}

test('a program gets its arguments, directory and environment as they are', async () => {
  const { stdout, code } = await run(
    'console.log(JSON.stringify([args, Object.keys(process.env), process.cwd().includes("dependencies-test")]))',
  );

  expect(code).toBe(0);
  expect(JSON.parse(stdout[0] ?? '')).toEqual([['a b', '$c'], ['A'], true]);
});

test('its lines are told as they come, without colours, and its exit code is kept', async () => {
  const lines: string[] = [];

  const { code, stdout } = await run(
    'process.stdout.write("\\u001b[31mred\\u001b[0m\\nlast"); console.error("error"); process.exitCode = 5;',
    undefined,
    (line) => lines.push(line),
  );

  expect(code).toBe(5);
  expect(stdout).toEqual(['red', 'last']);
  expect(lines.sort()).toEqual(['error', 'last', 'red']);
});

test('one that cannot be started ends with 127', async () => {
  const lines: string[] = [];
  const options = {
    cwd: '/',
    env: {},
    signal: new AbortController().signal,
    onLine: (line: string) => lines.push(line),
  };

  await expect(runProgram('/no/such', [], options)).resolves.toMatchObject({ code: 127 });
  expect(lines).toEqual(['spawn /no/such ENOENT']);
});

test('one that a signal ended does not count as done', async () => {
  await expect(run('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);')).resolves.toMatchObject({
    code: 128,
  });
});

test('an abort ends the program and all that it started, even what ignores it', async () => {
  const controller = new AbortController();
  const reason = new Error('Ctrl-C');
  let pids: number[] = [];

  const running = run(STUBBORN, controller.signal, (line) => {
    pids = line.split(' ').map(Number);
    controller.abort(reason);
  });

  await expect(running).rejects.toBe(reason);
  expect(pids).toHaveLength(2);
  await collected(pids);
});

test('after an abort nothing is started', async () => {
  const machine = new Machine();
  const file = join(machine.root, 'started');
  machine.install('program', `fs.writeFileSync(${JSON.stringify(file)}, '')`);
  const options = {
    cwd: machine.root,
    env: {},
    signal: AbortSignal.abort(new Error('before')),
    onLine: () => undefined,
  };

  await expect(runProgram(join(machine.bin, 'program'), [], options)).rejects.toThrow('before');
  expect(existsSync(file)).toBe(false);
});

test('the end of this process ends the program', async () => {
  const machine = new Machine().install('program', STUBBORN);
  const file = join(machine.root, 'pids');
  writeFileSync(file, '');
  const before = process.listeners('exit');
  let exit = (): void => undefined;

  const running = runProgram(join(machine.bin, 'program'), [], {
    cwd: machine.root,
    env: {},
    signal: new AbortController().signal,
    onLine: (line) => {
      writeFileSync(file, line);
      exit = process.listeners('exit').find((listener) => !before.includes(listener)) as () => void;
      exit();
    },
  });

  await expect(running).resolves.toMatchObject({ code: 128 });
  const pids = readFileSync(file, 'utf8').split(' ').map(Number);
  expect(pids).toHaveLength(2);
  await collected(pids);
  expect(process.listeners('exit')).toHaveLength(before.length);
});

/** Waits until none runs: one that was killed closes its outputs a moment before it is gone. */
async function collected(pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await setImmediate();
}

/** A process that ended and was not asked for yet, as of an orphan in a container without init, does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
