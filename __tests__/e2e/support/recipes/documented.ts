import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '../../../../docs/builds.md');

/** A row of the page's table of build commands. */
export interface Recipe {
  /** What it builds, as the page calls it. */
  readonly name: string;
  /** As it stands on the page. */
  readonly command: string;
  /** What the row says of the dependencies. */
  readonly dependencies: string | undefined;
}

/** The build commands that the documentation gives, each as a reader copies it. */
export function documentedRecipes(): readonly Recipe[] {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  const head = lines.findIndex((line) => /^\| For +\| `build-command` +\|$/.test(line));
  const end = lines.indexOf('', head);
  if (head === -1) throw new Error(`${PAGE} has no table of build commands`);
  return lines.slice(head + 2, end).map((line) => {
    const [, name = '', cell = ''] = line.split(/(?<!\\)\|/).map((text) => text.trim().replaceAll('\\|', '|'));
    const [, command] = /`([^`]+)`/.exec(cell) ?? [];
    if (command === undefined) throw new Error(`${PAGE} has no command for ${name}`);
    const [, dependencies] = /`dependencies: (\w+)`/.exec(cell) ?? [];
    return { name: name.replaceAll('`', ''), command, dependencies };
  });
}
