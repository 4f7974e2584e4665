import * as z from 'zod/mini';

import { parseJson } from '../text';

/** The version of {@link Ledger}; it rises when a reader of the old one would go wrong. */
export const LEDGER_SCHEMA_VERSION = 1;

/** Most releases that a ledger holds; the oldest go first. */
export const MAX_RELEASES = 200;

const release = z.object({
  /** The function's version. */
  version: z.string(),
  /** What was released: a commit, a tag. */
  sourceVersion: z.string(),
  /** The tag that it was released by. */
  tag: z.optional(z.string()),
  /** Lambda's `CodeSha256`: of a package in Base64, of an image its digest in hexadecimal digits. */
  codeSha256: z.string(),
  /** Hexadecimal SHA-256 of what is in the code's package, whatever compressed it; none of what an older program released. */
  contentSha256: z.optional(z.string()),
  /** The image, by its digest; absent for packages. */
  imageUri: z.optional(z.string()),
  /** ARNs of all layer versions of this version, in their order. */
  layers: z.array(z.string()),
  /** The layer of dependencies among them, and the key that it was built for. */
  dependencies: z.optional(z.object({ layerVersionArn: z.string(), key: z.string(), builder: z.string() })),
  /** ARNs of the layer versions that Terraform declared at the time. */
  declaredLayers: z.array(z.string()),
  /** The contract's hash of the configuration at the time. */
  configurationSha256: z.optional(z.string()),
  /** When the alias was moved, ISO 8601 in UTC. */
  releasedAt: z.string(),
  /** Who moved it: a build, or a user at a machine. */
  releasedBy: z.string(),
  /** The version that the alias served before. */
  previousVersion: z.string(),
  /** Present once a rollback left this release: when, who, and to which version. */
  rolledBack: z.optional(z.object({ at: z.string(), by: z.string(), to: z.string() })),
  /** Present where the record was lost and this is what Lambda knows. */
  rebuilt: z.optional(z.literal(true)),
});

/** The document, as it is checked when it is read. */
export const LEDGER_SCHEMA = z.object({
  schemaVersion: z.literal(LEDGER_SCHEMA_VERSION),
  functionName: z.string(),
  aliasName: z.string(),
  /** The version that the alias served when this was written. */
  current: z.string(),
  /** The newest first; each version once. */
  releases: z.array(release),
});

const newer = z.object({ schemaVersion: z.number().check(z.gt(LEDGER_SCHEMA_VERSION)) });

/** One release of a function. */
export type Release = Readonly<z.infer<typeof release>>;

/** The releases behind an alias: one JSON document in the artifact bucket. */
export type Ledger = Readonly<z.infer<typeof LEDGER_SCHEMA>>;

/** Whether a text is a ledger of a newer schema, which a newer program wrote. */
export function isNewerLedger(text: string): boolean {
  return newer.safeParse(jsonOf(text)).success;
}

/** Reads a ledger's text; undefined where it is not one. */
export function parseLedger(text: string): Ledger | undefined {
  const result = LEDGER_SCHEMA.safeParse(jsonOf(text));
  return result.success ? result.data : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text, 'the ledger');
  } catch {
    return undefined;
  }
}

export function formatLedger(value: Ledger): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** The release behind the alias, where the ledger knows it. */
export function currentRelease({ current, releases }: Ledger): Release | undefined {
  return releases.find(({ version }) => version === current);
}

/** ARNs of the layer versions that Terraform declared when `$LATEST` was last written, or the alias last moved. */
export function layersDeclaredBefore(value: Ledger | undefined): readonly string[] {
  if (value === undefined) return [];
  return [value.releases[0], currentRelease(value)].flatMap((entry) => entry?.declaredLayers ?? []);
}

/** The ledger with a release at its head. */
export function withRelease(value: Ledger, next: Release): Ledger {
  const others = value.releases.filter(({ version }) => version !== next.version);
  return { ...value, current: next.version, releases: [next, ...others].slice(0, MAX_RELEASES) };
}

/** The ledger after the alias was moved back from a version, and from all that was released after the target. */
export function withRollback(value: Ledger, to: string, rolledBack: { at: string; by: string }): Ledger {
  const target = value.releases.findIndex(({ version }) => version === to);
  const releases = value.releases.map((entry, index) => {
    if (entry.version === to) return { ...entry, rolledBack: undefined };
    const newer = target === -1 ? entry.version === value.current : index < target;
    return newer && entry.rolledBack === undefined ? { ...entry, rolledBack: { ...rolledBack, to } } : entry;
  });
  return { ...value, current: to, releases };
}

/** The release to go back to: the newest one older than the current one that was not left by a rollback itself. */
export function lastGoodRelease(value: Ledger): Release | undefined {
  const current = value.releases.findIndex(({ version }) => version === value.current);
  return value.releases.slice(current + 1).find(({ rolledBack }) => rolledBack === undefined);
}
