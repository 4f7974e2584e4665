import { dirname } from 'node:path';

import { Clock } from './clock';
import { startCodeServices } from './code-services';
import { findPython, MINIMUM_PYTHON } from './emulator/python';
import { startEmulator } from './emulator/emulator';
import { virtualEnvironment } from './emulator/virtual-environment';
import { LocalAwsError } from './errors';
import type { Faults } from './faults/faults';
import { Front } from './front/front';
import type { RecordedCall } from './front/recorded-call';
import { ServiceModels } from './front/service-models';
import type { GitHub } from './github';
import type { OnProgress } from './progress';
import type { Activity } from './runtime';
import type { ChatMessage } from './services/chatbot';
import { allCorrections } from './services/corrections';
import { startRuntime } from './start-runtime';

export { findPython, MINIMUM_PYTHON } from './emulator/python';
export { LocalAwsError, type LocalAwsErrorCode } from './errors';
export { FAULT_SYNTAX, parseFault } from './faults/fault-flag';
export type { FaultFunction, FaultKind, FaultMark, FaultMoment, FaultOrder, OrderedFault } from './faults/fault';
export type { NamedCall, RecordedCall } from './front/recorded-call';
export type { Activity } from './runtime';
export type { GitHub } from './github';
export type { LocalAwsProgress, OnProgress } from './progress';
export type { ChatMessage } from './services/chatbot';

/** An AWS on this machine that is running. */
export interface LocalAws {
  /** `http://127.0.0.1:<port>`, where every service answers. */
  readonly endpoint: string;
  /** What Terraform, the SDKs and the AWS CLI need in their environment to talk to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every call, in the order in which they were answered; it grows. */
  readonly calls: readonly RecordedCall[];
  /** Lets calls go wrong on order. */
  readonly faults: Pick<Faults, 'order' | 'clear'>;
  /** The time of what happens by itself: CodeDeploy's shifts, and what pipelines and builds wait for. */
  readonly clock: Pick<Clock, 'now' | 'advance'>;
  /** Repositories to clone from and push to, whose hooks are told, and the REST API. */
  readonly github: GitHub;
  /** What the chat channels show, the oldest first; it grows. */
  readonly messages: readonly ChatMessage[];
  /**
   * Makes a connection `AVAILABLE`, as a person does in the console.
   *
   * @throws ServiceError where there is no such connection
   */
  completeConnection(arn: string): void;
  /** Stops it and forgets everything that was created; it may be called again. */
  stop(): Promise<void>;
}

/** How a local AWS is started. */
export interface LocalAwsOptions {
  /** @default - nobody hears */
  readonly onProgress?: OnProgress;
  /**
   * Hears of pushes, pipelines, builds and messages as they happen.
   *
   * @default - nobody hears
   */
  readonly onActivity?: (activity: Activity) => void;
  /**
   * Draws which version an alias with weights invokes: a number from 0 up to but not including 1.
   *
   * @default Math.random
   */
  readonly random?: () => number;
  /** @default 'us-east-1' */
  readonly region?: string;
  /**
   * Where PATH, TMPDIR, XDG_CACHE_HOME and pip's settings are read.
   *
   * @default process.env
   */
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Milliseconds until an emulator that does not answer is given up.
   *
   * @default 60000
   */
  readonly timeout?: number;
  /**
   * Milliseconds for which a Lambda function is `Pending` after it was created or changed.
   *
   * @default 500
   */
  readonly settling?: number;
}

/** Signing names of the services whose models are large, or that most programs call. */
const PRELOADED = ['ssm', 'lambda', 's3', 'logs', 'iam'];

/**
 * Starts an AWS on this machine: an emulator behind a front that corrects it and records every call. It takes about a
 * second, and ten more the first time on a machine. It ends with this process, even if that is killed.
 *
 * @throws LocalAwsError if the machine lacks something
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const {
    onProgress = () => undefined,
    onActivity = () => undefined,
    random = Math.random,
    region = 'us-east-1',
    timeout = 60_000,
    settling = 500,
  } = options;
  const env = options.env ?? process.env;
  if (process.platform === 'win32') {
    throw new LocalAwsError('PLATFORM_UNSUPPORTED', 'the local AWS runs on Linux and macOS: use WSL on Windows');
  }
  const python = findPython(env);
  if (python === undefined) {
    throw new LocalAwsError(
      'PYTHON_MISSING',
      `the local AWS needs Python ${MINIMUM_PYTHON} or newer, and no python3 or python on PATH is: install it from ` +
        'https://www.python.org/downloads or with the package manager of this machine',
    );
  }
  const interpreter = await virtualEnvironment({ python, env, onProgress });
  onProgress({ step: 'start', message: 'Starting the local AWS' });
  const models = ServiceModels.of(dirname(dirname(interpreter)));
  const front = await Front.listen();
  const starting = startEmulator({ python: interpreter, port: front.port, region, env, timeout, settling });
  // Meanwhile, so that no first call waits for it.
  const preloaded = models.preload(PRELOADED);
  const emulator = await starting.catch(async (error: unknown) => {
    await front.close();
    throw error;
  });
  await preloaded;
  const clock = new Clock();
  const runtime = await startRuntime({ front, emulator, models, clock, region, env, onActivity });
  const code = await startCodeServices(runtime);
  const corrections = [...code.corrections, ...allCorrections(models, clock, runtime.events)];
  front.connect({ socket: emulator.socket, models, corrections, random });

  const endpoint = `http://127.0.0.1:${front.port}`;
  onProgress({ step: 'ready', message: `The local AWS answers at ${endpoint}` });
  let stopped: Promise<void> | undefined;
  return {
    endpoint,
    environment: environment(endpoint, region, env),
    calls: front.calls,
    faults: front.faults,
    clock,
    github: code.github,
    messages: code.messages,
    completeConnection: code.completeConnection,
    stop() {
      clock.stop();
      return (stopped ??= runtime
        .stop()
        .then(() => Promise.all([front.close(), emulator.stop()]))
        .then(() => undefined));
    },
  };
}

function environment(endpoint: string, region: string, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const direct = [env.NO_PROXY ?? env.no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    NO_PROXY: direct,
    no_proxy: direct,
  };
}
