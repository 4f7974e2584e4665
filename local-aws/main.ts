/**
 * `npm run local-aws`: a local AWS until Ctrl-C. What to export goes to stdout, progress and calls to stderr.
 */
import { parseArgs } from 'node:util';

import { FAULT_SYNTAX, LocalAwsError, parseFault, startLocalAws, type FaultOrder } from './index';

/** Milliseconds between looks at new calls. */
const FOLLOW_INTERVAL = 200;

const HELP = `Usage: npm run local-aws -- [--fault FAULT]...

Starts an AWS on this machine, until Ctrl-C.

  --fault FAULT  lets calls go wrong; it may be repeated. A FAULT is
                 ${FAULT_SYNTAX}
                 For example: --fault 'lambda:PublishVersion=throttle,times=2' --fault 's3:*=delay:2000,times=always'
`;

/** The faults that the command line orders; undefined where it asks for help. */
function ordered(): FaultOrder[] | undefined {
  const options = { fault: { type: 'string', multiple: true }, help: { type: 'boolean' } } as const;
  const { fault = [], help } = parseArgs({ options }).values;
  return help === true ? undefined : fault.map(parseFault);
}

async function main(): Promise<void> {
  const orders = ordered();
  if (orders === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stopping.abort();
    });

  const aws = await startLocalAws({ onProgress: ({ message }) => process.stderr.write(`${message}\n`) });
  for (const order of orders) aws.faults.order(order);
  const exports = Object.entries(aws.environment).map(([name, value]) => `export ${name}=${value}`);
  process.stdout.write(`unset AWS_PROFILE AWS_SESSION_TOKEN\n${exports.join('\n')}\n`);
  process.stderr.write('Paste these lines into another terminal. Ctrl-C stops it and forgets everything.\n');

  let shown = 0;
  const follow = setInterval(() => {
    for (const { service, action, resource = '', caller, status, errorCode = '', fault } of aws.calls.slice(shown)) {
      const ordered = fault === undefined ? '' : ` (${fault.kind} on order, ${fault.moment} it took effect)`;
      process.stderr.write(`${status} ${service}:${action} ${resource} by ${caller} ${errorCode}${ordered}\n`);
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
  const isExpected = error instanceof LocalAwsError || error instanceof RangeError || isUsage(error);
  process.stderr.write(`${isExpected ? (error as Error).message : String(error)}\n`);
  process.exitCode = 1;
});

/** Whether Node.js could not make sense of the command line. */
function isUsage(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
}
