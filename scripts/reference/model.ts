/** One property or method of a public type. */
export interface Member {
  readonly name: string;
  /** As written in the source; for a method its signature. */
  readonly type: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  readonly kind: 'property' | 'method';
  readonly doc: string;
  /** The text of `@default`, where there is one. */
  readonly default: string | undefined;
  readonly see: readonly string[];
}

/** One name that the package exports. */
export interface Entry {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'type' | 'function' | 'constant';
  readonly doc: string;
  /** As written in the source; empty for classes and interfaces, whose members tell. */
  readonly type: string;
  readonly see: readonly string[];
  /** In the order of the source, those of base types after those of the type itself. */
  readonly members: readonly Member[];
}

/** Whether a user reads the type's properties, and fills none of them in. */
export function isOutput(entry: Entry): boolean {
  return entry.kind === 'class' || entry.name.endsWith('Outputs');
}

/** Whether the type is a document that is written for programs: what is optional there is absent, and has no default. */
export function isDocument(entry: Entry): boolean {
  return entry.name.endsWith('Contract');
}
