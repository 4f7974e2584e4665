import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Clock } from '../../local-aws/clock';
import type { RecordedCall } from '../../local-aws/front/recorded-call';
import { ServiceModels } from '../../local-aws/front/service-models';
import type { Activity, ClientConfig, Runtime } from '../../local-aws/runtime';
import { Events, type ServiceEvent } from '../../local-aws/services/events/events';

/** A runtime without an emulator: nothing listens behind its endpoint unless a test says where. */
export class FakeRuntime implements Runtime {
  endpoint = 'http://127.0.0.1:1';
  readonly region = 'us-east-1';
  readonly account = '000000000000';
  readonly clock = new Clock();
  readonly directory = mkdtempSync(join(tmpdir(), 'fake-runtime-'));
  /** No model is known, so inputs are not held against any. */
  readonly models = new ServiceModels(join(this.directory, 'models'));
  readonly told: ServiceEvent[] = [];
  readonly activities: Activity[] = [];
  readonly recorded: object[] = [];
  readonly events: Events;
  readonly #stops: (() => Promise<void> | void)[] = [];

  constructor() {
    this.events = new Events({
      send: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') }),
      region: this.region,
      now: () => this.clock.now(),
    });
    this.events.subscribe((event) => this.told.push(event));
  }

  get path(): string {
    return process.env.PATH ?? '';
  }

  activity = (activity: Activity): void => {
    this.activities.push(activity);
  };

  clientConfig(roleArn = 'nobody', sessionName = 'nothing'): Promise<ClientConfig> {
    const credentials = {
      accessKeyId: `key of ${roleArn}`,
      secretAccessKey: 'secret',
      sessionToken: `token of ${sessionName}`,
    };
    return Promise.resolve({ endpoint: this.endpoint, region: this.region, credentials, forcePathStyle: true });
  }

  record(call: Omit<RecordedCall, 'fault'>): void {
    this.recorded.push(call);
  }

  onStop(stop: () => Promise<void> | void): void {
    this.#stops.unshift(stop);
  }

  async stop(): Promise<void> {
    this.clock.stop();
    for (const stop of this.#stops.splice(0)) await stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
