import * as z from 'zod/mini';

import type { StatedMetadata } from '../check/unmet-requirements';
import { normalizedName, parseRequirement, type Requirement } from '../pep508';
import { parseAs } from '../project';

const Dependency = z.looseObject({
  name: z.string(),
  version: z.optional(z.string()),
  source: z.optional(z.looseObject({})),
  marker: z.optional(z.string()),
  extra: z._default(z.array(z.string()), []),
});

const Groups = z._default(z.record(z.string(), z.array(Dependency)), {});

const Package = z.looseObject({
  name: z.string(),
  version: z.optional(z.string()),
  source: z._default(z.looseObject({}), {}),
  dependencies: z._default(z.array(Dependency), []),
  'optional-dependencies': Groups,
  'dev-dependencies': Groups,
});

const Stated = z.looseObject({ name: z.string(), specifier: z.optional(z.string()), marker: z.optional(z.string()) });

const Metadata = z.looseObject({
  name: z.string(),
  version: z.optional(z.string()),
  'requires-dist': z._default(z.array(z.string()), []),
});

const Lock = z.looseObject({
  package: z._default(z.array(Package), []),
  'requires-python': z.optional(z.string()),
  manifest: z._default(
    z.looseObject({
      overrides: z._default(z.array(Stated), []),
      excludes: z._default(z.array(z.union([z.string(), Stated])), []),
      'dependency-metadata': z._default(z.array(Metadata), []),
    }),
    { overrides: [], excludes: [], 'dependency-metadata': [] },
  ),
});

/** A uv.lock. */
export type UvLock = z.infer<typeof Lock>;

/** A package of a uv.lock. */
export type UvPackage = z.infer<typeof Package>;

type UvDependency = z.infer<typeof Dependency>;

/** Which project of a uv.lock is meant. */
export interface UvProject {
  /** Its directory relative to the lock's, `.` for the lock's own. */
  readonly path: string;
  /** Groups of development that are installed by default, `dev` not among them. */
  readonly groups: readonly string[];
}

/**
 * Reads the text of a uv.lock.
 *
 * @throws CodelessError with exit `usage`: `TomlInvalid`, `LockInvalid`
 */
export function parseUvLock(text: string, file: string): Promise<UvLock> {
  return parseAs(Lock, text, file, 'LockInvalid', 'Write it again with `uv lock`.');
}

/** The package that is a project, by its directory. */
export function projectOf({ package: packages }: UvLock, path: string): UvPackage | undefined {
  return packages.find((one) => pathOf(one) === path);
}

/**
 * The packages that a project needs in production, in the lock's order, its own not among them.
 *
 * @param holds whether a dependency's marker does; default: all do
 */
export function neededBy(
  lock: UvLock,
  { path, groups }: UvProject,
  holds: (marker: string) => boolean = () => true,
): UvPackage[] {
  const own = projectOf(lock, path);
  if (own === undefined) return [];
  const needed = new Map<UvPackage, Set<string>>();
  const open = [...own.dependencies, ...groups.flatMap((group) => own['dev-dependencies'][group] ?? [])];
  for (const dependency of open) {
    if (dependency.marker !== undefined && !holds(dependency.marker)) continue;
    for (const found of lock.package.filter((one) => isMeant(one, dependency))) {
      const known = needed.get(found);
      const extras = dependency.extra.filter((extra) => known?.has(extra) !== true);
      if (known === undefined) open.push(...found.dependencies);
      needed.set(found, new Set([...(known ?? []), ...extras]));
      open.push(...extras.flatMap((extra) => found['optional-dependencies'][extra] ?? []));
    }
  }
  needed.delete(own);
  return lock.package.filter((one) => needed.has(one));
}

/** Directories and archives of the machine, relative to the lock, sorted. */
export function localPathsOf(packages: readonly UvPackage[]): string[] {
  return [...new Set(packages.flatMap((one) => pathOf(one) ?? []))].sort();
}

/** What of the packages decides what is installed: not the versions of projects, which a release raises. */
export function contentOf(lock: UvLock, packages: readonly UvPackage[]): string {
  const { manifest, 'requires-python': python } = lock;
  const own = packages.map((one) => (isProject(one) ? { ...one, version: undefined } : one));
  return JSON.stringify({ python, manifest, packages: own });
}

/** What the project puts in place of what packages ask for. */
export function overridesOf({ manifest }: UvLock): Requirement[] {
  const texts = manifest.overrides.map(({ name, specifier = '', marker = '' }) => `${name} ${specifier} ; ${marker}`);
  return texts.flatMap((text) => parseRequirement(text) ?? []);
}

/** The names of what is left out wherever it is asked for. */
export function excludesOf({ manifest }: UvLock): string[] {
  return manifest.excludes.map((one) => (typeof one === 'string' ? one : one.name));
}

/** What the project says in place of what packages say of themselves: `tool.uv.dependency-metadata`. */
export function metadataOf({ manifest }: UvLock): StatedMetadata[] {
  return manifest['dependency-metadata'].map(({ name, version, 'requires-dist': requires }) => ({
    name: normalizedName(name),
    version,
    requires,
  }));
}

function isMeant(one: UvPackage, { name, version, source }: UvDependency): boolean {
  if (one.name !== name || (version !== undefined && one.version !== version)) return false;
  return source === undefined || JSON.stringify(one.source) === JSON.stringify(source);
}

function isProject({ source }: UvPackage): boolean {
  return 'virtual' in source || 'editable' in source;
}

function pathOf({ source }: UvPackage): string | undefined {
  const path = ['virtual', 'editable', 'directory', 'path']
    .map((key) => source[key])
    .find((value) => value !== undefined);
  return typeof path === 'string' ? path : undefined;
}
