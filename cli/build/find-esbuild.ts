import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { upwards } from '../dependencies/upwards';
import { CodelessError } from '../errors';
import { parseJsonObject, readText } from '../text';

/** The oldest minor version of esbuild 0 whose options are the ones that are given. */
const LEAST_MINOR = 18;

/** How each package manager adds a tool for development, by its lock file. */
const INSTALLS: readonly [lock: string, add: string, install: string][] = [
  ['pnpm-lock.yaml', 'pnpm add --save-dev esbuild', 'pnpm install'],
  ['yarn.lock', 'yarn add --dev esbuild', 'yarn install'],
  ['package-lock.json', 'npm install --save-dev esbuild', 'npm ci'],
];

/**
 * The directory of the project's own esbuild: in `node_modules` of the source or of a directory above it, up to the root of
 * the repository.
 *
 * @throws CodelessError `EsbuildMissing`, `EsbuildTooOld`
 */
export async function findEsbuild(source: string): Promise<string> {
  const directories = [...upwards(source)];
  const found = directories
    .map((directory) => join(directory, 'node_modules', 'esbuild'))
    .find((directory) => existsSync(join(directory, 'package.json')));
  if (found === undefined) throw await missing(source, directories);
  const manifest = join(found, 'package.json');
  const { version } = parseJsonObject((await readText(manifest)) ?? '{}', manifest);
  const [, minor] = /^0\.(\d+)\./.exec(String(version)) ?? [];
  if (minor === undefined || Number(minor) >= LEAST_MINOR) return found;
  throw new CodelessError(
    'build',
    'EsbuildTooOld',
    `${found} is version ${String(version)}, and --bundle needs 0.${LEAST_MINOR} or newer`,
    {
      hint: `Run ${installCommand(directories, 'add')}@latest.`,
    },
  );
}

async function missing(source: string, directories: readonly string[]): Promise<CodelessError> {
  const declared = await Promise.all(directories.map((directory) => declaresEsbuild(join(directory, 'package.json'))));
  const command = installCommand(directories, declared.includes(true) ? 'install' : 'add');
  const pnp = directories.some((directory) => existsSync(join(directory, '.pnp.cjs')));
  const message = `--bundle needs the project's own esbuild, and there is none in node_modules of ${source} or above`;
  return new CodelessError('build', 'EsbuildMissing', message, {
    hint: pnp
      ? "With Plug'n'Play there is no node_modules: give --build-command with yarn esbuild."
      : `Run ${command} before.`,
  });
}

async function declaresEsbuild(manifest: string): Promise<boolean> {
  const text = await readText(manifest);
  if (text === undefined) return false;
  const { dependencies, devDependencies } = parseJsonObject(text, manifest);
  return [dependencies, devDependencies].some(
    (names) => typeof names === 'object' && names !== null && 'esbuild' in names,
  );
}

/** The command of the package manager that the project uses. */
function installCommand(directories: readonly string[], what: 'add' | 'install'): string {
  const found = INSTALLS.find(([lock]) => directories.some((directory) => existsSync(join(directory, lock))));
  const [, add, install] = found ?? ['', 'npm install --save-dev esbuild', 'npm install'];
  return what === 'add' ? add : install;
}
