import type { ExecutionMode } from '@aws-sdk/client-codepipeline';

import type { Execution } from './execution';

/** How the wait before a stage ended. */
type Entry = 'entered' | 'superseded' | 'withdrawn';

interface Waiting {
  readonly stage: string;
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
  /** The one that came first is first. */
  #waiting: Waiting[] = [];

  constructor(private readonly mode: () => ExecutionMode) {}

  /** Waits until the execution may enter; it is inside then. */
  enter(stage: string, execution: Execution): Promise<Entry> {
    if (this.mode() === 'SUPERSEDED') this.#end('superseded', (one) => one.stage === stage);
    return new Promise((end) => {
      this.#waiting.push({ stage, execution, end });
      this.#admit(stage);
    });
  }

  leave(stage: string): void {
    this.#inside.delete(stage);
    this.#admit(stage);
  }

  /** Takes an execution out of wherever it waits. */
  withdraw(execution: Execution): void {
    this.#end('withdrawn', (one) => one.execution === execution);
  }

  waiting(stage: string): Execution[] {
    return this.#waiting.filter((one) => one.stage === stage).map(({ execution }) => execution);
  }

  #admit(stage: string): void {
    for (const execution of this.waiting(stage)) {
      if (this.#inside.has(stage) && this.mode() !== 'PARALLEL') return;
      this.#inside.add(stage);
      this.latest.set(stage, execution);
      this.#end('entered', (one) => one.execution === execution);
    }
  }

  #end(entry: Entry, isMeant: (waiting: Waiting) => boolean): void {
    const ending = this.#waiting.filter(isMeant);
    this.#waiting = this.#waiting.filter((one) => !ending.includes(one));
    for (const { end } of ending) end(entry);
  }
}
