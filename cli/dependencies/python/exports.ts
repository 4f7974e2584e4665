import type { Toolbox } from '../tools/toolbox';

/**
 * The packages of a uv.lock that a project needs in production, with their hashes.
 *
 * @param project directory of the project, which may be a member of the lock's workspace
 * @throws CodelessError `DependencyToolMissing`, `DependencyToolFailed`
 */
export async function exportUvLock(project: string, tools: Toolbox): Promise<string> {
  const program = tools.require('uv', 'uv.lock', 'Install uv: https://docs.astral.sh/uv/getting-started/installation/');
  const args = [
    ...['export', '--frozen', '--no-dev', '--no-emit-project', '--no-editable', '--no-header', '--no-annotate'],
    ...['--format', 'requirements-txt', '--quiet'],
  ];
  return (await tools.capture({ program, args, cwd: project }, 'export uv.lock')).join('\n');
}

/**
 * The packages of a poetry.lock that production needs, with their hashes.
 *
 * @throws CodelessError `DependencyToolMissing`, `DependencyToolFailed`
 */
export async function exportPoetryLock(project: string, tools: Toolbox): Promise<string> {
  const hint = 'Install Poetry with the plugin poetry-plugin-export: https://python-poetry.org/docs/';
  const program = tools.require('poetry', 'poetry.lock', hint);
  const args = ['export', '--format', 'requirements.txt', '--no-interaction', '--no-ansi'];
  const call = { program, args, cwd: project };
  return (await tools.capture(call, 'export poetry.lock', hint)).join('\n');
}
