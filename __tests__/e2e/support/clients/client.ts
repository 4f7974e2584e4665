/** What a client made of an answer: JSON, with times as ISO 8601. */
export type Parsed = Readonly<Record<string, unknown>>;

/** A client of AWS's own, which parses answers by the models that it ships with. */
export abstract class Client {
  /** The operations that were called, as `service:Operation`. */
  readonly called = new Set<string>();

  /** @param name - of what it makes, so that two clients do not meet */
  constructor(readonly name: string) {}

  /** Calls an operation. Returns what was parsed; of an error `{ error: code }`. */
  async call(service: string, operation: string, input: object = {}): Promise<Parsed> {
    this.called.add(`${service}:${operation}`);
    return this.send(service, operation, input);
  }

  protected abstract send(service: string, operation: string, input: object): Promise<Parsed>;
}

/** A time that a client understood as one. */
export const TIME = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d/) as string;
export const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;

/** Looks until something is there. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to that within a minute');
}
