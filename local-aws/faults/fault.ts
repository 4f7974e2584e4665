import type { NamedCall } from '../front/recorded-call';

/** When a fault happens: `before` the call reaches the service, or `after` it took effect and before it is answered. */
export type FaultMoment = 'before' | 'after';

/**
 * What goes wrong: `throttle`, `conflict` and `error500` are answered as the service at hand answers them, `drop` closes
 * the connection without an answer, and a delay lets the call go on afterwards.
 */
export type FaultKind = 'throttle' | 'conflict' | 'error500' | 'drop' | { readonly delayMs: number };

/**
 * Does something at that moment, such as killing a program; the call waits for it. What it returns goes wrong then; with
 * nothing the call goes on, unless its client has gone meanwhile: then it ends there.
 */
export type FaultFunction = (call: NamedCall) => FaultKind | undefined | Promise<FaultKind | undefined>;

/** Which calls go wrong, and how. A call matches if everything that is given here is equal to what is recorded of it. */
export interface FaultOrder {
  /** The service as IAM policies have it, such as `lambda`. */
  readonly service?: string;
  /** The operation, such as `PublishVersion`. */
  readonly action?: string;
  /** ARN of the role whose temporary key signs it, or else the access key id. */
  readonly caller?: string;
  /** What it is done to, as the record has it; a regular expression may find it. */
  readonly resource?: string | RegExp;
  /**
   * The first call that goes wrong, counted over the matching ones from now on.
   *
   * @default 1
   */
  readonly nth?: number;
  /**
   * How many calls in a row go wrong.
   *
   * @default 1
   */
  readonly times?: number | 'always';
  /** @default 'before' */
  readonly moment?: FaultMoment;
  readonly fault: FaultKind | FaultFunction;
}

/** An order that was given. */
export interface OrderedFault {
  /** How many calls went wrong by it. */
  readonly hits: number;
  /** Takes the order back; it may be called again. */
  cancel(): void;
}

/** What the record says of a call that went wrong on order. */
export interface FaultMark {
  readonly kind: 'throttle' | 'conflict' | 'error500' | 'drop' | 'delay' | 'function';
  readonly moment: FaultMoment;
}
