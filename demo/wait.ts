import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two looks. */
const INTERVAL = 100;

/**
 * Looks until there is something to see.
 *
 * @param look gives undefined while there is nothing yet
 * @param timeout milliseconds
 * @returns what was seen; undefined where the time was up before
 */
export async function waitFor<T>(
  look: () => T | undefined | Promise<T | undefined>,
  timeout: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const deadline = performance.now() + timeout;
  for (;;) {
    const seen = await look();
    if (seen !== undefined || performance.now() > deadline) return seen;
    await pause(INTERVAL, undefined, { signal });
  }
}
