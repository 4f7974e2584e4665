import * as z from 'zod/mini';

import { CodelessError } from '../../../errors';
import { parseJson } from '../../../text';
import type { RequiredPython } from '../required-python';

const Locked = z.looseObject({
  version: z.optional(z.string()),
  hashes: z._default(z.array(z.string()), []),
  markers: z.optional(z.string()),
  extras: z._default(z.array(z.string()), []),
  path: z.optional(z.string()),
  file: z.optional(z.string()),
  git: z.optional(z.string()),
  ref: z.optional(z.string()),
  subdirectory: z.optional(z.string()),
});

/** Of a Pipfile and its lock. */
export const PipfileRequires = z.looseObject({
  python_version: z.optional(z.string()),
  python_full_version: z.optional(z.string()),
});

const PipfileLock = z.looseObject({
  _meta: z.looseObject({
    requires: z.optional(PipfileRequires),
    hash: z.optional(z.looseObject({ sha256: z.optional(z.string()) })),
    sources: z._default(z.array(z.looseObject({ name: z.string(), url: z.string() })), []),
  }),
  default: z.record(z.string(), Locked),
});

/** What Pipenv calls the public index unless told otherwise: that is left to the environment, which may name a mirror. */
const PUBLIC_INDEX = 'pypi';

/**
 * The packages of a Pipfile.lock that production needs, as lines of a requirements file: it is JSON and complete, so that
 * pipenv is not needed.
 *
 * @throws CodelessError `LockInvalid`
 * @see https://pipenv.pypa.io/en/stable/pipfile.html
 */
export function exportPipfileLock(text: string, file: string): string {
  const lock = parse(text, file);
  const [first, ...others] = lock._meta.sources.filter(({ name }) => name !== PUBLIC_INDEX);
  const hasPublic = lock._meta.sources.some(({ name }) => name === PUBLIC_INDEX);
  const indexes = [
    ...(first === undefined ? [] : [`${hasPublic ? '--extra-index-url' : '--index-url'} ${first.url}`]),
    ...others.map(({ url }) => `--extra-index-url ${url}`),
  ];
  return [...indexes, ...Object.entries(lock.default).map(exportPackage), ''].join('\n');
}

/** The digest of the Pipfile that a lock was written for, where it tells. */
export function pipfileHashOf(text: string, file: string): string | undefined {
  return parse(text, file)._meta.hash?.sha256;
}

/** The Python that a lock was written for. */
export function pythonsOfLock(text: string, file: string): RequiredPython[] {
  return pythonsOfPipfile(parse(text, file)._meta.requires, file);
}

/** The Python of the table `requires` of a Pipfile. */
export function pythonsOfPipfile(
  requires: z.infer<typeof PipfileRequires> | undefined,
  file: string,
): RequiredPython[] {
  const constraint = requires?.python_full_version ?? requires?.python_version;
  return constraint === undefined ? [] : [{ file, constraint, form: 'pipfile' }];
}

function parse(text: string, file: string): z.infer<typeof PipfileLock> {
  const hint = 'Write it again with `pipenv lock`';
  const { success, data, error } = PipfileLock.safeParse(parseJson(text, file, hint));
  if (success) return data;
  throw new CodelessError('usage', 'LockInvalid', `${file} is not a lock file of Pipenv`, { cause: error, hint });
}

function exportPackage([name, locked]: [string, z.infer<typeof Locked>]): string {
  const extras = locked.extras.length > 0 ? `[${locked.extras.join(',')}]` : '';
  const marker = locked.markers === undefined ? '' : ` ; ${locked.markers}`;
  const hashes = locked.hashes.map((hash) => ` --hash=${hash}`).join('');
  const local = locked.path ?? locked.file;
  if (local !== undefined) {
    return isUrl(local) ? `${name}${extras} @ ${local}${marker}${hashes}` : `${dotted(local)}${extras}${marker}`;
  }
  if (locked.git !== undefined) {
    const ref = locked.ref === undefined ? '' : `@${locked.ref}`;
    const subdirectory = locked.subdirectory === undefined ? '' : `#subdirectory=${locked.subdirectory}`;
    return `${name}${extras} @ git+${locked.git}${ref}${subdirectory}${marker}`;
  }
  return `${name}${extras}${locked.version ?? ''}${marker}${hashes}`;
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** A path is told from a name by its dot. */
function dotted(path: string): string {
  return /^[./]/.test(path) ? path : `./${path}`;
}
