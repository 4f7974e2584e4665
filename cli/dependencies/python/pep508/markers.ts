import { CodelessError } from '../../../errors';
import { normalizedName } from './names';
import { satisfies } from './specifiers';

/** Values of the variables that markers name. */
export type MarkerEnvironment = Readonly<Record<string, string>>;

/** Names that markers had before PEP 508. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.version': 'platform_version',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};

const TOKEN =
  /\s*(?:(\()|(\))|'([^']*)'|"([^"]*)"|(===|~=|==|!=|<=|>=|<|>)|(not\s+in\b|in\b|and\b|or\b)|([a-z_]+(?:\.[a-z_]+)?))/gy;

type Token =
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'text' | 'operator' | 'word' | 'variable'; readonly text: string };

/**
 * Whether an environment marker holds.
 *
 * @param marker empty for one that always does
 * @param extras the extras that are asked for; `extra == "x"` holds for any of them
 * @throws CodelessError with exit `usage`, `MarkerInvalid`
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function evaluateMarker(
  marker: string,
  environment: MarkerEnvironment,
  extras: readonly string[] = [],
): boolean {
  const tokens = tokensOf(marker);
  if (tokens.length === 0) return true;
  return ['', ...extras.map(normalizedName)].some((extra) =>
    new Evaluation(marker, tokens, { ...environment, extra }).result(),
  );
}

function tokensOf(marker: string): Token[] {
  const tokens: Token[] = [];
  const text = marker.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) throw invalid(marker);
    const [, open, close, single, double, operator, word, variable] = match;
    if (open !== undefined) tokens.push({ kind: 'open' });
    else if (close !== undefined) tokens.push({ kind: 'close' });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (word === undefined) {
      tokens.push(
        variable === undefined
          ? { kind: 'text', text: single ?? double ?? '' }
          : { kind: 'variable', text: OLD_NAMES[variable] ?? variable },
      );
    } else {
      const name = word.replace(/\s+/g, ' ');
      tokens.push({ kind: name.endsWith('in') ? 'operator' : 'word', text: name });
    }
  }
  return tokens;
}

function invalid(marker: string): Error {
  return new CodelessError('usage', 'MarkerInvalid', `'${marker}' is not an environment marker of Python`);
}

/** Goes through the tokens once: `or` of `and`s of comparisons. */
class Evaluation {
  #next = 0;

  constructor(
    private readonly marker: string,
    private readonly tokens: readonly Token[],
    private readonly environment: MarkerEnvironment,
  ) {}

  result(): boolean {
    const holds = this.#or();
    if (this.#next < this.tokens.length) throw this.#wrong();
    return holds;
  }

  #or(): boolean {
    let holds = this.#and();
    while (this.#takes('or')) holds = this.#and() || holds;
    return holds;
  }

  #and(): boolean {
    let holds = this.#comparison();
    while (this.#takes('and')) holds = this.#comparison() && holds;
    return holds;
  }

  #comparison(): boolean {
    if (this.tokens[this.#next]?.kind === 'open') {
      this.#next += 1;
      const holds = this.#or();
      if (this.tokens[this.#next]?.kind !== 'close') throw this.#wrong();
      this.#next += 1;
      return holds;
    }
    const left = this.#value();
    const operator = this.tokens[this.#next];
    if (operator?.kind !== 'operator') throw this.#wrong();
    this.#next += 1;
    const right = this.#value();
    return compareValues(left, operator.text, right);
  }

  #value(): { readonly text: string; readonly variable?: string } {
    const token = this.tokens[this.#next];
    this.#next += 1;
    if (token?.kind === 'text') return { text: token.text };
    const value = token?.kind === 'variable' ? this.environment[token.text] : undefined;
    if (token?.kind !== 'variable' || value === undefined) throw this.#wrong();
    return { text: value, variable: token.text };
  }

  #takes(word: string): boolean {
    const token = this.tokens[this.#next];
    const isIt = token?.kind === 'word' && token.text === word;
    if (isIt) this.#next += 1;
    return isIt;
  }

  #wrong(): Error {
    return invalid(this.marker);
  }
}

interface Value {
  readonly text: string;
  readonly variable?: string;
}

/** As versions where the right side is one, and else as texts. */
function compareValues(one: Value, operator: string, other: Value): boolean {
  const isExtra = one.variable === 'extra' || other.variable === 'extra';
  const [left, right] = [one, other].map(({ text }) => (isExtra ? normalizedName(text) : text)) as [string, string];
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  const asVersions = isExtra ? undefined : satisfies(left, `${operator}${right}`);
  if (asVersions !== undefined) return asVersions;
  switch (operator) {
    case '==':
    case '===':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return false;
  }
}
