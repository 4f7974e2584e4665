import type { Toolbox } from '../tools/toolbox';

/** Without pip it ends with an error; a version manager's stand-in for a Python that is not there does as well. */
const PROBE = 'import sys, pip; assert sys.version_info >= (3, 8); print(sys.executable)';

/**
 * A Python of this machine with pip: the function's own version where there is one, else any.
 *
 * @returns the path of its program; undefined where there is none
 */
export async function findPython(version: string, scratch: string, tools: Toolbox): Promise<string | undefined> {
  for (const name of [`python${version}`, 'python3', 'python']) {
    const program = tools.find(name);
    if (program === undefined) continue;
    const { code, stdout } = await tools.probe({ program, args: ['-c', PROBE], cwd: scratch });
    const [executable] = stdout;
    if (code === 0 && executable !== undefined && executable !== '') return executable;
  }
  return undefined;
}
