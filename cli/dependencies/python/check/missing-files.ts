import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { RecordEntry } from '../record';
import type { Distribution } from './distributions';

/** Files that are read at once. */
const AT_ONCE = 16;

/** A file, and what the distributions that have it say of it. */
interface Claim {
  readonly path: string;
  readonly by: { readonly distribution: Distribution; readonly entry: RecordEntry }[];
}

/**
 * What is wrong with the files that the distributions' RECORDs list: it is not there, or has another content.
 *
 * Of a file that several distributions have, such as `tests/__init__.py`, the content is that of one of them, as after any
 * install.
 */
export async function missingFiles(root: string, distributions: readonly Distribution[]): Promise<string[]> {
  const claims = [...claimsOf(distributions).values()];
  const problems: string[] = [];
  const work = async (): Promise<void> => {
    for (let claim = claims.shift(); claim !== undefined; claim = claims.shift()) {
      const problem = await problemOf(root, claim);
      if (problem !== undefined) problems.push(problem);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const untold = distributions.filter(({ record }) => record === undefined).map(({ directory }) => directory);
  return [...untold.map((directory) => `${directory} has no RECORD of its files`), ...problems.sort()];
}

function claimsOf(distributions: readonly Distribution[]): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const distribution of distributions) {
    for (const entry of distribution.record ?? []) {
      const claim = claims.get(entry.path) ?? { path: entry.path, by: [] };
      claim.by.push({ distribution, entry });
      claims.set(entry.path, claim);
    }
  }
  return claims;
}

async function problemOf(root: string, { path, by }: Claim): Promise<string | undefined> {
  const file = join(root, path);
  const [{ distribution } = { distribution: { name: '', version: '' } }] = by;
  const owner = `${distribution.name} ${distribution.version}`;
  const status = await stat(file).catch(() => undefined);
  if (status?.isFile() !== true) return `${owner} lacks its file ${path}`;
  const [entry] = by.flatMap(({ entry }) => entry);
  if (by.length === 1 && entry?.size !== undefined && entry.size !== status.size) {
    return `${path} of ${owner} has ${status.size} bytes, and its RECORD says ${entry.size}`;
  }
  const hashes = by.map(({ entry: { hash } }) => hash);
  if (hashes.includes('')) return undefined;
  for (const hash of hashes) {
    if (await hasHash(file, hash)) return undefined;
  }
  return `${path} of ${owner} has another content than its RECORD says`;
}

async function hasHash(file: string, hash: string): Promise<boolean> {
  const place = hash.indexOf('=');
  const digest = hash.slice(place + 1);
  const sum = createHash(hash.slice(0, place));
  await pipeline(createReadStream(file), sum);
  return sum.digest('base64url') === digest.replace(/=+$/, '');
}
