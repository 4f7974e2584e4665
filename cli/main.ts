import { basename } from 'node:path';

import { CodelessError, EXIT_CODES } from './errors';
import { runProgram } from './program';

// Which Node.js runs it is our users' CI's choice, and the notice would stand in each of its logs.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const stop = new AbortController();

for (const [signal, exit, message] of [
  ['SIGINT', 'interrupted', 'stopped by Ctrl-C'],
  ['SIGTERM', 'terminated', 'stopped by SIGTERM'],
] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(EXIT_CODES[exit]);
    stop.abort(new CodelessError(exit, 'Stopped', message));
  });
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stop.abort(new CodelessError('ok', 'OutputClosed', 'nobody reads the result any more'));
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Node.js ends with 0 when nothing is left to wait for, also if that is a promise that nobody will settle.
process.exitCode = EXIT_CODES.failed;

void runProgram({
  args: process.argv.slice(2),
  calledAs: basename(process.argv[1] ?? '', '.js'),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
}).then((exit) => {
  process.exitCode = EXIT_CODES[exit];
});
