/** What a bench measured, and what it was to reach. */
export interface BenchReport {
  /** The figures, each row a task. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly goals: readonly Goal[];
  /** Sentences on how it was measured. */
  readonly notes: readonly string[];
}

/** A bound that a figure of this run may not exceed. */
export interface Goal {
  /** The figure. */
  readonly name: string;
  readonly bound: number;
  /** NaN if it was not measured. */
  readonly value: number;
  /**
   * The same of the fastest runs, which nothing else on the machine disturbed.
   *
   * @default - not told
   */
  readonly fastest?: number;
  /** The figure as people read it. */
  readonly text: (value: number) => string;
}

/** What became of a goal; a figure that was not measured is neither met nor missed. */
export type Verdict = 'yes' | 'NO' | 'not measured';

/** Whether a goal was met. */
export function verdict({ value, bound }: Goal): Verdict {
  if (Number.isNaN(value)) return 'not measured';
  return value <= bound ? 'yes' : 'NO';
}

/** The goals as rows of a table, the header first; nothing if there are none. */
export function goalRows(goals: readonly Goal[]): string[][] {
  if (goals.length === 0) return [];
  return [
    ['goal', 'bound', 'measured', 'of the fastest runs', 'met'],
    ...goals.map((goal) => {
      const { name, bound, value, fastest = NaN, text } = goal;
      return [name, `<= ${text(bound)}`, figure(value, text), figure(fastest, text), verdict(goal)];
    }),
  ];
}

/** A figure as people read it, `-` if it was not measured. */
export function figure(value: number, text: (value: number) => string): string {
  return Number.isNaN(value) ? '-' : text(value);
}
