import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startCodeless, type ProgramRun } from './support/codeless-program';

const directory = mkdtempSync(join(tmpdir(), 'codeless-signals-'));
const source = join(directory, 'src');

beforeAll(() => {
  mkdirSync(source);
  writeFileSync(join(source, 'app.py'), 'def handler(event, context): return 1\n');
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** A build, in the midst of installing what would take a minute. */
async function building(): Promise<ProgramRun> {
  const flags = ['--app-src-path', source, '--function-runtime', 'python3.12', '--out', directory];
  const command = ['--dependencies-command', 'echo installing && sleep 60', '--verbose', '--json'];
  const run = startCodeless(['build', ...flags, ...command], {});
  const installing = new Promise<void>((resolve) => {
    run.child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.includes('installing')) resolve();
    });
  });
  const early = run.ended.then(({ stderr }) => {
    throw new Error(`it ended before it installed anything:\n${stderr}`);
  });
  await Promise.race([installing, early]);
  return run;
}

test.each([
  ['SIGINT', 130, 'stopped by Ctrl-C'],
  ['SIGTERM', 143, 'stopped by SIGTERM'],
] as const)('%s ends the program with %d, and with a sentence', async (signal, code, message) => {
  const { child, ended } = await building();
  child.kill(signal);
  const { exit, stdout, stderr } = await ended;
  expect(exit).toBe(code);
  expect(stderr).toContain(`✗ ${message}\n`);
  expect(JSON.parse(stdout)).toEqual({ error: { code: 'Stopped', message, exit: code } });
});
