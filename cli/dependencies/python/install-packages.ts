import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { RecipeContext } from '../recipe';
import { checkInstalled } from './check/check-installed';
import { installLines, isOption } from './install-lines';
import { cleanInstalledTree, compiledHere } from './installed-tree';
import type { Installer } from './installer';
import { copyLocals, namesOfLocals } from './local-packages';
import { mergeInstalled } from './merge-installed';
import { parseRequirement, type MarkerEnvironment, type Requirement } from './pep508';
import { wheelMissing } from './pure-wheel';
import type { Requirements } from './requirements';
import type { Source } from './sources/source';
import { platformName, platformTags } from './target-platform';
import type { TargetPlatform } from './target-platform';

/** What is installed, and for which platform. */
export interface PackagesToInstall {
  readonly source: Source;
  /** Path of the lock file or requirements file. */
  readonly descriptor: string;
  readonly requirements: Requirements;
  readonly platform: TargetPlatform;
  readonly environment: MarkerEnvironment;
  readonly installer: Installer;
  /** Path of a Python with pip, which makes wheels of packages that have none. */
  readonly python: string | undefined;
  /** The directory that packages are importable from. */
  readonly root: string;
}

/**
 * Installs Python packages as wheels for Lambda's platform, and checks that they are whole.
 *
 * @throws CodelessError `WheelMissing`, `DependencyToolFailed`, `PackagesConflict`, `DependenciesIncomplete`
 */
export async function installPackages(packages: PackagesToInstall, context: RecipeContext): Promise<void> {
  const { source, descriptor, requirements, platform, environment, installer, python, root } = packages;
  const { locals, constraints } = requirements;
  const { alone, apart } = partsOf(requirements.lines, await copyLocals(locals, installer, context.scratch), source);
  const common = { constraints, platform, installer, python };
  await mkdir(root, { recursive: true });
  await installLines({ ...common, lines: alone, complete: source.complete, root }, context);
  const second = apart.length === 0 ? root : join(context.scratch, 'apart');
  if (second !== root) {
    await mkdir(second);
    await installLines({ ...common, lines: apart, complete: true, root: second }, context);
  }
  const named = await namesOfLocals(locals, second, environment);
  for (const directory of new Set([root, second])) {
    if (!context.tools.inContainer) await refuseCompiled(directory, platform);
    await cleanInstalledTree(directory);
  }
  if (second !== root) await mergeInstalled(second, root);
  const listed = [...requirements.lines.flatMap(requirementOf), ...named];
  const asked = {
    needs: [
      ...listed.map((requirement) => ({ by: basename(descriptor), requirement })),
      ...source.declared.map((requirement) => ({ by: 'pyproject.toml', requirement })),
    ],
    environment,
    overrides: source.overrides,
    excludes: source.excludes,
    metadata: source.metadata,
  };
  await checkInstalled(root, asked, source.remedy);
}

/**
 * A list with hashes may name no directories, which have none; nor may it name packages of Git. Two installs into one
 * directory lose a part of a namespace that both have, so these are installed apart.
 */
function partsOf(
  lines: readonly string[],
  locals: readonly string[],
  { complete }: Source,
): { readonly alone: readonly string[]; readonly apart: readonly string[] } {
  if (!lines.some(hasHash)) return { alone: [...lines, ...locals], apart: [] };
  const unhashed = complete ? lines.filter((line) => !isOption(line) && !hasHash(line)) : [];
  const apart = [...unhashed, ...locals];
  if (apart.length === 0) return { alone: lines, apart };
  return { alone: lines.filter((line) => !unhashed.includes(line)), apart: [...lines.filter(isOption), ...apart] };
}

async function refuseCompiled(root: string, platform: TargetPlatform): Promise<void> {
  const compiled = await compiledHere(root, platformTags(platform));
  if (compiled === undefined) return;
  const message = `${compiled} was compiled on this machine, so that it does not run on ${platformName(platform)}`;
  throw wheelMissing(message);
}

/** An address tells its name by what it ends with, if at all. */
function requirementOf(line: string): Requirement[] {
  if (line.startsWith('-')) return [];
  const [address = ''] = line.split(/\s/);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return [parseRequirement(line) ?? []].flat();
  const [, egg] = /#(?:.*&)?egg=([\w.-]+(?:\[[^\]]*\])?)/.exec(address) ?? [];
  const [, wheel] = /\/([^/-]+)-[^/]+\.whl(?:#.*)?$/.exec(address) ?? [];
  const marker = line.includes(' ;') ? line.slice(line.indexOf(' ;')) : '';
  return [parseRequirement(`${egg ?? wheel ?? ''}${marker}`) ?? []].flat();
}

function hasHash(line: string): boolean {
  return line.includes('--hash=');
}
