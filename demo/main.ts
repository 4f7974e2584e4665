import { resolve } from 'node:path';

import { parseOptions, USAGE, UsageError, type DemoOptions } from './options';
import { Printer } from './printer';
import { Session } from './session';
import { seconds, Steps, TourFailed } from './steps';
import { takeTour } from './tour';

/** The project's folder, seen from dist/demo. */
const ROOT = resolve(__dirname, '..', '..');

// The SDK's notice about Node.js 20 is not for those who take the tour.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  const printer = new Printer(process.stdout);
  const show = (line: string): void => {
    printer.output([line]);
  };
  const session = new Session(ROOT, process.env, stop.signal, options.verbose ? show : undefined);
  try {
    return await demonstrate(options, printer, session);
  } catch (error) {
    if (error instanceof TourFailed) return 1;
    if (!stop.signal.aborted) throw error;
    printer.line('Stopped; everything is cleaned up.');
    return 130;
  } finally {
    await session.end();
  }
}

async function demonstrate(options: DemoOptions, printer: Printer, session: Session): Promise<number> {
  const started = performance.now();
  printer.heading('A Lambda function that Terraform owns, and whose code it never touches');
  printer.line();
  const steps = new Steps(printer, session.signal);
  const { picture, lookAround } = await takeTour(session, steps);
  printer.line();
  if (picture !== undefined) printer.line(`${picture}\n`);
  const { leftOut } = steps;
  const time = `in ${seconds(performance.now() - started)}`;
  printer.line(
    leftOut.length === 0 ? `All done ${time}.` : `Done ${time}, with steps left out: ${leftOut.join(', ')}.`,
  );
  if (options.keep && lookAround !== undefined) {
    printer.line(`\n${lookAround}\n\nCtrl-C stops the local AWS and removes everything.`);
    await aborted(session.signal);
  }
  return options.strict && leftOut.length > 0 ? 1 : 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A signal alone does not keep the process: the local AWS does, and so does this.
    const alive = setInterval(() => undefined, 60_000);
    const end = (): void => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
