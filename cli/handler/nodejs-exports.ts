/** What esbuild writes at the end of CommonJS that it made of a module: all names, for Node.js' own reading of them. */
const ANNOTATION = /\b0 && \(module\.exports = \{([^{}]*)\}\);?\s*(?:\/\/[^\n]*\s*)*$/;

/** The end of what esbuild makes of CommonJS, whose last module is the entry. */
const WRAPPED = /\bmodule\.exports = (require_\w+)\(\);?\s*(?:\/\/[^\n]*\s*)*$/;

/** Names that are written out in `Object.defineProperty(exports, "a", …)`, and the parameters of a module that esbuild wrapped. */
const LITERAL = /Object\.defineProperty\((?:module\.)?exports,\s*(?=["'])|"\(exports(?:, module)?\) \{/g;

/** What gives CommonJS names that its text does not have: other values, copies, what is computed, and those who get `exports`. */
const DYNAMIC = [
  /\bmodule\.exports\s*=(?!\s*\{)/,
  /\bmodule\.exports\s*=\s*\{[^]*?\.\.\.[^]*?\}/,
  /\bexports\s*\[/,
  /\bmodule\s*\[/,
  /[(,=:[]\s*(?:module\.)?exports\b(?!\s*(?:\.|=[^=]))/,
  /[(,=:[]\s*module\b(?!\.exports\b)/,
  /\bthis\s*\[|\bimport\s*\(|\beval\b/,
];

/**
 * Whether a file of code surely exports nothing of a name: its text has no such word, or it lists all that it exports.
 *
 * @returns false in doubt
 */
export function lacksExport(text: string, name: string, syntax: 'commonjs' | 'module'): boolean {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return false;
  const listed = syntax === 'commonjs' ? ANNOTATION.exec(text)?.[1] : undefined;
  if (listed !== undefined) return !listed.includes('...') && !hasWord(listed, name);
  if (syntax === 'module') return !hasWord(text, name) && !/\bexport\s*\*|\\u/.test(text);
  const entry = WRAPPED.exec(text);
  const start = entry === null ? 0 : text.lastIndexOf(`var ${entry[1]} = `);
  const own = (entry === null || start < 0 ? text : text.slice(start, entry.index)).replaceAll(LITERAL, '');
  return !hasWord(own, name) && !DYNAMIC.some((pattern) => pattern.test(own));
}

function hasWord(text: string, name: string): boolean {
  return new RegExp(String.raw`(?<![\w$])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`).test(text);
}
