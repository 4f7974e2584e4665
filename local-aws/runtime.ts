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

/** Keys that calls are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's. */
  readonly sessionToken?: string;
}

/** What a client of the AWS SDK is made with, to talk to this local AWS. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
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
  /** Where builds find this machine's programs: PATH as it is at the moment. */
  readonly path: string;
  readonly events: Events;
  /** Tells people. */
  readonly activity: (activity: Activity) => void;
  /**
   * @param roleArn - the role to assume, so that calls are recorded under its ARN; by default the keys are those of
   *   nobody in particular
   * @param sessionName - by default `local-aws`
   * @throws LocalAwsError `ROLE_NOT_ASSUMED`
   */
  clientConfig(roleArn?: string, sessionName?: string): Promise<ClientConfig>;
  /** Records a call that one service makes to another without HTTP. */
  record(call: NamedCall & Pick<RecordedCall, 'status' | 'errorCode'>): void;
  /** Called when the local AWS stops, before the emulator does. */
  onStop(stop: () => Promise<void> | void): void;
}
