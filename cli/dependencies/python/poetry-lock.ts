/**
 * The directories and archives that packages of a poetry.lock come from.
 *
 * @returns paths relative to the lock's directory, sorted
 */
export function localPathsOf(lock: string): string[] {
  const sources = lock.matchAll(/^\[package\.source\]\r?\ntype = "(?:directory|file)"\r?\nurl = "([^"]+)"/gm);
  return [...new Set([...sources].map(([, path = '']) => path))].sort();
}
