/** A task that waits for its time. */
interface Task {
  readonly at: number;
  readonly run: () => Promise<void>;
  timer?: NodeJS.Timeout;
}

/** What a timer of Node.js can wait for, in milliseconds: 24 days. With more it ends at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The time of services that do things later; a test can turn it forward. It keeps no process alive. */
export class Clock {
  readonly #tasks = new Set<Task>();
  #ahead = 0;
  /** Ends when every task that has begun has ended: they run one after another. */
  #running = Promise.resolve();

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Runs a task after some milliseconds; a task that fails is dropped. */
  in(milliseconds: number, run: () => Promise<void>): void {
    const task: Task = { at: this.now() + milliseconds, run };
    this.#tasks.add(task);
    task.timer = setTimeout(() => void this.#run(task), Math.min(milliseconds, LONGEST_TIMER)).unref();
  }

  /** Turns the clock forward and runs what falls due on the way, also what that plans, each at its own time. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.now() + milliseconds;
    await this.#running;
    for (let task = this.#next(end); task !== undefined; task = this.#next(end)) {
      this.#ahead += Math.max(0, task.at - this.now());
      await this.#run(task);
    }
    this.#ahead += Math.max(0, end - this.now());
  }

  /** Forgets every task. */
  stop(): void {
    for (const task of this.#tasks) clearTimeout(task.timer);
    this.#tasks.clear();
  }

  #next(until: number): Task | undefined {
    const due = [...this.#tasks].filter(({ at }) => at <= until);
    return due.sort((one, other) => one.at - other.at)[0];
  }

  #run(task: Task): Promise<void> {
    clearTimeout(task.timer);
    if (this.#tasks.delete(task)) this.#running = this.#running.then(task.run).catch(() => undefined);
    return this.#running;
  }
}
