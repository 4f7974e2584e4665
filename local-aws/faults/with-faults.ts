import { setImmediate, setTimeout as pause } from 'node:timers/promises';

import type { Call } from '../front/identify';
import type { Answer } from '../front/message';
import type { NamedCall } from '../front/recorded-call';
import type { FaultMark, FaultMoment, FaultOrder } from './fault';
import { faultAnswer } from './fault-answer';

/** A call that is to go wrong. */
export interface FaultedCall {
  readonly call: Call;
  /** As the record will have it. */
  readonly named: NamedCall;
  /** Lets the call take effect. */
  readonly effect: () => Promise<Answer>;
  /** Whether the client has closed its connection. */
  readonly isGone: () => boolean;
}

/** What becomes of a call that went wrong. */
export interface FaultedOutcome {
  /** What the client sees; undefined: its connection is closed. */
  readonly answer: Answer | undefined;
  /** The fault that decided, or else the last one. */
  readonly mark: FaultMark | undefined;
}

/** Lets a call take effect with faults before and after it; the first that ends the call decides what its client sees. */
export async function withFaults(due: readonly FaultOrder[], faulted: FaultedCall): Promise<FaultedOutcome> {
  const before = await happen('before', due, faulted);
  if (before.ended) return before;
  const answer = await faulted.effect();
  const after = await happen('after', due, faulted);
  return after.ended ? after : { answer, mark: after.mark ?? before.mark };
}

async function happen(
  moment: FaultMoment,
  due: readonly FaultOrder[],
  { call, named, isGone }: FaultedCall,
): Promise<FaultedOutcome & { readonly ended: boolean }> {
  let mark: FaultMark | undefined;
  for (const order of due) {
    if ((order.moment ?? 'before') !== moment) continue;
    const fault = typeof order.fault === 'function' ? await order.fault(named) : order.fault;
    mark = { kind: fault === undefined ? 'function' : typeof fault === 'object' ? 'delay' : fault, moment };
    if (typeof fault === 'object') await pause(fault.delayMs, undefined, { ref: false });
    else if (fault === 'drop') return { ended: true, answer: undefined, mark };
    else if (fault !== undefined) return { ended: true, answer: faultAnswer(call, fault), mark };
    // The end of a client that was killed a moment ago has to come in first.
    await setImmediate();
    await setImmediate();
    if (isGone()) return { ended: true, answer: undefined, mark };
  }
  return { ended: false, answer: undefined, mark };
}
