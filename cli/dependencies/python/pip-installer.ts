import type { RecipeContext } from '../recipe';
import type { ToolCall } from '../tools/toolbox';
import type { InstallRequest, Installer } from './installer';
import { pipProgramEnvironment, writePipProgram } from './pip-program';
import { fullVersion, platformTags } from './target-platform';
import type { TargetPlatform } from './target-platform';

/** Settings of the user's that would install elsewhere or not at all. */
const UNSET = { PIP_USER: undefined, PIP_TARGET: undefined, PIP_PREFIX: undefined, PIP_REQUIRE_VIRTUALENV: undefined };

const QUIET = { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore' };

/** pip of a Python on this machine, which takes wheels for Lambda's platform alone. */
export async function pipInstaller(
  python: string,
  platform: TargetPlatform,
  { scratch, tools }: RecipeContext,
): Promise<Installer> {
  const program = await writePipProgram(scratch);
  const env = { ...UNSET, ...QUIET, ...pipProgramEnvironment(platform) };
  return pip((request) =>
    tools.run({
      program: python,
      args: [program, ...pipArguments(request), ...platformArguments(platform)],
      cwd: scratch,
      env,
    }),
  );
}

/** pip in the container, where what has to be compiled is. */
export function containerPipInstaller({ scratch, tools }: RecipeContext): Installer {
  const call = (args: readonly string[]): ToolCall => ({ program: 'python3', args, cwd: scratch, env: QUIET });
  return pip((request) => tools.install(call(['-m', 'pip', ...pipArguments(request)])));
}

function pip(install: Installer['install']): Installer {
  return { name: 'pip', install, prepareLocal: (path) => Promise.resolve(path) };
}

function pipArguments({ file, constraints, complete, wheels, root }: InstallRequest): string[] {
  return [
    ...['install', '--target', root, '--no-compile', '--no-warn-script-location', '--requirement', file],
    ...(constraints === undefined ? [] : ['--constraint', constraints]),
    ...(complete ? ['--no-deps'] : []),
    ...(wheels === undefined ? [] : ['--find-links', wheels]),
  ];
}

function platformArguments(platform: TargetPlatform): string[] {
  return [
    '--only-binary=:all:',
    ...platformTags(platform).flatMap((tag) => ['--platform', tag]),
    ...['--python-version', fullVersion(platform), '--implementation', 'cp'],
    ...['--abi', `cp${platform.version.replace('.', '')}`],
  ];
}
