import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock } from './clock';
import { LocalAwsError } from './errors';
import type { Front } from './front/front';
import type { ServiceModels } from './front/service-models';
import { send } from './front/upstream';
import type { Activity, Credentials, Runtime } from './runtime';
import { authorization } from './services/emulator-call';
import { Events } from './services/events/events';

/** What a runtime stands on. */
export interface RuntimeOptions {
  readonly front: Front;
  readonly emulator: { readonly socket: string; readonly directory: string };
  readonly models: ServiceModels;
  readonly clock: Clock;
  readonly region: string;
  /** Where PATH is read. */
  readonly env: NodeJS.ProcessEnv;
  readonly onActivity: (activity: Activity) => void;
}

/** A runtime, and its end. */
export interface RunningRuntime extends Runtime {
  /** Ends what the services began, the last one first. */
  stop(): Promise<void>;
}

/** The emulator's account where no key names another. */
const ACCOUNT = '000000000000';

// The SDK would tell whoever hosts this of Node.js 20's age.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** Makes what the services that run something are made of. */
export async function startRuntime(options: RuntimeOptions): Promise<RunningRuntime> {
  const { front, emulator, models, clock, region, env, onActivity } = options;
  const endpoint = `http://127.0.0.1:${front.port}`;
  const directory = join(emulator.directory, 'run');
  await mkdir(directory);
  const stops: (() => Promise<void> | void)[] = [];
  return {
    endpoint,
    region,
    account: ACCOUNT,
    clock,
    models,
    directory,
    get path() {
      return env.PATH ?? '';
    },
    events: new Events({
      send: (request) => send(emulator.socket, request),
      region,
      now: () => clock.now(),
    }),
    activity: onActivity,
    async clientConfig(roleArn, sessionName = 'local-aws') {
      const credentials =
        roleArn === undefined
          ? { accessKeyId: 'local-aws', secretAccessKey: 'local-aws' }
          : await assumeRole(endpoint, region, roleArn, sessionName);
      return { endpoint, region, credentials, forcePathStyle: true };
    },
    record(call) {
      front.record(call);
    },
    onStop(stop) {
      stops.unshift(stop);
    },
    async stop() {
      for (const stop of stops.splice(0)) await stop();
    },
  };
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
async function assumeRole(
  endpoint: string,
  region: string,
  RoleArn: string,
  RoleSessionName: string,
): Promise<Credentials> {
  const input = { Action: 'AssumeRole', Version: '2011-06-15', RoleArn, RoleSessionName };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: authorization('sts', region) },
    body: new URLSearchParams(input),
  });
  const answer = await response.text();
  const read = (name: string): string => new RegExp(`<${name}>([^<]+)</`).exec(answer)?.[1] ?? '';
  if (!response.ok) {
    throw new LocalAwsError('ROLE_NOT_ASSUMED', `the role ${RoleArn} cannot be assumed: ${read('Message')}`);
  }
  return {
    accessKeyId: read('AccessKeyId'),
    secretAccessKey: read('SecretAccessKey'),
    sessionToken: read('SessionToken'),
  };
}
