import { CodelessError } from '../../../errors';
import { compareVersions, evaluateMarker, normalizedName, parseRequirement, type MarkerEnvironment } from '../pep508';
import type { PoetryDependency, PoetryDependencyTable, PythonProject } from '../project';
import { allows } from './constraint';
import { hasGroups, type LockedPackage, type PoetryLock } from './lock';

/** Something that the project or a package of it needs. */
interface Wish {
  readonly name: string;
  readonly constraint: string;
  readonly extras: readonly string[];
  readonly by: string;
}

/**
 * The packages of a poetry.lock that production needs in an environment, sorted by name.
 *
 * From lock version 2.1 on each package tells its groups and markers. Before that they follow from the project's
 * dependencies, and theirs.
 *
 * @throws CodelessError with exit `build`, `LockStale` where the lock lacks one
 */
export function selectPackages(
  lock: PoetryLock,
  project: PythonProject,
  environment: MarkerEnvironment,
): readonly LockedPackage[] {
  const selected = hasGroups(lock) ? ofMainGroup(lock, environment) : reached(lock, project, environment);
  return [...selected].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function ofMainGroup({ package: packages }: PoetryLock, environment: MarkerEnvironment): LockedPackage[] {
  return packages.filter(({ groups = [], markers = '' }) => {
    const marker = typeof markers === 'string' ? markers : (markers.main ?? '');
    return groups.includes('main') && evaluateMarker(marker, environment);
  });
}

function reached(lock: PoetryLock, project: PythonProject, environment: MarkerEnvironment): Set<LockedPackage> {
  const own = normalizedName(project.content.project?.name ?? project.content.tool?.poetry?.name ?? '');
  const wishes = wishesOf(project, environment);
  const chosen = new Map<LockedPackage, Set<string>>();
  for (const wish of wishes) {
    if (wish.name === own) continue;
    const found = choose(lock.package, wish, environment, chosen);
    const known = chosen.get(found);
    const extras = wish.extras.filter((extra) => known?.has(extra) !== true);
    if (known !== undefined && extras.length === 0) continue;
    const all = new Set([...(known ?? []), ...extras]);
    chosen.set(found, all);
    wishes.push(...wishesOfPackage(found, [...all], environment));
  }
  return new Set(chosen.keys());
}

/** The newest version that fits; one that is chosen already goes before. */
function choose(
  packages: readonly LockedPackage[],
  { name, constraint, by }: Wish,
  environment: MarkerEnvironment,
  chosen: ReadonlyMap<LockedPackage, unknown>,
): LockedPackage {
  const python = environment.python_full_version ?? '';
  const fitting = packages
    .filter((one) => normalizedName(one.name) === name && allows(one['python-versions'], python))
    .filter(({ version }) => allows(constraint, version))
    .sort((one, other) => compareVersions(other.version, one.version));
  const found = fitting.find((one) => chosen.has(one)) ?? fitting[0];
  if (found !== undefined) return found;
  const message = `poetry.lock has no ${name} (${constraint}), which ${by} needs`;
  throw new CodelessError('build', 'LockStale', message, { hint: 'Write the lock again with `poetry lock`.' });
}

function wishesOf({ dependencies, poetryDependencies }: PythonProject, environment: MarkerEnvironment): Wish[] {
  const by = 'pyproject.toml';
  const ofProject = dependencies.flatMap((text): Wish[] => {
    const requirement = parseRequirement(text);
    if (requirement === undefined || !evaluateMarker(requirement.marker, environment)) return [];
    return [{ ...requirement, constraint: requirement.specifiers || '*', by }];
  });
  const ofPoetry = poetryDependencies.flatMap(([name, dependency]) =>
    tablesOf(dependency)
      .filter((table) => table.optional !== true && isFor(table, environment))
      .map((table) => wish(name, table, by)),
  );
  return [...ofProject, ...ofPoetry];
}

/** An optional dependency counts if one of the package's extras that are asked for names it. */
function wishesOfPackage(
  { name, dependencies, extras }: LockedPackage,
  asked: readonly string[],
  environment: MarkerEnvironment,
): Wish[] {
  const ofExtras = Object.entries(extras).filter(([extra]) => asked.includes(normalizedName(extra)));
  const named = new Set(ofExtras.flatMap(([, texts]) => texts).map((text) => parseRequirement(text)?.name));
  return Object.entries(dependencies).flatMap(([dependency, value]) =>
    tablesOf(value)
      .filter((table) => table.optional !== true || named.has(normalizedName(dependency)))
      .filter((table) => isFor(table, environment, asked))
      .map((table) => wish(dependency, table, name)),
  );
}

function wish(name: string, { version = '*', extras = [] }: PoetryDependencyTable, by: string): Wish {
  return { name: normalizedName(name), constraint: version, extras: extras.map(normalizedName), by };
}

/** All that is said of one dependency. */
export function tablesOf(dependency: PoetryDependency): PoetryDependencyTable[] {
  const list = Array.isArray(dependency) ? (dependency as readonly (string | PoetryDependencyTable)[]) : [dependency];
  return list.map((one) => (typeof one === 'string' ? { version: one } : (one as PoetryDependencyTable)));
}

/** Whether a dependency is one in this environment, by its markers and by the shorthands for them. */
export function isFor(
  { markers = '', python, platform }: PoetryDependencyTable,
  environment: MarkerEnvironment,
  extras: readonly string[] = [],
): boolean {
  if (python !== undefined && !allows(python, environment.python_full_version ?? '')) return false;
  if (platform !== undefined && !isPlatform(platform, environment.sys_platform ?? '')) return false;
  return evaluateMarker(markers, environment, extras);
}

function isPlatform(constraint: string, platform: string): boolean {
  return constraint.split('||').some((part) => {
    const [, not, name] = /^\s*(!=)?(?:==)?\s*(.*?)\s*$/.exec(part) ?? [];
    return (name === platform) !== (not !== undefined);
  });
}
