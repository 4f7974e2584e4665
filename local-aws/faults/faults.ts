import type { NamedCall } from '../front/recorded-call';
import type { FaultOrder, OrderedFault } from './fault';

/** An order, and how far it has come. */
interface Standing {
  readonly order: FaultOrder;
  seen: number;
  hits: number;
}

/** The faults that were ordered: which call of the local AWS goes wrong, when and how. */
export class Faults {
  readonly #standing = new Set<Standing>();

  /**
   * Lets calls go wrong from now on.
   *
   * @throws RangeError if `nth`, `times` or `delayMs` is no number of calls or of milliseconds
   */
  order(order: FaultOrder): OrderedFault {
    const { nth = 1, times = 1, fault } = order;
    requireInteger('nth', nth, 1);
    if (times !== 'always') requireInteger('times', times, 1);
    if (typeof fault === 'object') requireInteger('delayMs', fault.delayMs, 0);
    const standing: Standing = { order, seen: 0, hits: 0 };
    this.#standing.add(standing);
    return {
      get hits() {
        return standing.hits;
      },
      cancel: () => {
        this.#standing.delete(standing);
      },
    };
  }

  /** Takes all orders back. */
  clear(): void {
    this.#standing.clear();
  }

  /** Counts a call that arrived, and tells which orders it falls to, in the order in which they were given. */
  due(call: NamedCall): FaultOrder[] {
    const due: FaultOrder[] = [];
    for (const standing of this.#standing) {
      const { order } = standing;
      if (!matches(order, call)) continue;
      standing.seen += 1;
      const { nth = 1, times = 1 } = order;
      if (standing.seen < nth || (times !== 'always' && standing.hits >= times)) continue;
      standing.hits += 1;
      due.push(order);
    }
    return due;
  }
}

function matches({ service, action, caller, resource }: FaultOrder, call: NamedCall): boolean {
  const isEqual = [
    [service, call.service],
    [action, call.action],
    [caller, call.caller],
  ].every(([asked, actual]) => asked === undefined || asked === actual);
  if (!isEqual || resource === undefined) return isEqual;
  return typeof resource === 'string' ? resource === call.resource : resource.test(call.resource ?? '');
}

function requireInteger(name: string, value: number, minimum: number): void {
  if (Number.isInteger(value) && value >= minimum) return;
  throw new RangeError(`'${name}' must be a whole number from ${minimum}, got ${value}`);
}
