import type { Execution } from './execution';

/** How the wait before a stage ended. */
export type Entry = 'entered' | 'superseded' | 'withdrawn';

/** Whether executions may enter a stage. */
export interface Transition {
  readonly enabled: boolean;
  readonly lastChangedBy?: string;
  /** Seconds since 1970. */
  readonly lastChangedAt?: number | undefined;
  readonly disabledReason?: string | undefined;
}

interface Waiting {
  readonly execution: Execution;
  readonly end: (entry: Entry) => void;
}

/**
 * The executions in front of and inside the stages of a pipeline: one at a time in a stage, except in PARALLEL mode. In
 * SUPERSEDED mode a newer one takes the place of the one that waits; in QUEUED mode they wait in a row.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export class StageLine {
  /** The last execution that entered a stage, by the name of the stage. */
  readonly latest = new Map<string, Execution>();
  readonly #inside = new Set<string>();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #transitions = new Map<string, Transition>();

  constructor(private readonly mode: () => 'SUPERSEDED' | 'QUEUED' | 'PARALLEL') {}

  /** Waits until the execution may enter; it is inside then. */
  enter(stage: string, execution: Execution): Promise<Entry> {
    const waiting = this.#before(stage);
    if (this.mode() === 'SUPERSEDED') for (const { end } of waiting.splice(0)) end('superseded');
    return new Promise((end) => {
      waiting.push({ execution, end });
      this.#admit(stage);
    });
  }

  leave(stage: string): void {
    this.#inside.delete(stage);
    this.#admit(stage);
  }

  /** Takes an execution out of wherever it waits. */
  withdraw(execution: Execution): void {
    for (const waiting of this.#waiting.values()) {
      const index = waiting.findIndex((one) => one.execution === execution);
      if (index >= 0) waiting.splice(index, 1)[0]?.end('withdrawn');
    }
  }

  waiting(stage: string): Execution[] {
    return this.#before(stage).map(({ execution }) => execution);
  }

  transition(stage: string): Transition {
    return this.#transitions.get(stage) ?? { enabled: true };
  }

  setTransition(stage: string, transition: Transition): void {
    this.#transitions.set(stage, transition);
    this.#admit(stage);
  }

  #admit(stage: string): void {
    const waiting = this.#before(stage);
    while (this.transition(stage).enabled && (this.mode() === 'PARALLEL' || !this.#inside.has(stage))) {
      const next = waiting.shift();
      if (next === undefined) return;
      this.#inside.add(stage);
      this.latest.set(stage, next.execution);
      next.end('entered');
    }
  }

  #before(stage: string): Waiting[] {
    const waiting = this.#waiting.get(stage) ?? [];
    this.#waiting.set(stage, waiting);
    return waiting;
  }
}
