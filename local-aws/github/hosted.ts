import type { LocalRepository } from './local-repository';
import type { Addresses } from './payloads';

/** A repository with what GitHub has around it. */
export interface Hosted {
  readonly repository: LocalRepository;
  readonly addresses: Addresses;
  /** Numbers that no other thing has. */
  readonly nextId: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Tells the hooks that listen to an event. */
  readonly tell: (event: string, payload: Readonly<Record<string, unknown>>) => void;
  /** Makes a reference, and tells of it as of a push. */
  readonly createRef: (ref: string, commit: string) => Promise<void>;
}
