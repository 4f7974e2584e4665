import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { LocalAwsError } from '../errors';
import { send } from '../front/upstream';
import { asset } from '../package-root';

/** How an emulator is started. */
export interface EmulatorOptions {
  /** Python of the virtual environment that holds it. */
  readonly python: string;
  /** Port of the front: every URL that the emulator gives out names it. */
  readonly port: number;
  /** Region of what is created without one. */
  readonly region: string;
  /** Where PATH, on which `node` is found for handlers, and TMPDIR are read. */
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds until an emulator that does not answer is given up. */
  readonly timeout: number;
  /** Milliseconds for which a Lambda function is `Pending` after it was created or changed. */
  readonly settling: number;
}

/** A running emulator. */
export interface Emulator {
  /** The Unix socket that it listens on; it has no port. */
  readonly socket: string;
  /** Its state, temporary files and log; gone when it has stopped. */
  readonly directory: string;
  /** Kills it and every process that it started, and removes its directory. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator that dies with this process, however that ends, and waits until it answers.
 *
 * @throws LocalAwsError `EMULATOR_FAILED`, with the tail of its log
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const directory = await mkdtemp(join(await realpath(options.env.TMPDIR ?? tmpdir()), 'local-aws-'));
  await mkdir(join(directory, 'tmp'));
  const socket = join(directory, 'emulator.sock');
  const watchdog = spawn(
    process.execPath,
    [asset('emulator', 'watchdog.mjs'), directory, options.python, '-u', asset('emulator', 'serve.py'), socket],
    { env: environment(options, directory), detached: true, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const state = { ended: false };
  const gone = once(watchdog, 'exit');
  watchdog.stdout.on('data', () => (state.ended = true));
  watchdog.on('exit', () => (state.ended = true));
  watchdog.stdin.on('error', () => undefined);
  const stop = async (): Promise<void> => {
    watchdog.stdin.end();
    await gone;
  };

  try {
    await healthy(socket, options.timeout, state);
    return { socket, directory, stop };
  } catch (error) {
    const log = await readFile(join(directory, 'emulator.log'), 'utf8').catch(() => '');
    await stop();
    const tail = log.trim().split('\n').slice(-15).join('\n');
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalAwsError('EMULATOR_FAILED', `the AWS emulator ${reason}. Its log ends with:\n${tail}`, {
      cause: error,
    });
  }
}

async function healthy(socket: string, timeout: number, state: { readonly ended: boolean }): Promise<void> {
  const deadline = Date.now() + timeout;
  while (Date.now() < deadline) {
    if (state.ended) throw new Error('ended before it answered');
    const answer = await send(socket, { method: 'GET', path: '/_ministack/health', headers: {} }).catch(
      () => undefined,
    );
    if (answer?.status === 200) return;
    await pause(25);
  }
  throw new Error(`did not answer within ${timeout / 1000} seconds`);
}

/** Nothing of the user's environment gets in but the search path: handlers see what the emulator sees. */
function environment(options: EmulatorOptions, directory: string): NodeJS.ProcessEnv {
  return {
    PATH: [dirname(process.execPath), options.env.PATH ?? ''].join(':'),
    LANG: options.env.LANG ?? 'C.UTF-8',
    HOME: directory,
    TMPDIR: join(directory, 'tmp'),
    STATE_DIR: join(directory, 'state'),
    S3_DATA_DIR: join(directory, 's3'),
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: `${options.port}`,
    // Handlers get it from here, so that their calls are recorded too.
    AWS_ENDPOINT_URL: `http://127.0.0.1:${options.port}`,
    MINISTACK_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    LOCAL_AWS_SETTLING_SECONDS: `${options.settling / 1000}`,
    // Each would open a port on every interface.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
    NO_PROXY: '127.0.0.1,localhost',
  };
}
