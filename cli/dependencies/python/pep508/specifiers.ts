import { compare, explain, type Pep440Version } from '@renovatebot/pep440';

/** One comparison of a version: `>=1.2`, `==1.*`. */
interface Clause {
  readonly operator: string;
  /** Without `.*`. */
  readonly version: string;
  readonly isPrefix: boolean;
}

const CLAUSE = /^(===|~=|==|!=|<=|>=|<|>)\s*(\S+?)(\.\*)?$/;

/**
 * Whether a version is what a specifier set asks for, prereleases included: it is installed, and was chosen by somebody.
 *
 * @param specifiers such as `>=1.2,!=1.3.*`; empty for every version
 * @returns undefined where the specifiers or the version are not of PEP 440
 * @see https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function satisfies(version: string, specifiers: string): boolean | undefined {
  const clauses = specifiers.split(',').map((text) => text.trim());
  const results = clauses.filter((text) => text !== '').map((text) => satisfiesClause(version, text));
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/** Whether two versions are one, however they are written: `1.0` and `1.0.0`. */
export function isSameVersion(one: string, other: string): boolean {
  return one === other || satisfies(one, `==${other}`) === true;
}

/** Negative where the first version is the older one; what is no version counts as the oldest. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [explain(one) !== null, explain(other) !== null];
  return first && second ? compare(one, other) : Number(first) - Number(second);
}

function satisfiesClause(version: string, text: string): boolean | undefined {
  const [, operator, wanted, prefix] = CLAUSE.exec(text) ?? [];
  if (operator === undefined || wanted === undefined) return undefined;
  if (operator === '===') return version.toLowerCase() === `${wanted}${prefix ?? ''}`.toLowerCase();
  const [has, asked] = [explain(version), explain(wanted)];
  if (has === null || asked === null) return undefined;
  // Only what is equal can be equal in its local part.
  if (asked.local !== null && !/^[=!]=$/.test(operator)) return undefined;
  return holds({ operator, version: wanted, isPrefix: prefix !== undefined }, version, has, asked);
}

function holds(
  { operator, version: wanted, isPrefix }: Clause,
  version: string,
  has: Pep440Version,
  asked: Pep440Version,
): boolean | undefined {
  const own = asked.local === null ? has.public : version;
  switch (operator) {
    case '==':
      return isPrefix ? hasPrefix(has, asked.epoch, asked.release) : compare(own, wanted) === 0;
    case '!=':
      return !(isPrefix ? hasPrefix(has, asked.epoch, asked.release) : compare(own, wanted) === 0);
    case '~=': {
      if (isPrefix || asked.release.length < 2) return undefined;
      return compare(has.public, wanted) >= 0 && hasPrefix(has, asked.epoch, asked.release.slice(0, -1));
    }
    case '>=':
      return isPrefix ? undefined : compare(has.public, wanted) >= 0;
    case '<=':
      return isPrefix ? undefined : compare(has.public, wanted) <= 0;
    case '<':
      // A prerelease of what is excluded comes before it, and is not meant.
      if (has.is_prerelease && !asked.is_prerelease && compare(has.public, `${asked.public}.dev0`) >= 0) return false;
      return isPrefix ? undefined : compare(version, wanted) < 0;
    default:
      // Nor is a later release of what is excluded, or somebody's own build of it.
      if (!asked.is_postrelease && compare(has.public.replace(/\.post.*$/, ''), wanted) === 0) return false;
      if (has.local !== null && compare(has.public, wanted) === 0) return false;
      return isPrefix ? undefined : compare(version, wanted) > 0;
  }
}

/** `2` begins with `2.0`: what is not written is zero. */
function hasPrefix({ epoch, release }: Pep440Version, askedEpoch: number, prefix: readonly number[]): boolean {
  return epoch === askedEpoch && prefix.every((part, index) => (release[index] ?? 0) === part);
}
