import type { DeployContract } from '../../modules/codeless-lambda/contract';
import { FLAGS, type FlagName } from './flags';
import type { GivenValues } from './given-values';
import type { Architecture, DependencyPlacement, Setting, SettingSource } from './settings';
import type { FlagValue } from './value-schema';

/** Sources, the strongest first. */
const ORDER = ['flag', 'environment', 'contract', 'file'] as const satisfies readonly SettingSource[];

/** The words that a choice may be. */
interface Choices {
  'function-architecture': Architecture;
  dependencies: DependencyPlacement;
}

/** Checked values of several sources, of which the strongest counts. */
export class LayeredValues {
  readonly #layers: Partial<Record<SettingSource, GivenValues>>;

  constructor(layers: Readonly<Partial<Record<SettingSource, GivenValues>>>) {
    this.#layers = { ...layers };
  }

  /** Adds what the deploy contract says. */
  addContract(contract: DeployContract | undefined): void {
    if (contract === undefined) return;
    const values = new Map<FlagName, FlagValue>();
    for (const { name, contract: key } of FLAGS) {
      if (key === undefined) continue;
      const value = contract[key];
      const first: unknown = Array.isArray(value) ? value[0] : value;
      if (typeof first === 'string' || typeof first === 'number') values.set(name, first);
    }
    this.#layers.contract = values;
  }

  text(name: FlagName): Setting<string | undefined> {
    return this.#find(name) as Setting<string | undefined>;
  }

  textOr(name: FlagName, fallback: string): Setting<string> {
    return this.#or(name, fallback);
  }

  choice<N extends keyof Choices>(name: N): Setting<Choices[N] | undefined> {
    return this.#find(name) as Setting<Choices[N] | undefined>;
  }

  choiceOr<N extends keyof Choices>(name: N, fallback: Choices[N]): Setting<Choices[N]> {
    return this.#or(name, fallback);
  }

  integerOr(name: FlagName, fallback: number): Setting<number> {
    return this.#or(name, fallback);
  }

  booleanOr(name: FlagName, fallback: boolean): Setting<boolean> {
    return this.#or(name, fallback);
  }

  #or<T extends FlagValue>(name: FlagName, fallback: T): Setting<T> {
    const { value, source } = this.#find(name);
    return { value: (value ?? fallback) as T, source };
  }

  #find(name: FlagName): Setting<FlagValue | undefined> {
    for (const source of ORDER) {
      const value = this.#layers[source]?.get(name);
      if (value !== undefined) return { value, source };
    }
    return { value: undefined, source: 'default' };
  }
}
