import { Container } from '../dependencies/tools/container';
import { SHOWN_LINES, Toolbox } from '../dependencies/tools/toolbox';
import { CodelessError } from '../errors';
import type { CodeBuild } from './code-build';

/**
 * Runs the user's own command by `/bin/sh -c` in the source, which fills `$CODELESS_BUILD`.
 *
 * @param target an empty directory
 * @throws CodelessError `BuildFailed`
 */
export async function runBuildCommand(command: string, build: CodeBuild, target: string): Promise<void> {
  const { source, runtime = '', architecture, handler = '', image, env, signal, onProgress } = build;
  const directories = [source, target];
  const container = image === undefined ? undefined : new Container({ image, architecture, directories, env });
  const tools = new Toolbox({ env, signal, onProgress, container, step: 'build' });
  const { code, output } = await tools.install({
    program: '/bin/sh',
    args: ['-c', command],
    cwd: source,
    env: {
      CODELESS_BUILD: target,
      CODELESS_RUNTIME: runtime,
      CODELESS_ARCHITECTURE: architecture,
      CODELESS_HANDLER: handler,
    },
  });
  if (code === 0) return;
  throw new CodelessError('build', 'BuildFailed', `the build command failed: it ended with exit code ${code}`, {
    hint: 'The last lines of its output say why.',
    output: output.slice(-SHOWN_LINES),
  });
}
