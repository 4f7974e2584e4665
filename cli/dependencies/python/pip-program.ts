import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { markerEnvironment } from './target-platform';
import type { TargetPlatform } from './target-platform';

/**
 * pip chooses wheels for the platform that it is told, and yet asks the Python that it runs in about environment markers,
 * so that `; python_version < "3.11"` is answered for the wrong version. This runs pip with Lambda's answers.
 *
 * It can go when pip does so itself: https://github.com/pypa/pip/issues/11198
 */
const PROGRAM = `import json, os, runpy, sys

target = json.loads(os.environ.pop("CODELESS_MARKERS"))
try:
    from pip._vendor.packaging import markers
    host_environment = markers.default_environment

    def default_environment():
        environment = dict(host_environment())
        environment.update(target)
        return environment

    markers.default_environment = default_environment
except (ImportError, AttributeError):
    print("this pip answers environment markers for its own Python", file=sys.stderr)
runpy.run_module("pip", run_name="__main__", alter_sys=True)
`;

/** Writes the program that stands for `-m pip` into a directory. */
export async function writePipProgram(directory: string): Promise<string> {
  const file = join(directory, 'pip-for-lambda.py');
  await writeFile(file, PROGRAM);
  return file;
}

/** What the program reads from its environment. */
export function pipProgramEnvironment(platform: TargetPlatform): NodeJS.ProcessEnv {
  return { CODELESS_MARKERS: JSON.stringify(markerEnvironment(platform)) };
}
