import { CodelessError } from '../../errors';
import { directoriesOf } from './merge';

/** As many links in a row as Linux follows. */
const MAX_LINKS = 40;

/** Where the links are. */
export interface LinkContext {
  /** Directories that have entries of their own. */
  readonly directories?: readonly string[];
  /** The archive that holds them, if it is not a tree on this machine. */
  readonly archive?: string;
}

/**
 * Checks that each link leads to something that is in the package as well: a link that leads elsewhere works on the machine
 * that builds and is broken in Lambda, where nobody sees it before it is used.
 *
 * @throws CodelessError with exit `build`
 */
export function checkLinks(
  entries: readonly { readonly path: string; readonly linkTarget?: string }[],
  { directories = [], archive }: LinkContext = {},
): void {
  const links = new Map<string, string>();
  for (const { path, linkTarget } of entries) {
    if (linkTarget !== undefined) {
      links.set(path, linkTarget);
    }
  }
  if (links.size === 0) {
    return;
  }
  const found = [...entries.map(({ path }) => path), ...directories];
  const paths = new Set(found.flatMap((path) => [path, ...directoriesOf(path)])).add('');
  for (const [path, target] of links) {
    const end = follow(path, links, paths);
    if (end === 'outside') {
      const why = 'which is outside of the package, so Lambda would not have it';
      throw refusal('LinkLeavesPackage', path, target, why, archive);
    }
    if (end === 'missing') {
      const missing = archive === undefined ? 'which does not exist or is ignored' : 'which is not in it';
      throw refusal('LinkBroken', path, target, `${missing}, so the link would be broken in Lambda`, archive);
    }
  }
}

/** Where a path leads, found in the package and not on this machine, whose directories Lambda does not have. */
function follow(
  path: string,
  links: ReadonlyMap<string, string>,
  paths: ReadonlySet<string>,
): 'inside' | 'outside' | 'missing' {
  const names = path.split('/');
  const at: string[] = [];
  let followed = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '..') {
      if (at.pop() === undefined) {
        return 'outside';
      }
    } else if (name !== '' && name !== '.') {
      at.push(name);
    }
    const here = at.join('/');
    const target = links.get(here);
    if (!paths.has(here) || followed > MAX_LINKS) {
      return 'missing';
    }
    if (target?.startsWith('/') === true) {
      return 'outside';
    }
    if (target !== undefined) {
      followed++;
      at.pop();
      names.unshift(...target.split('/'));
    }
  }
  return 'inside';
}

function refusal(code: string, path: string, target: string, why: string, archive?: string): CodelessError {
  const where = archive === undefined ? '' : ` in the archive '${archive}'`;
  return new CodelessError('build', code, `'${path}'${where} is a link to '${target}', ${why}`, {
    hint:
      archive === undefined
        ? 'Put the file itself there, or list the link in .lambdaignore.'
        : 'Build the archive again with the file itself there.',
  });
}
