import { relative } from 'node:path';

import { CodelessError } from '../../errors';
import { makesAddon } from './install-scripts';
import type { ScriptNeed } from './install-scripts';
import { addonsIn, isProgram, misfit } from './native-binary';
import type { BinaryTarget } from './native-binary';
import { filesIn } from './package-files';

/** Whether a package has an addon or, if its script makes no addon, a program for Lambda's platform. */
export function hasBinary({ installed }: ScriptNeed, target: BinaryTarget): boolean {
  if (addonsIn(installed.path).some((addon) => misfit(addon, target) === undefined)) return true;
  return !makesAddon(installed) && filesIn(installed.path).some((file) => isProgram(file, target));
}

/**
 * Checks what a script left that ended well: one that fetches may find nothing and be content, or leave what it fetched outside
 * of the package, where it is not shipped; and one that compiles does so for this machine.
 *
 * @param before the package's files before; undefined if that is not known
 * @throws CodelessError with exit `build`: `BinaryMisfit`, `BinaryMissing`
 */
export function checkMade(need: ScriptNeed, before: readonly string[] | undefined, target: BinaryTarget): void {
  const { installed, name } = need;
  const addons = addonsIn(installed.path);
  const isFitting = addons.some((addon) => misfit(addon, target) === undefined);
  // What is compiled goes before what is in the package for several platforms.
  const decisive = addons.filter((addon) => !isFitting || relative(installed.path, addon).startsWith('build/'));
  const wrong = decisive.map((addon) => misfit(addon, target)).find((why) => why !== undefined);
  if (wrong !== undefined) {
    const message = `what the install script of ${name} made ${wrong}`;
    throw new CodelessError('build', 'BinaryMisfit', message, { hint: 'Build in a container with --docker.' });
  }
  if (hasBinary(need, target)) return;
  // What is fetched need not be a program: a script in another language is none.
  const isMade = before !== undefined && filesIn(installed.path).some((file) => !before.includes(file));
  if (isMade && !makesAddon(installed)) return;
  const message = `the install script of ${name} ran, and the package has no binary for Node.js ${target.version} on ${target.architecture}`;
  throw new CodelessError('build', 'BinaryMissing', message, {
    hint: `Look at what the script does, or say by \`"allowScripts": { "${name}": false }\` in package.json that the function works without.`,
  });
}
