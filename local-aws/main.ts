/**
 * `npm run local-aws`: a local AWS until Ctrl-C. What to export goes to stdout, progress and calls to stderr.
 */
import { LocalAwsError, startLocalAws } from './index';

/** Milliseconds between looks at new calls. */
const FOLLOW_INTERVAL = 200;

async function main(): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stopping.abort();
    });

  const aws = await startLocalAws({ onProgress: ({ message }) => process.stderr.write(`${message}\n`) });
  const exports = Object.entries(aws.environment).map(([name, value]) => `export ${name}=${value}`);
  process.stdout.write(`unset AWS_PROFILE AWS_SESSION_TOKEN\n${exports.join('\n')}\n`);
  process.stderr.write('Paste these lines into another terminal. Ctrl-C stops it and forgets everything.\n');

  let shown = 0;
  const follow = setInterval(() => {
    for (const { service, action, resource = '', caller, status, errorCode = '' } of aws.calls.slice(shown)) {
      process.stderr.write(`${status} ${service}:${action} ${resource} by ${caller} ${errorCode}\n`);
    }
    shown = aws.calls.length;
  }, FOLLOW_INTERVAL);

  if (!stopping.signal.aborted)
    await new Promise((resolve) => {
      stopping.signal.addEventListener('abort', resolve);
    });
  clearInterval(follow);
  await aws.stop();
  process.stderr.write('Stopped.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof LocalAwsError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
