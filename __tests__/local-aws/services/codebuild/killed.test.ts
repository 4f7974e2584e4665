import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { build } from 'esbuild';

const SHELL = resolve(__dirname, '../../../../local-aws/services/codebuild/shell.ts');

test('the commands of a build end with the process that runs it, even if that is killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'codebuild-killed-'));
  const pipe = join(directory, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const { outputFiles } = await build({ entryPoints: [SHELL], bundle: true, platform: 'node', write: false });
  const command = `exec 9>${pipe}; trap '' TERM HUP INT; sleep 1000 & nohup sleep 1000 & echo begun >&9; sleep 1000`;
  const options = `{ shell: 'sh', env: process.env, cwd: '.', directory: __dirname, onOutput() {} }`;
  writeFileSync(
    join(directory, 'host.js'),
    `${outputFiles[0]?.text ?? ''}\nvoid new module.exports.Shell(${options}).run(${JSON.stringify(command)});`,
  );
  const reader = spawn('cat', [pipe]);
  const host = spawn(process.execPath, ['host.js'], { cwd: directory, stdio: 'ignore' });
  await once(reader.stdout, 'data');
  host.kill('SIGKILL');
  // The pipe ends when the last process that holds it does.
  await once(reader.stdout, 'end');
  rmSync(directory, { recursive: true });
});
