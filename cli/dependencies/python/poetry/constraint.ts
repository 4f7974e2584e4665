import { satisfies } from '../pep508';

const CLAUSE = /[\s,]*(\^|~=|~|===|==|!=|>=|<=|>|<|=)?\s*([^\s,]+)/g;

/**
 * Whether a version is what a constraint of Poetry asks for: PEP 440 with `^`, `~`, `1.*`, `*` and `||`.
 *
 * @see https://python-poetry.org/docs/dependency-specification/
 */
export function allows(constraint: string, version: string): boolean {
  return constraint.split(/\|\|?/).some((part) => {
    return satisfies(version, specifiersOfPart(part)) !== false;
  });
}

/** A constraint of Poetry as specifiers of PEP 440, which have no `||`: with one they are empty. */
export function specifiersOf(constraint: string): string {
  return constraint.includes('|') ? '' : specifiersOfPart(constraint);
}

function specifiersOfPart(part: string): string {
  const specifiers = [...part.matchAll(CLAUSE)].map(([, operator = '', wanted = '']) => pep440(operator, wanted));
  return specifiers.filter((text) => text !== '').join(',');
}

function pep440(operator: string, version: string): string {
  if (version === '*') return '';
  if (operator === '^') return `>=${version},<${nextOf(version, caretPart)}`;
  if (operator === '~') return `>=${version},<${nextOf(version, (release) => Math.min(1, release.length - 1))}`;
  return `${operator === '' || operator === '=' ? '==' : operator}${version}`;
}

/** The first part that is not zero may not change; of `0.0` the last one. */
function caretPart(release: readonly number[]): number {
  const first = release.findIndex((part) => part > 0);
  return first === -1 ? release.length - 1 : first;
}

function nextOf(version: string, partOf: (release: readonly number[]) => number): string {
  const [epoch = ''] = /^\d+!/.exec(version) ?? [];
  const release = (/^v?([\d.]*\d)/.exec(version.slice(epoch.length))?.[1] ?? '0').split('.').map(Number);
  const part = partOf(release);
  return `${epoch}${release
    .slice(0, part)
    .concat((release[part] ?? 0) + 1)
    .join('.')}`;
}
