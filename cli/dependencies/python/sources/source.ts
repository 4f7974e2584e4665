import type { BuilderName } from '../../dependencies';
import type { RecipeContext, RecipeInput } from '../../recipe';
import type { StatedMetadata } from '../check/unmet-requirements';
import type { Installer } from '../installer';
import type { MarkerEnvironment, Requirement } from '../pep508';
import type { RequiredPython } from '../required-python';
import type { Requirements } from '../requirements';

/** Where a descriptor is read for. */
export interface SourceOptions {
  /** Directory of the code. */
  readonly source: string;
  /** What markers see in Lambda. */
  readonly environment: MarkerEnvironment;
}

/** What a descriptor of one kind asks for. */
export interface Source {
  readonly builder: BuilderName;
  readonly installer: Installer['name'];
  readonly inputs: readonly RecipeInput[];
  /** Whether the list names every package. */
  readonly complete: boolean;
  /** Whether nothing of it is for Lambda: then nothing is installed. */
  readonly isEmpty: boolean;
  /** What it and its project say of Python. */
  readonly pythons: readonly RequiredPython[];
  /** What its pyproject.toml declares. */
  readonly declared: readonly Requirement[];
  /** What the project puts in place of what packages ask for. */
  readonly overrides: readonly Requirement[];
  /** Names of packages that the project leaves out. */
  readonly excludes: readonly string[];
  /** What the project says in place of what packages say of themselves. */
  readonly metadata: readonly StatedMetadata[];
  /** What to do if what it asks for is not whole. */
  readonly remedy: string;
  list(context: RecipeContext): Promise<Requirements>;
}

/** What most sources have none of. */
export const NOTHING_ELSE = { pythons: [], declared: [], overrides: [], excludes: [], metadata: [] } as const;
