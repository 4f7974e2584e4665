/** A line of a requirements file, its continuations joined and its comments gone. */
export type RequirementLine =
  /** `-r other.txt` or `-c constraints.txt`. */
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
    };

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
  const joined = text.replace(/^\uFEFF/, '').replace(/\\\r?\n/g, ' ');
  return joined
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map(parseLine);
}

/** A package that was to be linked is copied: a link to a directory of the machine that builds leads nowhere in Lambda. */
function parseLine(line: string): RequirementLine {
  for (const [kind, pattern] of INCLUDES) {
    const target = pattern.exec(line)?.[1];
    if (target !== undefined) return { kind, target: unquoted(target) };
  }
  const text = line.replace(EDITABLE, '');
  if (text.startsWith('-')) return { kind: 'option', text };
  const [, url] = /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*(\S+)/.exec(text) ?? [];
  const target = url ?? /^[^\s;[]+/.exec(text)?.[0] ?? text;
  return { kind: 'requirement', target, rest: text.slice(text.indexOf(target) + target.length), text };
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}
