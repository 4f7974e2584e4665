import type { LocalAws } from '../../../local-aws';
import { endState } from './codeless-end-state';
import { CodelessFunction, succeeded, type Sources } from './codeless-function';
import { CodelessTemplate } from './codeless-template';
import { differences } from './differences';
import type { ProgramRun } from './codeless-program';

/** Something that the program does to a function. */
export interface Scenario {
  readonly name: string;
  /** What was released before, the oldest first. */
  readonly released: readonly Release[];
  /** What Terraform does then. */
  readonly changed?: (target: CodelessFunction) => Promise<void>;
  /** The run that is disturbed. */
  readonly run: (target: CodelessFunction, caller?: string) => ProgramRun;
  /** What the alias may answer after a run that went wrong: that of a whole release. */
  readonly healthy: readonly string[];
  /** Whether a run after one that finished goes a step further, where others find nothing to do. */
  readonly isStep?: boolean;
}

/** What was released, and the sources of it. */
type Release = readonly [sourceVersion: string, sources: Sources];

const FIRST: Release = ['v1', { code: 'one', layer: 'one' }];
const SECOND: Release = ['v2', { code: 'two', layer: 'two' }];
const OTHER_CODE: Release = ['v2', { code: 'two', layer: 'one' }];
const OTHER_LAYER: Release = ['v2', { code: 'one', layer: 'two' }];

/** The run that ships a release. */
const ships =
  ([sourceVersion, sources]: Release): Scenario['run'] =>
  (target, caller) =>
    target.deploy(sources, sourceVersion, caller);

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'first deploy',
    released: [],
    run: ships(FIRST),
    healthy: ['placeholder', 'code one, layer one'],
  },
  {
    name: 'code change',
    released: [FIRST],
    run: ships(OTHER_CODE),
    healthy: ['code one, layer one', 'code two, layer one'],
  },
  {
    name: 'dependency change alone',
    released: [FIRST],
    run: ships(OTHER_LAYER),
    healthy: ['code one, layer one', 'code one, layer two'],
  },
  {
    name: 'code and dependency change',
    released: [FIRST],
    run: ships(SECOND),
    healthy: ['code one, layer one', 'code two, layer two'],
  },
  {
    name: 'configuration change',
    released: [FIRST],
    changed: (target) => target.configure(256),
    run: ships(FIRST),
    healthy: ['code one, layer one'],
  },
  {
    name: 'rollback',
    released: [FIRST, SECOND],
    run: (target, caller) => target.rollback(caller),
    healthy: ['code one, layer one', 'code two, layer two'],
    isStep: true,
  },
];

/** Makes functions that a scenario can begin with; the program runs for the first of a kind alone. */
export class Stage {
  readonly #templates = new Map<string, Promise<CodelessTemplate>>();
  #functions = 0;

  constructor(
    private readonly aws: LocalAws,
    private readonly prefix: string,
  ) {}

  async set({ released, changed }: Pick<Scenario, 'released' | 'changed'>): Promise<CodelessFunction> {
    const kind = JSON.stringify(released);
    const template = this.#templates.get(kind) ?? this.#release(released);
    this.#templates.set(kind, template);
    const target = await (await template).copy(this.aws, this.#name());
    await changed?.(target);
    return target;
  }

  async #release(releases: readonly Release[]): Promise<CodelessTemplate> {
    const target = await CodelessFunction.create(this.aws, this.#name());
    for (const release of releases) await succeeded(ships(release)(target));
    const template = await CodelessTemplate.of(target);
    const copy = await template.copy(this.aws, this.#name());
    const differing = differences(await endState(copy), await endState(target));
    if (differing.length > 0) throw new Error(`a copy is not what the program left: ${differing.join('; ')}`);
    return template;
  }

  #name(): string {
    this.#functions += 1;
    return `${this.prefix}-${this.#functions}`;
  }
}
