import type { Clock } from './clock';
import type { NamedCall, RecordedCall } from './front/recorded-call';
import type { ServiceModels } from './front/service-models';
import type { Events } from './services/events/events';

/** Something that people want to see as it happens. */
export interface Activity {
  readonly kind: 'push' | 'delivery' | 'pipeline' | 'build' | 'message';
  /** One line; of a message its card, which may have several. */
  readonly text: string;
}

/** Keys of a role. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What a client of the AWS SDK is made with, to talk to this local AWS. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials | { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly forcePathStyle: true;
}

/** What the services that run something are made of. */
export interface Runtime {
  /** Where every service answers. */
  readonly endpoint: string;
  readonly region: string;
  /** The account in which everything is. */
  readonly account: string;
  /** A task of its must not wait for a build: tasks run one after another. */
  readonly clock: Clock;
  readonly models: ServiceModels;
  /** Of this run; it is removed at the end, also where this process is killed. */
  readonly directory: string;
  readonly events: Events;
  /** Tells people. */
  readonly activity: (activity: Activity) => void;
  /** Assumes a role, so that the calls made with its keys are recorded under its ARN. */
  credentials(roleArn: string, sessionName: string): Promise<Credentials>;
  /**
   * @param roleArn - by default the keys of nobody in particular
   */
  clientConfig(roleArn?: string): Promise<ClientConfig>;
  /** Records a call that one service makes to another without HTTP. */
  record(call: NamedCall & Pick<RecordedCall, 'status' | 'errorCode'>): void;
  /** Called when the local AWS stops, before the emulator does. */
  onStop(stop: () => Promise<void> | void): void;
}
