/**
 * Runs a command in a process group of its own and sees to its end: when stdin closes, because it was closed or because
 * whoever held it died, the whole group is killed and the directory removed. It is a process of its own, so that it
 * outlives what kills its parent.
 *
 * node watchdog.mjs DIRECTORY COMMAND [ARGUMENT…]     writes `exited` to stdout when the command ends by itself
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [directory, command, ...args] = process.argv.slice(2);
const log = openSync(join(directory, 'emulator.log'), 'a');
const child = spawn(command, args, { cwd: directory, detached: true, stdio: ['ignore', log, log] });
closeSync(log);

child.on('error', () => process.stdout.write('exited\n'));
child.on('exit', () => process.stdout.write('exited\n'));
process.stdout.on('error', () => undefined);
process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end);
process.on('SIGINT', end);

/** Kills until nothing is left in the group, then removes the directory, which nobody writes to any more. */
async function end() {
  // Where process 1 does not collect the dead, they stay in the group for ever.
  const deadline = Date.now() + 5_000;
  while (killGroup() && Date.now() < deadline) await pause(10);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

/** Whether there was anything to kill. */
function killGroup() {
  try {
    return process.kill(-child.pid, 'SIGKILL');
  } catch {
    return false;
  }
}
