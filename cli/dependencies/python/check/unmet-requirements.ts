import {
  evaluateMarker,
  isSameVersion,
  parseRequirement,
  satisfies,
  type MarkerEnvironment,
  type Requirement,
} from '../pep508';
import type { Distribution } from './distributions';

/** A requirement, and who has it: a file's name, or a package's with its version. */
export interface Need {
  readonly by: string;
  readonly requirement: Requirement;
}

/** What a project says that a package asks for, in place of what the package says itself. */
export interface StatedMetadata {
  /** Normalized. */
  readonly name: string;
  /** Undefined for all versions that no other one is stated for. */
  readonly version: string | undefined;
  readonly requires: readonly string[];
}

/** What was asked for, and what the project changes of what its packages ask for. */
export interface Asked {
  /** What the project asks for. */
  readonly needs: readonly Need[];
  readonly environment: MarkerEnvironment;
  readonly overrides: readonly Requirement[];
  readonly excludes: readonly string[];
  readonly metadata: readonly StatedMetadata[];
}

/** The requirements, of the project and of all that is installed, that no installed distribution meets. */
export function unmetRequirements(distributions: readonly Distribution[], asked: Asked): string[] {
  const installed = new Map(distributions.map((distribution) => [distribution.name, distribution]));
  const extras = new Map<string, Set<string>>();
  let needs: Need[];
  let found: number;
  do {
    found = countOf(extras);
    needs = needsOf(distributions, asked, extras);
    for (const { requirement } of needs) {
      const known = extras.get(requirement.name) ?? new Set();
      extras.set(requirement.name, new Set([...known, ...requirement.extras]));
    }
  } while (countOf(extras) > found);
  return [...new Set(needs.flatMap((need) => problemOf(need, installed.get(need.requirement.name)) ?? []))];
}

function needsOf(
  distributions: readonly Distribution[],
  { needs, environment, overrides, excludes, metadata }: Asked,
  extras: ReadonlyMap<string, ReadonlySet<string>>,
): Need[] {
  const ofProject = needs.filter(({ requirement: { marker } }) => applies(marker, environment, []));
  const ofPackages = distributions.flatMap(({ name, version, requires }) =>
    (statedFor(name, version, metadata)?.requires ?? requires)
      .flatMap((text) => parseRequirement(text) ?? [])
      .filter(({ marker }) => applies(marker, environment, [...(extras.get(name) ?? [])]))
      .flatMap((requirement) => overridden(requirement, overrides, environment))
      .map((requirement) => ({ by: `${name} ${version}`, requirement })),
  );
  return [...ofProject, ...ofPackages].filter(({ requirement }) => !excludes.includes(requirement.name));
}

function statedFor(known: string, installed: string, metadata: readonly StatedMetadata[]): StatedMetadata | undefined {
  const stated = metadata.filter(({ name }) => name === known);
  return (
    stated.find(({ version }) => version !== undefined && isSameVersion(installed, version)) ??
    stated.find(({ version }) => version === undefined)
  );
}

function overridden(
  requirement: Requirement,
  overrides: readonly Requirement[],
  environment: MarkerEnvironment,
): Requirement[] {
  const instead = overrides.filter(({ name }) => name === requirement.name);
  if (instead.length === 0) return [requirement];
  return instead.filter(({ marker }) => applies(marker, environment, []));
}

/** What is no marker asks for nothing: of packages from before there was a standard. */
function applies(marker: string, environment: MarkerEnvironment, extras: readonly string[]): boolean {
  try {
    return evaluateMarker(marker, environment, extras);
  } catch {
    return false;
  }
}

function problemOf({ by, requirement }: Need, found: Distribution | undefined): string | undefined {
  const { name, specifiers } = requirement;
  const what = `${name}${specifiers === '' ? '' : ` ${specifiers}`}`;
  if (found === undefined) return `${name} is missing: ${by} needs ${what}`;
  if (satisfies(found.version, specifiers) !== false) return undefined;
  return `${name} ${found.version} does not fit: ${by} needs ${what}`;
}

function countOf(extras: ReadonlyMap<string, ReadonlySet<string>>): number {
  return [...extras.values()].reduce((sum, names) => sum + names.size, 0);
}
