import { EXIT_CODES, type ExitName } from '../../cli/errors';
import { DEFAULT_IGNORES } from '../../cli/package/tree/default-ignores';
import { FLAGS, variableOf, type FlagDeclaration } from '../../cli/settings/flags';
import { CATALOGUE, EXIT_MEANINGS } from '../../cli/verbs/catalogue';
import { VERBS } from '../../cli/verb';
import { markdownTable } from './markdown';

/** How every verb may end. */
const FOR_ALL: readonly ExitName[] = ['ok', 'failed', 'usage', 'interrupted', 'terminated'];

/** The generated parts of the page about the program, by the names of their markers. */
export function programParts(): Readonly<Record<string, string>> {
  return {
    verbs: verbSections(),
    flags: flagsTable(),
    exits: exitsTable(),
    ignores: ['```text', ...DEFAULT_IGNORES, '```'].join('\n'),
  };
}

function verbSections(): string {
  return VERBS.map((verb) => {
    const { summary, details, examples, exits } = CATALOGUE[verb];
    const own = exits.filter((exit) => !FOR_ALL.includes(exit));
    const also = own.length === 0 ? '' : ` Exit codes of its own: ${own.map((exit) => EXIT_CODES[exit]).join(', ')}.`;
    return [`### ${verb}`, `${summary} ${details}${also}`, ['```sh', ...examples, '```'].join('\n')].join('\n\n');
  }).join('\n\n');
}

function flagsTable(): string {
  return markdownTable(
    ['Flag', 'Default', 'Also set by', 'Verbs', 'What it is'],
    FLAGS.map((flag) => [
      `\`--${flag.name}${valueOf(flag)}\`${flag.type === 'boolean' && flag.negatable ? `, \`--no-${flag.name}\`` : ''}`,
      flag.default ?? 'none',
      othersOf(flag),
      verbsOf(flag),
      flag.description,
    ]),
  );
}

/** The verbs that take a flag, or the one that does not. */
function verbsOf({ verbs }: FlagDeclaration): string {
  if (verbs === 'all') return 'all';
  const others = VERBS.filter((verb) => !verbs.includes(verb));
  return others.length === 1 ? `all but ${others.join()}` : verbs.join(', ');
}

function valueOf(flag: FlagDeclaration): string {
  if (flag.type === 'boolean') return '';
  return flag.type === 'choice' ? ` <${flag.choices.join('|')}>` : ` ${flag.placeholder}`;
}

function othersOf(flag: FlagDeclaration): string {
  const others = [
    ...(flag.env ? [`\`${variableOf(flag)}\``] : []),
    ...(flag.contract === undefined ? [] : [`contract \`${flag.contract}\``]),
    ...(flag.file ? ['file'] : []),
  ];
  return others.length === 0 ? 'nothing' : others.join(', ');
}

function exitsTable(): string {
  return markdownTable(
    ['Code', 'What it says', 'Verbs'],
    (Object.keys(EXIT_CODES) as ExitName[]).map((exit) => [
      String(EXIT_CODES[exit]),
      EXIT_MEANINGS[exit],
      FOR_ALL.includes(exit) ? 'all' : VERBS.filter((verb) => CATALOGUE[verb].exits.includes(exit)).join(', '),
    ]),
  );
}
