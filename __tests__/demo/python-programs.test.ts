import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findAwsCli } from '../../demo/aws-cli';
import { installPythonProgram } from '../../demo/python-programs';
import { temporaryFolder, writeProgram } from './support/temporary-folder';

/** A Python whose environments have one like itself, and whose pip installs an `aws` that says where it is. */
const PYTHON = String.raw`
const { appendFileSync, copyFileSync, chmodSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const [, self, , job, ...rest] = process.argv;
appendFileSync(process.env.LOG, [job, ...rest.slice(-1)].join(' ') + '\n');
if (process.env.OFFLINE === '1' && job === 'pip') { console.error('no route to the index'); process.exit(1); }
if (job === 'venv') {
  mkdirSync(join(rest[0], 'bin'), { recursive: true });
  copyFileSync(self, join(rest[0], 'bin', 'python'));
} else {
  const program = join(dirname(self), 'aws');
  writeFileSync(program, '#!' + process.execPath + "\nconsole.log('aws-cli/1.0 Python/3.13', process.env.HOME)");
  chmodSync(program, 0o755);
}`;

function machine(variables: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const work = temporaryFolder();
  const log = join(folder, 'log');
  const env = { PATH: folder, HOME: folder, LOG: log, ...variables };
  const { signal } = new AbortController();
  const python = writeProgram(join(folder, 'python3'), PYTHON);
  const progress: string[] = [];
  return {
    folder,
    work,
    python,
    progress,
    cache: join(folder, '.cache', 'cdktf-codeless'),
    log: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    install: () => installPythonProgram(python, ['tool==1.0', 'part==2.0'], (line) => progress.push(line), env, signal),
    find: () => findAwsCli({ python, work, env, signal, progress: (line) => progress.push(line) }),
  };
}

test('a program is installed once, with all that it needs pinned', async () => {
  const { install, progress, log, cache } = machine();
  const folder = await install();
  expect(folder).toMatch(new RegExp(`^${cache}/tool-[0-9a-f]{16}/bin$`));
  await expect(install()).resolves.toBe(folder);
  expect(progress).toEqual(['tool 1.0: installed once on this machine']);
  expect(log()).toEqual([`venv ${folder.replace(/\/bin$/, '')}`, 'pip part==2.0']);
});

test('the cache is where the caller has it', async () => {
  const elsewhere = temporaryFolder();
  const { install } = machine({ XDG_CACHE_HOME: elsewhere });
  expect((await install()).startsWith(join(elsewhere, 'cdktf-codeless'))).toBe(true);
});

test('fails with what pip said, and what is half there is not used', async () => {
  const { install, log } = machine({ OFFLINE: '1' });
  await expect(install()).rejects.toThrow(/^tool==1\.0 can't be installed.*ended with 1:\nno route to the index$/);
  await expect(install()).rejects.toThrow('no route to the index');
  expect(log().filter((line) => line.startsWith('venv'))).toHaveLength(2);
});

test('the AWS CLI on PATH is taken as it is', async () => {
  const { folder, find, log } = machine();
  writeProgram(join(folder, 'aws'), "console.log('aws-cli/2.30.0 Python/3.13')");
  await expect(find()).resolves.toEqual({ folder: undefined, version: 'aws-cli/2.30.0' });
  expect(log()).toEqual([]);
});

test('without one it is installed, and comes to PATH without its environment', async () => {
  const { find, work, progress } = machine();
  await expect(find()).resolves.toEqual({ folder: join(work, 'bin'), version: 'aws-cli/1.0' });
  expect(readdirSync(join(work, 'bin'))).toEqual(['aws']);
  expect(progress).toEqual([expect.stringMatching(/^awscli [\d.]+: installed once on this machine$/)]);
});

test('one that runs in its owner’s home alone is none: builds have homes of their own', async () => {
  const { folder, find, work } = machine();
  writeProgram(join(folder, 'aws'), `process.exit(process.env.HOME === ${JSON.stringify(folder)} ? 0 : 127)`);
  await expect(find()).resolves.toMatchObject({ folder: join(work, 'bin') });
});
