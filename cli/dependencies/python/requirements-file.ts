/** A line of a requirements file, its continuations joined and its comments gone. */
export type RequirementLine = {
  /** Where it begins, counted from 1. */
  readonly number: number;
} &
  /** `-r other.txt` or `-c constraints.txt`. */
  (
    | { readonly kind: 'requirements' | 'constraints'; readonly target: string }
    /** `-f directory-or-url`. */
    | { readonly kind: 'find-links'; readonly target: string }
    /** Another option, such as `--index-url`. */
    | { readonly kind: 'option'; readonly text: string }
    /** A package, or what may be the path of one. */
    | {
        readonly kind: 'requirement';
        /** The first word, or what follows `name @`: `markupsafe==3.0.2`, `./lib`, `git+https://…`. */
        readonly target: string;
        /** Extras, marker and hashes: all behind the target. */
        readonly rest: string;
        readonly text: string;
      }
  );

const INCLUDES = [
  ['requirements', /^(?:-r|--requirement)(?:\s*=\s*|\s+|(?<=-r))(.+)$/],
  ['constraints', /^(?:-c|--constraint)(?:\s*=\s*|\s+|(?<=-c))(.+)$/],
  ['find-links', /^(?:-f|--find-links)(?:\s*=\s*|\s+|(?<=-f))(.+)$/],
] as const;

const EDITABLE = /^(?:-e|--editable)(?:\s*=\s*|\s+)/;

/**
 * The lines of a file of pip's format.
 *
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export function parseRequirements(text: string): RequirementLine[] {
  return logicalLines(text.replace(/^\uFEFF/, '')).map(({ line, number }) => parseLine(line, number));
}

/** Lines with their continuations; a comment ends at the end of its line, whatever stands there. */
function logicalLines(text: string): { readonly line: string; readonly number: number }[] {
  const lines: { line: string; number: number }[] = [];
  let open: { line: string; number: number } | undefined;
  for (const [index, physical] of text.split(/\r\n|\r|\n/).entries()) {
    const isComment = /^\s*#/.test(physical);
    const isContinued = physical.endsWith('\\') && !isComment;
    const part = isContinued ? physical.slice(0, -1) : physical;
    open = open === undefined ? { line: part, number: index + 1 } : { ...open, line: `${open.line} ${part.trim()}` };
    if (isContinued) continue;
    lines.push(open);
    open = undefined;
  }
  if (open !== undefined) lines.push(open);
  return lines
    .map(({ line, number }) => ({ line: line.replace(/(^|\s)#.*$/, '').trim(), number }))
    .filter(({ line }) => line !== '');
}

/** A package that was to be linked is copied: a link to a directory of the machine that builds leads nowhere in Lambda. */
function parseLine(line: string, number: number): RequirementLine {
  for (const [kind, pattern] of INCLUDES) {
    const target = pattern.exec(line)?.[1];
    if (target !== undefined) return { kind, number, target: unquoted(target) };
  }
  const text = line.replace(EDITABLE, '');
  if (text.startsWith('-')) return { kind: 'option', number, text };
  const [, url] = /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*(\S+)/.exec(text) ?? [];
  const target = url ?? /^[^\s;[]+/.exec(text)?.[0] ?? text;
  return { kind: 'requirement', number, target, rest: text.slice(text.indexOf(target) + target.length), text };
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}
