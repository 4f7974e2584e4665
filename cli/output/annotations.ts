/** Whether GitHub Actions reads what is printed. */
export function annotates(env: NodeJS.ProcessEnv): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/**
 * A line that GitHub Actions shows at the run's top.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function annotation(level: 'error' | 'warning' | 'notice', text: string): string {
  return `::${level} title=codeless::${escaped(text)}`;
}

/** The first line of a part of the log that is folded. */
export function groupStart(title: string): string {
  return `::group::${escaped(title)}`;
}

/** The last line of it. */
export const GROUP_END = '::endgroup::';

/** A line of foreign text, with no command of its own: those count at the beginning of a line. */
export function withoutCommands(line: string): string {
  return /^\s*(::|##\[)/.test(line) ? `| ${line}` : line;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
