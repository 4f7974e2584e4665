/** A package of a uv.lock, as far as it is told which directories of the machine belong to it. */
interface LockedPackage {
  readonly name: string;
  /** Relative to the lock's directory; undefined for packages of an index. */
  readonly path: string | undefined;
  readonly dependencies: readonly string[];
}

/**
 * The directories and archives that packages of a uv.lock come from, as far as one of its projects needs them.
 *
 * @param project the project's directory relative to the lock's, `.` for the lock's own
 * @returns relative paths, sorted, the project's own not among them
 * @see https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
 */
export function localPathsOf(lock: string, project: string): string[] {
  const packages = lock
    .split(/^\[\[package\]\]$/m)
    .slice(1)
    .map(parsePackage);
  const needed = new Set(packages.filter(({ path }) => path === project));
  for (const { dependencies } of needed) {
    packages.filter(({ name }) => dependencies.includes(name)).forEach((dependency) => needed.add(dependency));
  }
  const paths = [...needed].flatMap(({ path }) => (path === undefined || path === project ? [] : [path]));
  return [...new Set(paths)].sort();
}

/** The lock without the versions of its own projects, which a release raises and no dependency depends on. */
export function withoutOwnVersions(lock: string): string {
  const own = /^(name = .*\n)version = .*\n(?=source = \{ (virtual|editable) = )/gm;
  return lock.replaceAll('\r\n', '\n').replace(own, '$1');
}

function parsePackage(block: string): LockedPackage {
  const development = block.split(/^\[package\.(?:dev-dependencies|metadata)/m)[0] ?? block;
  return {
    name: /^name = "([^"]+)"/m.exec(block)?.[1] ?? '',
    path: /^source = \{ (?:virtual|editable|directory|path) = "([^"]+)"/m.exec(block)?.[1],
    dependencies: [...development.matchAll(/^\s+\{ name = "([^"]+)"/gm)].map(([, name = '']) => name),
  };
}
