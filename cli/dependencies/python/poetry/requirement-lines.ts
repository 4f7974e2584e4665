import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { hashesOf, type LockedPackage, type PoetryLock } from './lock';

/** A package index that packages of a lock come from. */
export interface LockedIndex {
  readonly name: string;
  readonly url: string;
}

/**
 * Packages of a poetry.lock as lines of a requirements file.
 *
 * @param directory of the lock, to which paths are relative
 */
export function requirementLines(lock: PoetryLock, packages: readonly LockedPackage[], directory: string): string[] {
  return packages.map((one) => {
    const hashes = hashesOf(lock, one).map((hash) => ` --hash=${hash}`);
    const { name, version, source } = one;
    switch (source?.type) {
      case 'directory':
      case 'file':
        return `${name} @ ${pathToFileURL(resolve(directory, source.url)).href}`;
      case 'git': {
        const reference = source.resolved_reference ?? source.reference;
        const at = reference === undefined ? '' : `@${reference}`;
        return `${name} @ git+${gitUrl(source.url)}${at}${subdirectory(source.subdirectory)}`;
      }
      case 'url':
        return `${name} @ ${source.url}${subdirectory(source.subdirectory)}${hashes.join('')}`;
      default:
        return `${name}==${version}${hashes.join('')}`;
    }
  });
}

/** The indexes that packages come from, besides the public one; and whether that is needed too. */
export function indexesOf(packages: readonly LockedPackage[]): {
  readonly indexes: readonly LockedIndex[];
  readonly isPublic: boolean;
} {
  const own = packages.flatMap(({ source }): LockedIndex[] =>
    source?.type === 'legacy' ? [{ name: source.reference ?? '', url: source.url.replace(/\/+$/, '') }] : [],
  );
  const indexes = [...new Map(own.map((index) => [index.url, index])).values()];
  return { indexes, isPublic: packages.some(({ source }) => source === undefined) };
}

/**
 * The options that name these indexes to pip.
 *
 * @param env whose variables `POETRY_HTTP_BASIC_<NAME>_USERNAME` and `…_PASSWORD` let in; default: none
 */
export function indexLines(packages: readonly LockedPackage[], env: NodeJS.ProcessEnv = {}): string[] {
  const { indexes, isPublic } = indexesOf(packages);
  return indexes.flatMap((index, place) => {
    const option = isPublic || place > 0 ? '--extra-index-url' : '--index-url';
    if (!URL.canParse(index.url)) return [`${option} ${index.url}`];
    const url = withCredentials(index, env);
    const trusted = url.protocol === 'http:' ? [`--trusted-host ${url.host}`] : [];
    return [...trusted, `${option} ${url.href}`];
  });
}

function withCredentials({ name, url }: LockedIndex, env: NodeJS.ProcessEnv): URL {
  const prefix = `POETRY_HTTP_BASIC_${name.toUpperCase().replace(/[-.]/g, '_')}`;
  const [username, password] = [env[`${prefix}_USERNAME`], env[`${prefix}_PASSWORD`]];
  const address = new URL(url);
  if (username === undefined) return address;
  address.username = encodeURIComponent(username);
  address.password = encodeURIComponent(password ?? '');
  return address;
}

/** `git@github.com:org/name.git`, which only Git itself takes for an address. */
function gitUrl(url: string): string {
  return url.replace(/^([\w.-]+@[\w.-]+):(?!\/\/|\d+\/)\/?/, 'ssh://$1/');
}

function subdirectory(path: string | undefined): string {
  return path === undefined ? '' : `#subdirectory=${path}`;
}
