import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { copyShipped } from '../shipped-files';
import type { RecipeContext } from '../recipe';
import { toolFailed } from '../tools/toolbox';
import type { ToolResult } from '../tools/toolbox';
import { cleanInstalledTree, compiledHere } from './installed-tree';
import type { Installer } from './installer';
import { missingWheel, projectName } from './missing-wheel';
import { buildPureWheel, wheelMissing } from './pure-wheel';
import type { LocalPackage, Requirements } from './requirements';
import { platformTags } from './target-platform';
import type { TargetPlatform } from './target-platform';

/** What is installed, and for which platform. */
export interface PackagesToInstall {
  readonly requirements: Requirements;
  /** Whether the requirements are a lock's, so that nothing may come in that they don't name. */
  readonly complete: boolean;
  readonly platform: TargetPlatform;
  readonly installer: Installer;
  /** Path of a Python with pip, which makes wheels of packages that have none. */
  readonly python: string | undefined;
  /** The directory that packages are importable from. */
  readonly root: string;
}

/**
 * Installs Python packages as wheels for Lambda's platform.
 *
 * @throws CodelessError `WheelMissing`, `DependencyToolFailed`
 */
export async function installPackages(packages: PackagesToInstall, context: RecipeContext): Promise<void> {
  const { requirements, complete, root, platform } = packages;
  await mkdir(root, { recursive: true });
  const local = await copyLocals(requirements.locals, packages, context);
  const { lines } = requirements;
  // A list with hashes may not name directories, which have none.
  const apart = lines.some((line) => line.includes('--hash=')) && local.length > 0;
  if (apart) {
    await installLines(packages, context, lines, complete);
    await installLines(packages, context, [...lines.filter(isOption), ...local], true);
  } else {
    await installLines(packages, context, [...lines, ...local], complete);
  }
  if (!context.tools.inContainer) {
    const compiled = await compiledHere(root, platformTags(platform));
    if (compiled !== undefined) {
      throw wheelMissing(`${compiled} was compiled on this machine, so that it does not run on ${named(platform)}`);
    }
  }
  await cleanInstalledTree(root);
}

/** Installs lines of a requirements file; a wheel that is missing is built, if nothing in it must be compiled. */
async function installLines(
  packages: PackagesToInstall,
  context: RecipeContext,
  lines: readonly string[],
  complete: boolean,
): Promise<void> {
  if (lines.every(isOption)) return;
  const { installer, requirements, root } = packages;
  const [file, wheels] = [join(context.scratch, 'requirements.txt'), join(context.scratch, 'wheels')];
  const constraints = join(context.scratch, 'constraints.txt');
  await writeFile(constraints, requirements.constraints.map((line) => `${line}\n`).join(''));
  const built = new Map<string, string>();
  for (;;) {
    await writeFile(file, lines.map((line) => `${withHash(line, built)}\n`).join(''));
    const result = await installer.install({
      file,
      constraints: requirements.constraints.length > 0 ? constraints : undefined,
      complete,
      wheels: built.size > 0 ? wheels : undefined,
      root,
    });
    if (result.code === 0) return;
    const [name, line] = missing(result, lines);
    if (name === undefined || context.tools.inContainer) {
      throw toolFailed(`${installer.name} could not install the packages`, result);
    }
    if (built.has(name)) throw wheelMissing(`${name} has no wheel for ${named(packages.platform)}`, result);
    const options = lines.filter(isOption);
    const { python, platform } = packages;
    const pure = { line, options, wheels, python, platform: named(platform), tools: context.tools };
    built.set(name, await buildPureWheel(name, pure));
  }
}

/** The package without a wheel, and the line that says which version and hash of it. */
function missing(result: ToolResult, lines: readonly string[]): [string | undefined, string] {
  const requirement = missingWheel(result.output) ?? '';
  const name = projectName(requirement);
  return [name, lines.find((line) => !isOption(line) && projectName(line) === name) ?? requirement];
}

/** Where hashes are asked for, the wheel that was built here needs one too. */
function withHash(line: string, built: ReadonlyMap<string, string>): string {
  const digest = line.includes('--hash=') ? built.get(projectName(line) ?? '') : undefined;
  return digest === undefined ? line : `${line} --hash=sha256:${digest}`;
}

/** Copies local packages, since builders write into the directories that they build. */
async function copyLocals(
  locals: readonly LocalPackage[],
  { installer }: PackagesToInstall,
  { scratch }: RecipeContext,
): Promise<string[]> {
  return Promise.all(
    locals.map(async ({ path, rest }, index) => {
      const copy = join(scratch, 'local', String(index), basename(path));
      await copyShipped(path, copy);
      return `${await installer.prepareLocal(copy)}${rest}`;
    }),
  );
}

function isOption(line: string): boolean {
  return line.startsWith('-');
}

function named({ version, machine }: TargetPlatform): string {
  return `Python ${version} on ${machine === 'aarch64' ? 'arm64' : machine}`;
}
