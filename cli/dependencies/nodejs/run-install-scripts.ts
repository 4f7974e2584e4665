import { join } from 'node:path';

import { CodelessError } from '../../errors';
import { toolFailed } from '../tools/toolbox';
import { missingGenerated } from './generated-code';
import { essentialPackages, hasInstallScript, scriptNeeds } from './install-scripts';
import type { ScriptNeed } from './install-scripts';
import type { InstalledTree } from './installed-packages';
import { checkMade, hasBinary } from './made-by-script';
import { managerProgram } from './manager-program';
import { readManifest } from './manifest';
import type { BinaryTarget } from './native-binary';
import { CPUS } from './node-install';
import { PRISMA_CLIENT, isGeneratedElsewhere } from './prisma-client';
import type { NodeInstall } from './node-install';
import { packageName } from './check-packages';
import { filesIn } from './package-files';
import { scriptPermissions } from './script-permissions';
import { readPnpmWorkspace } from './workspace-globs';

/** A package, and its name for those that depend on it. */
type InstalledNeed = Pick<ScriptNeed, 'installed' | 'name'>;

/**
 * Runs the install scripts that the project allows by name, of packages whose binary for Lambda's platform is not there, and
 * tells what was not run. In a container the package manager has run all.
 *
 * What a script leaves is checked.
 *
 * @returns whether some were run, so that there may be more than was installed
 * @throws CodelessError with exit `build`: `InstallScriptNeeded`, `GeneratedCodeMissing`, `BinaryMisfit`, `BinaryMissing`, `DependencyToolFailed`
 */
export async function runInstallScripts(
  install: NodeInstall,
  tree: InstalledTree,
  target: BinaryTarget,
): Promise<boolean> {
  const { project, root, context } = install;
  const manifests = [root, join(root, project.member)].map(async (path) => (await readManifest(path)) ?? {});
  const permissions = scriptPermissions(await Promise.all(manifests), (await readPnpmWorkspace(root)) ?? {});
  const said = ({ installed: { manifest }, name }: InstalledNeed): string =>
    // Who publishes a package chooses the name in it, and who depends on it the other: both have to be the one that is allowed.
    manifest.name === name ? permissions(name, versionOf(manifest)) : 'unsaid';
  const { inContainer } = context.tools;
  const needs = scriptNeeds(tree, target).filter(
    (need) => said(need) !== 'denied' && !(inContainer && hasBinary(need, target)),
  );
  const allowed = needs.filter((need) => said(need) === 'allowed' && hasInstallScript(need.installed));
  const generated = await ungenerated(install, tree);
  const generating = generated.filter((need) => said(need) === 'allowed' && hasInstallScript(need.installed));
  const before = new Map(allowed.map((need) => [need, inContainer ? undefined : filesIn(need.installed.path)]));
  const run = inContainer ? [] : [...allowed, ...generating];
  if (run.length > 0) await rebuild(install, run, target);
  for (const [need, files] of before) if (!need.isOptional) checkMade(need, files, target);
  const open = needs.filter((need) => !allowed.includes(need) && !need.isOptional);
  const [first] = open;
  if (first !== undefined) throw scriptNeeded(open, target);
  for (const need of generated) {
    const missing = said(need) === 'denied' ? undefined : missingGenerated(need.installed, tree.base);
    if (missing !== undefined) throw notGenerated(need, missing, run.includes(need));
  }
  if (inContainer) return false;
  const others = tree.packages
    .filter((installed) => hasInstallScript(installed) && !run.some((need) => need.installed === installed))
    .map(({ path }) => packageName(path));
  if (others.length === 0) return run.length > 0;
  const names = [...new Set(others)].sort().join(', ');
  context.note(
    'notice',
    `Install scripts were not run, of ${names}: they would compile for this machine; --docker runs them`,
  );
  return run.length > 0;
}

/** What the project can't do without, and what its entry loads that only a script or a program makes. */
async function ungenerated({ project }: NodeInstall, tree: InstalledTree): Promise<InstalledNeed[]> {
  const essential = essentialPackages(tree);
  const isElsewhere = await isGeneratedElsewhere(project);
  return tree.packages
    .filter((installed) => essential.has(installed.path))
    .filter(({ manifest }) => !isElsewhere || manifest.name !== PRISMA_CLIENT)
    .filter((installed) => {
      const missing = missingGenerated(installed, tree.base);
      return missing !== undefined && (missing.startsWith('.prisma/') || hasInstallScript(installed));
    })
    .map((installed) => ({ installed, name: packageName(installed.path) }));
}

/** With the variables by which prebuild-install, node-pre-gyp and node-gyp fetch for another platform. */
async function rebuild(install: NodeInstall, needs: readonly InstalledNeed[], target: BinaryTarget): Promise<void> {
  const { root, architecture, context } = install;
  const { program, prefix } = await managerProgram('npm', root, context.tools);
  const cpu = CPUS[architecture];
  const names = [...new Set(needs.map(({ name }) => name))].sort();
  const result = await context.tools.install({
    program,
    args: [...prefix, 'rebuild', '--ignore-scripts=false', '--foreground-scripts', ...names],
    cwd: root,
    env: {
      npm_config_platform: 'linux',
      npm_config_target_platform: 'linux',
      npm_config_arch: cpu,
      npm_config_target_arch: cpu,
      npm_config_libc: '',
      npm_config_target_libc: 'glibc',
      npm_config_target: `${target.version}.0.0`,
    },
  });
  if (result.code !== 0) throw toolFailed(`the install scripts of ${names.join(', ')} failed`, result);
}

function scriptNeeded(needs: readonly ScriptNeed[], { architecture, version }: BinaryTarget): CodelessError {
  const [first] = needs;
  const more = needs.length > 1 ? ` (and ${needs.length - 1} more)` : '';
  const message = `the package ${first?.name ?? ''} has no binary for Node.js ${version} on ${architecture}: ${first?.why ?? ''}${more}`;
  return new CodelessError('build', 'InstallScriptNeeded', message, {
    hint: 'Allow its script by `"allowScripts": { "<name>": true }` in package.json, say by `false` that the function works without, or build with --docker.',
    output: needs.map(({ name, why }) => `${name}: ${why}`),
  });
}

function notGenerated({ name }: InstalledNeed, missing: string, isRun: boolean): CodelessError {
  const made = isRun ? 'which its install script ran for and did not make' : 'which is generated, and was not';
  const message = `the package ${name} loads ${missing}, ${made}`;
  const without = `say by \`"allowScripts": { "${name}": false }\` in package.json that the function does not load ${name} itself`;
  const hint =
    name === PRISMA_CLIENT
      ? `Run \`prisma generate\` in the project before, or ${without}.`
      : `Allow its script by \`"allowScripts": { "${name}": true }\` in package.json, build with --docker, or ${without}.`;
  return new CodelessError('build', 'GeneratedCodeMissing', message, { hint });
}

function versionOf(manifest: object): string | undefined {
  return 'version' in manifest ? String(manifest.version) : undefined;
}
