import { spawnSync } from 'node:child_process';

import { runCommand } from '../../demo/command';
import { temporaryFolder } from './support/temporary-folder';

const node = (source: string, signal = new AbortController().signal, onLine?: (line: string) => void) =>
  runCommand(process.execPath, ['-e', source], {
    cwd: temporaryFolder(),
    env: process.env,
    signal,
    ...(onLine === undefined ? {} : { onLine }),
  });

/** Whether a process is there and not merely waiting for its parent to take notice of its end. */
function isRunning(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

test('lines come without colours, standard output also by itself', async () => {
  const heard: string[] = [];
  const source = String.raw`console.log('\u001b[31mred\u001b[0m'); console.error('progress')`;
  const result = await node(source, undefined, (line) => heard.push(line));
  expect(result).toMatchObject({ code: 0, stdout: ['red'] });
  expect([...result.output].sort()).toEqual(['progress', 'red']);
  expect(heard.sort()).toEqual(['progress', 'red']);
});

test('a program that fails gives its exit code', async () => {
  await expect(node('process.exit(3)')).resolves.toMatchObject({ code: 3 });
});

test('a program that a signal ends gives -1', async () => {
  await expect(node("process.kill(process.pid, 'SIGKILL')")).resolves.toMatchObject({ code: -1 });
});

test('a program that is not there gives 127', async () => {
  const options = { cwd: temporaryFolder(), env: {}, signal: new AbortController().signal };
  await expect(runCommand('/no/such/program', [], options)).resolves.toMatchObject({ code: 127 });
});

test('fails when it is stopped, and ends the program with its children', async () => {
  const stop = new AbortController();
  const pids: number[] = [];
  const source = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log(process.pid); console.log(child.pid); setInterval(() => {}, 1000);`;
  const running = node(source, stop.signal, (line) => {
    pids.push(Number(line));
    if (pids.length === 2) stop.abort();
  });
  await expect(running).rejects.toThrow('aborted');
  expect(pids).toHaveLength(2);
  expect(pids.filter(isRunning)).toEqual([]);
});
