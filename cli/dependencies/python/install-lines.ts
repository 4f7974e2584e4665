import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RecipeContext } from '../recipe';
import { toolFailed } from '../tools/toolbox';
import type { ToolResult } from '../tools/toolbox';
import type { Installer } from './installer';
import { missingWheel, projectName } from './missing-wheel';
import { buildPureWheel, wheelMissing } from './pure-wheel';
import { platformName } from './target-platform';
import type { TargetPlatform } from './target-platform';

/** Lines of a requirements file, and who installs them where. */
export interface LinesToInstall {
  readonly lines: readonly string[];
  readonly constraints: readonly string[];
  /** Whether nothing may come in that the lines don't name. */
  readonly complete: boolean;
  readonly platform: TargetPlatform;
  readonly installer: Installer;
  /** Path of a Python with pip, which makes wheels of packages that have none. */
  readonly python: string | undefined;
  /** An empty directory that packages are to be importable from. */
  readonly root: string;
}

/** pip leaves a package out that would come into a directory which is there already, and ends well. */
const LEFT_OUT = /WARNING: Target directory .+ already exists\. Specify --upgrade/;

/**
 * Installs lines of a requirements file; a wheel that is missing is built, if nothing in it must be compiled.
 *
 * @throws CodelessError `WheelMissing`, `DependencyToolFailed`
 */
export async function installLines(packages: LinesToInstall, context: RecipeContext): Promise<void> {
  const { lines, installer, root, complete } = packages;
  if (lines.every(isOption)) return;
  const [file, wheels] = [join(context.scratch, 'requirements.txt'), join(context.scratch, 'wheels')];
  const constraints = join(context.scratch, 'constraints.txt');
  await writeFile(constraints, packages.constraints.map((line) => `${line}\n`).join(''));
  const built = new Map<string, string>();
  for (;;) {
    await writeFile(file, lines.map((line) => `${withHash(line, built)}\n`).join(''));
    const result = await installer.install({
      file,
      constraints: packages.constraints.length > 0 ? constraints : undefined,
      complete,
      wheels: built.size > 0 ? wheels : undefined,
      root,
    });
    if (result.code === 0) {
      refuseLeftOut(result);
      return;
    }
    const [name, line] = missing(result, lines);
    if (name === undefined || context.tools.inContainer) {
      throw toolFailed(`${installer.name} could not install the packages`, result);
    }
    const platform = platformName(packages.platform);
    if (built.has(name)) throw wheelMissing(`${name} has no wheel for ${platform}`, result);
    const pure = { line, options: lines.filter(isOption), wheels, python: packages.python, platform };
    built.set(name, await buildPureWheel(name, { ...pure, tools: context.tools }));
  }
}

/** Whether a line is no package. */
export function isOption(line: string): boolean {
  return line.startsWith('-') && !line.startsWith('-r ');
}

function refuseLeftOut(result: ToolResult): void {
  const warning = result.output.find((line) => LEFT_OUT.test(line));
  if (warning === undefined) return;
  throw toolFailed(`pip left a package out (${warning.replace('WARNING: ', '')})`, result);
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
