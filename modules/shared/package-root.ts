import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The root of the package that a file belongs to: the nearest directory above it with a package.json. It is the same from
 * the sources, from the compiled files and in an installed package.
 *
 * @param directory - where to begin, absolute; normally `__dirname`
 * @throws Error where no directory above has a package.json
 */
export function packageRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) {
      return at;
    }
    if (at === dirname(at)) {
      throw new Error(`no package.json in ${directory} or above it`);
    }
  }
}
