import type { CodelessFunction } from './codeless-function';
import { succeeded } from './codeless-function';
import type { ProgramRun } from './codeless-program';

/** Something that the program does to a function. */
export interface Scenario {
  readonly name: string;
  /** Brings the function to where it begins. */
  readonly prepare: (target: CodelessFunction) => Promise<void>;
  /** The run that is disturbed. */
  readonly run: (target: CodelessFunction, caller?: string) => ProgramRun;
  /** What the alias may answer after a run that went wrong: that of a whole release. */
  readonly healthy: readonly string[];
  /** Whether a run after one that finished goes a step further, where others find nothing to do. */
  readonly isStep?: boolean;
}

const FIRST = { code: 'one', layer: 'one' };
const SECOND = { code: 'two', layer: 'two' };

async function first(target: CodelessFunction): Promise<void> {
  await succeeded(target.deploy(FIRST, 'v1'));
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'first deploy',
    prepare: () => Promise.resolve(),
    run: (target, caller) => target.deploy(FIRST, 'v1', caller),
    healthy: ['placeholder', 'code one, layer one'],
  },
  {
    name: 'code change',
    prepare: first,
    run: (target, caller) => target.deploy({ ...FIRST, code: 'two' }, 'v2', caller),
    healthy: ['code one, layer one', 'code two, layer one'],
  },
  {
    name: 'dependency change',
    prepare: first,
    run: (target, caller) => target.deploy({ ...SECOND }, 'v2', caller),
    healthy: ['code one, layer one', 'code two, layer two'],
  },
  {
    name: 'configuration change',
    async prepare(target) {
      await first(target);
      await target.configure(256);
    },
    run: (target, caller) => target.deploy(FIRST, 'v1', caller),
    healthy: ['code one, layer one'],
  },
  {
    name: 'rollback',
    async prepare(target) {
      await first(target);
      await succeeded(target.deploy(SECOND, 'v2'));
    },
    run: (target, caller) => target.rollback(caller),
    healthy: ['code one, layer one', 'code two, layer two'],
    isStep: true,
  },
];
