/** What happens at a call: it throws, stops the program, or changes something that others own. */
type Effect = (signal: AbortSignal | undefined) => unknown;

/** Before a call takes effect, or after; `lost`: its first answer is, and the SDK asks again. */
export type Moment = 'before' | 'after' | 'lost';

interface Order {
  /** Undefined: of any action. */
  readonly action: string | undefined;
  readonly moment: Moment;
  readonly effect: Effect;
  nth: number;
}

/** Calls to AWS as they are made, and what a test orders to happen at some of them. */
export class Calls {
  /** Each call's action, in their order. */
  readonly made: string[] = [];
  #orders: Order[] = [];

  /** Orders something for the n-th call from now, of an action or of any. */
  at(moment: Moment, action: string | undefined, effect: Effect = () => undefined, nth = 1): void {
    this.#orders.push({ action, moment, effect, nth });
  }

  /** The calls that change something. */
  get writes(): string[] {
    return this.made.filter((action) => !/^(Get|List|Describe|Head|BatchGet)/.test(action));
  }

  /** Forgets what was made and ordered. */
  forget(): void {
    this.made.length = 0;
    this.#orders = [];
  }

  /** A client's `send` that asks no network. */
  sender(answer: (action: string, input: never) => Promise<object>): never {
    const send = (
      command: { readonly constructor: { readonly name: string }; readonly input: unknown },
      options?: { readonly abortSignal?: AbortSignal },
    ): Promise<object> => {
      const action = command.constructor.name.replace(/Command$/, '');
      return this.make(action, options?.abortSignal, () => answer(action, command.input as never));
    };
    return send as never;
  }

  async make(action: string, signal: AbortSignal | undefined, work: () => Promise<object>): Promise<object> {
    stopAt(signal);
    this.made.push(action);
    const orders = this.#orders.filter((order) => order.action === undefined || order.action === action);
    for (const order of orders) order.nth -= 1;
    const due = orders.filter(({ nth }) => nth === 0);
    this.#orders = this.#orders.filter((order) => !due.includes(order));
    for (const { moment, effect } of due) if (moment === 'before') await effect(signal);
    stopAt(signal);
    let answer = await work();
    for (const { moment, effect } of due) {
      if (moment === 'lost') answer = await work();
      if (moment === 'after') await effect(signal);
    }
    stopAt(signal);
    return answer;
  }
}

/** A call that is never answered, until it is broken off. */
export const never: Effect = (signal) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('Request aborted', 'AbortError'));
    });
  });

/** What the SDK throws once its signal is aborted. */
function stopAt(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DOMException('Request aborted', 'AbortError');
}
