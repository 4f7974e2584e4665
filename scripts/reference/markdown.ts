import { isDocument, isOutput } from './model';
import type { Entry, Member } from './model';

/** The properties of a type that a user fills in. */
export function inputsTable(entry: Entry): string {
  return markdownTable(
    ['Name', 'Type', 'Default', 'What it is'],
    entry.members.map((member) => [code(member.name), code(member.type), defaultOf(member), text(member)]),
  );
}

/** The properties of a type that a user reads; those of `nested` are told in place of the property of that name. */
export function outputsTable(entry: Entry, nested: Readonly<Record<string, Entry>>): string {
  const rows = entry.members
    .filter((member) => member.kind === 'property')
    .flatMap((member) => {
      const inner = nested[member.name];
      return inner
        ? inner.members.map((leaf) => [code(`${member.name}.${leaf.name}`), code(leaf.type), text(leaf)])
        : [[code(member.name), code(member.type), text(member)]];
    });
  return markdownTable(['Name', 'Type', 'What it is'], rows);
}

/** The keys of a document, and whether each is always there. */
export function documentTable(entry: Entry): string {
  return markdownTable(
    ['Key', 'Type', 'Present', 'What it is'],
    entry.members.map((member) => [
      code(member.name),
      code(member.type),
      member.optional ? 'if it applies' : 'always',
      text(member),
    ]),
  );
}

/** Every export under a heading of its own. */
export function reference(entries: readonly Entry[]): string {
  return entries.map(section).join('\n\n');
}

function section(entry: Entry): string {
  const parts = [`## \`${entry.name}\``, withLinks(entry.doc, entry.see)];
  if (entry.type !== '') {
    parts.push(['```text', `${entry.name}${entry.kind === 'function' ? '' : ': '}${entry.type}`, '```'].join('\n'));
  }
  const properties = entry.members.filter((member) => member.kind === 'property');
  if (properties.length > 0) {
    parts.push(propertiesTable(entry, properties));
  }
  const methods = entry.members.filter((member) => member.kind === 'method');
  parts.push(...methods.map((method) => `- \`${method.name}${method.type}\`: ${text(method)}`));
  return parts.join('\n\n');
}

function propertiesTable(entry: Entry, members: readonly Member[]): string {
  if (isDocument(entry)) return documentTable({ ...entry, members });
  return isOutput(entry) ? outputsTable({ ...entry, members }, {}) : inputsTable({ ...entry, members });
}

function defaultOf(member: Member): string {
  if (!member.optional) return '**required**';
  const value = member.default ?? '';
  return value.startsWith('- ') ? value.slice(2) : code(value);
}

function text(member: Member): string {
  return withLinks(member.doc, member.see);
}

function withLinks(doc: string, see: readonly string[]): string {
  return [doc, ...see.map((link) => `[More](${link.split(' ')[0] ?? link})`)].join(' ');
}

function code(value: string): string {
  return value === '' ? '' : `\`${value}\``;
}

/** A table, whose cells may hold `|`. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
