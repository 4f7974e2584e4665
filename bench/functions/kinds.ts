/** The two ways to write the same functions. */
export const KINDS = ['codeless', 'handwritten'] as const;

/** One way to write the functions. */
export type Kind = (typeof KINDS)[number];

/** What one process measured of one stack. */
export interface Measurement {
  /** Milliseconds to make the constructs. */
  readonly buildMs: number;
  /** Milliseconds to validate, resolve and write them. */
  readonly synthMs: number;
  /** MB of heap in use at the end, garbage collected, with all constructs alive. */
  readonly heapMb: number;
  /** MB that the process held at most. */
  readonly rssMb: number;
}
