import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { startLocalAws } from '../../../local-aws';
import { startEmulator, type Emulator } from '../../../local-aws/emulator/emulator';
import { send } from '../../../local-aws/front/upstream';

let root: string;
let started: Emulator[];

beforeEach(() => {
  started = [];
  root = mkdtempSync(join(tmpdir(), 'emulator-test-'));
});

afterEach(async () => {
  await Promise.all(started.map((emulator) => emulator.stop()));
  rmSync(root, { recursive: true });
});

function directories(): string[] {
  return readdirSync(root).filter((name) => name.startsWith('local-aws-'));
}

/** Starts what stands in for Python: a script that is given `-u serve.py SOCKET`. */
async function start(script: string, timeout = 10_000): Promise<Emulator> {
  const python = join(root, 'python');
  writeFileSync(python, script);
  chmodSync(python, 0o755);
  const env = { PATH: process.env.PATH ?? '', TMPDIR: root, AWS_PROFILE: 'production' };
  const emulator = await startEmulator({ python, port: 1, region: 'eu-west-1', env, timeout, settling: 250 });
  started.push(emulator);
  return emulator;
}

/** Answers with its environment and the process that it started. */
const ANSWERING = `#!/usr/bin/env node
const { pid } = require('node:child_process').spawn('sleep', ['1000'], { stdio: 'ignore' });
const answer = JSON.stringify({ pid, env: process.env });
require('node:http').createServer((request, response) => response.end(answer)).listen(process.argv.at(-1));
process.on('SIGTERM', () => undefined);
`;

async function look({ socket }: Emulator): Promise<{ pid: number; env: NodeJS.ProcessEnv }> {
  const { body } = await send(socket, { method: 'GET', path: '/', headers: {} });
  return JSON.parse(body.toString()) as { pid: number; env: NodeJS.ProcessEnv };
}

test('stops the emulator and what it started, and removes its directory', async () => {
  const emulator = await start(ANSWERING);
  const { pid } = await look(emulator);
  expect([process.kill(pid, 0), directories()]).toEqual([true, [basename(emulator.directory)]]);
  await emulator.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(directories()).toEqual([]);
});

test('gives handlers the front as their endpoint, and nothing of the user’s environment', async () => {
  const emulator = await start(ANSWERING);
  const { env } = await look(emulator);
  await emulator.stop();
  expect(env).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    BIND_HOST: '127.0.0.1',
    HOME: emulator.directory,
  });
  expect(env).not.toHaveProperty('AWS_PROFILE');
});

test('fails with the tail of its log when it ends before it answers', async () => {
  const failure = {
    code: 'EMULATOR_FAILED',
    message: expect.stringMatching(/ended before.*\nno such module$/s) as string,
  };
  await expect(start('#!/bin/sh\necho no such module >&2\nexit 1\n')).rejects.toMatchObject(failure);
  expect(directories()).toEqual([]);
});

test('fails when it does not answer in time', async () => {
  const failure = { code: 'EMULATOR_FAILED', message: expect.stringContaining('within 0.2 seconds') as string };
  await expect(start('#!/bin/sh\nsleep 1000\n', 200)).rejects.toMatchObject(failure);
  expect(directories()).toEqual([]);
});

test('fails to start without Python, saying how to get it', async () => {
  const failure = { code: 'PYTHON_MISSING', message: expect.stringContaining('python.org') as string };
  await expect(startLocalAws({ env: { PATH: root } })).rejects.toMatchObject(failure);
});
