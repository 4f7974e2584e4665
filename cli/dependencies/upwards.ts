import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

/** A directory and those above it that are of one repository, the nearest first: what is above a repository is none of its business. */
export function* upwards(from: string): Generator<string> {
  for (let directory = from; ; directory = dirname(directory)) {
    yield directory;
    if (isRepository(directory) || dirname(directory) === directory) return;
  }
}

/**
 * The directories above a source that its project may be in, the nearest first: up to the root of its repository. Without a
 * repository up to the working directory, if that is above.
 *
 * @param least how many without a repository, wherever the working directory is
 */
export function projectDirectories(source: string, least = 0): string[] {
  const [own, ...above] = upwards(source);
  if (isRepository(above.at(-1) ?? own ?? source)) return above;
  return above.slice(0, Math.max(least, above.indexOf(process.cwd()) + 1));
}

function isRepository(directory: string): boolean {
  return existsSync(join(directory, '.git'));
}
