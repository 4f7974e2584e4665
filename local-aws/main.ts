/**
 * `npm run local-aws`: a local AWS until Ctrl-C. What to export goes to stdout, progress and what happens to stderr.
 */
import { parseArgs } from 'node:util';

import { FAULT_SYNTAX, LocalAwsError, parseFault, startLocalAws, type FaultOrder, type LocalAws } from './index';

/** Milliseconds between looks at new calls. */
const FOLLOW_INTERVAL = 200;

const REPOSITORY = /^[\w-]+\/[\w.-]+$/;

const HELP = `Usage: npm run local-aws -- [--repository OWNER/NAME]... [--fault FAULT]... [--calls]

Starts an AWS and a GitHub on this machine, until Ctrl-C. What to export goes to standard output; pushes, pipelines,
builds and messages are shown on standard error as they happen.

  --repository OWNER/NAME
                 makes an empty repository to push to; it may be repeated
  --calls        shows each call to AWS as well
  --fault FAULT  lets calls go wrong; it may be repeated. A FAULT is
                 ${FAULT_SYNTAX}
                 For example: --fault 'lambda:PublishVersion=throttle,times=2' --fault 's3:*=delay:2000,times=always'
`;

/** What the command line asks for. */
interface Wishes {
  readonly orders: readonly FaultOrder[];
  readonly repositories: readonly string[];
  readonly showsCalls: boolean;
}

/** Reads the command line; undefined where it asks for help. */
function wishes(): Wishes | undefined {
  const {
    fault = [],
    repository = [],
    calls,
    help,
  } = parseArgs({
    options: {
      fault: { type: 'string', multiple: true },
      repository: { type: 'string', multiple: true },
      calls: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;
  for (const name of repository) {
    if (!REPOSITORY.test(name)) throw new RangeError(`--repository must be OWNER/NAME, got '${name}'`);
  }
  if (help === true) return undefined;
  return { orders: fault.map(parseFault), repositories: repository, showsCalls: calls === true };
}

async function main(): Promise<void> {
  const wished = wishes();
  if (wished === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stopping.abort();
    });

  const say = (text: string): boolean => process.stderr.write(`${text}\n`);
  const aws = await startLocalAws({
    onProgress: ({ message }) => say(message),
    onActivity: ({ kind, text }) => say(kind === 'message' ? `\n${text}\n` : `${kind.padEnd(8)} ${text}`),
  });
  for (const order of wished.orders) aws.faults.order(order);
  for (const name of new Set(wished.repositories)) {
    const { cloneUrl } = await aws.github.createRepository(name);
    say(`git clone ${cloneUrl}`);
  }
  const variables = { ...aws.environment, GITHUB_BASE_URL: `${aws.github.url}/`, GITHUB_TOKEN: 'local' };
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${value}`);
  process.stdout.write(`unset AWS_PROFILE AWS_SESSION_TOKEN\n${exports.join('\n')}\n`);
  say('Paste these lines into another terminal. Ctrl-C stops it and forgets everything.');

  const unfollow = wished.showsCalls ? followCalls(aws, say) : undefined;
  if (!stopping.signal.aborted)
    await new Promise((resolve) => {
      stopping.signal.addEventListener('abort', resolve);
    });
  unfollow?.();
  await aws.stop();
  say('Stopped.');
}

/** Shows each call; returns what ends that. */
function followCalls(aws: LocalAws, say: (text: string) => void): () => void {
  let shown = 0;
  const follow = setInterval(() => {
    for (const { service, action, resource = '', caller, status, errorCode = '', fault } of aws.calls.slice(shown)) {
      const ordered = fault === undefined ? '' : ` (${fault.kind} on order, ${fault.moment} it took effect)`;
      say(`${status} ${service}:${action} ${resource} by ${caller} ${errorCode}${ordered}`);
    }
    shown = aws.calls.length;
  }, FOLLOW_INTERVAL);
  return () => {
    clearInterval(follow);
  };
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
