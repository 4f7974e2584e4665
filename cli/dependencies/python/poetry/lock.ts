import * as z from 'zod/mini';

import { textError } from '../../../text';
import { Dependencies, parseAs } from '../project';

const File = z.looseObject({ file: z.string(), hash: z.string() });

const Package = z.looseObject({
  name: z.string(),
  version: z.string(),
  optional: z._default(z.boolean(), false),
  'python-versions': z._default(z.string(), '*'),
  /** From lock version 2.1 on. */
  groups: z.optional(z.array(z.string())),
  /** One for all groups, or one a group; a group that is missing has none. */
  markers: z.optional(z.union([z.string(), z.record(z.string(), z.string())])),
  /** From lock version 2.0 on. */
  files: z.optional(z.array(File)),
  dependencies: z._default(Dependencies, {}),
  extras: z._default(z.record(z.string(), z.array(z.string())), {}),
  source: z.optional(
    z.looseObject({
      type: z.string(),
      url: z.string(),
      reference: z.optional(z.string()),
      resolved_reference: z.optional(z.string()),
      subdirectory: z.optional(z.string()),
    }),
  ),
});

const Lock = z.looseObject({
  package: z._default(z.array(Package), []),
  metadata: z.looseObject({
    'lock-version': z.optional(z.string()),
    'content-hash': z.string(),
    /** Of lock version 1.1, by the name of the package. */
    files: z.optional(z.record(z.string(), z.array(File))),
    /** Of lock version 1.0. */
    hashes: z.optional(z.record(z.string(), z.array(z.string()))),
  }),
});

/** A package of a poetry.lock. */
export type LockedPackage = z.infer<typeof Package>;

/** A poetry.lock. */
export type PoetryLock = z.infer<typeof Lock>;

const HINT = 'Write it again with `poetry lock`.';

/**
 * Reads the text of a poetry.lock of the versions 1.0 to 2.x.
 *
 * @throws CodelessError with exit `usage`: `TomlInvalid`, `LockInvalid`
 */
export async function parsePoetryLock(text: string, file: string): Promise<PoetryLock> {
  const lock = await parseAs(Lock, text, file, 'LockInvalid', HINT);
  const version = lock.metadata['lock-version'] ?? '1.0';
  if (/^[12](\.|$)/.test(version)) return lock;
  const reason = `lock files of Poetry's version ${version} are not known`;
  throw textError({ file, reason, code: 'LockInvalid', hint: 'Take a newer version of this program.' });
}

/** Whether the packages tell their groups and markers, from version 2.1 on. */
export function hasGroups({ metadata, package: packages }: PoetryLock): boolean {
  const [major = 1, minor = 0] = (metadata['lock-version'] ?? '1.0').split('.').map(Number);
  return (major > 2 || (major === 2 && minor >= 1)) && packages.every(({ groups }) => groups !== undefined);
}

/** The hashes of a package's files: `sha256:…`, sorted. */
export function hashesOf({ metadata }: PoetryLock, { name, files, source }: LockedPackage): string[] {
  const listed =
    files ?? metadata.files?.[name] ?? metadata.hashes?.[name]?.map((hash) => ({ file: hash, hash })) ?? [];
  const archive = source?.type === 'file' ? source.url.split('/').at(-1) : undefined;
  const own = archive === undefined ? listed : listed.filter(({ file }) => file === archive);
  const hashes = own.map(({ hash }) => (hash.includes(':') ? hash : `sha256:${hash}`));
  return [...new Set(hashes.filter((hash) => /^sha(256|384|512):/.test(hash)))].sort();
}
