import { join } from 'node:path';

import { parseJsonObject, readText } from '../../text';

type Table = Readonly<Record<string, string>>;

/** What of a package.json matters here. */
export interface Manifest {
  readonly name?: string;
  readonly packageManager?: string;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly dependencies?: Table;
  readonly optionalDependencies?: Table;
  readonly peerDependencies?: Table;
  readonly devDependencies?: Table;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean } | undefined>>;
  readonly dependenciesMeta?: Readonly<Record<string, { readonly built?: boolean } | undefined>>;
  readonly scripts?: Table;
  readonly type?: string;
  readonly main?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly imports?: unknown;
  readonly exports?: unknown;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
  readonly pnpm?: PnpmSettings;
}

/** What of pnpm's settings matters here, in package.json or pnpm-workspace.yaml. */
export interface PnpmSettings {
  readonly overrides?: Table;
  readonly allowBuilds?: Readonly<Record<string, unknown>>;
  readonly onlyBuiltDependencies?: readonly string[];
  readonly ignoredBuiltDependencies?: readonly string[];
  readonly neverBuiltDependencies?: readonly string[];
}

/** The fields that decide what is installed; the version, which every release raises, is not among them. */
const DECIDING_FIELDS = [
  'name',
  'type',
  'packageManager',
  'workspaces',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'dependenciesMeta',
  'bundleDependencies',
  'bundledDependencies',
  'overrides',
  'resolutions',
  'pnpm',
  'installConfig',
  'allowScripts',
] as const;

/**
 * The package.json of a directory.
 *
 * @returns undefined where there is none
 * @throws CodelessError with exit `usage`, as of `readText`; `JsonInvalid`
 */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const file = join(directory, 'package.json');
  const text = await readText(file);
  return text === undefined ? undefined : parseJsonObject(text, file);
}

/** What counts of a package.json in the key. */
export function decidingContent(manifest: Manifest): string {
  const fields = manifest as Readonly<Record<string, unknown>>;
  return JSON.stringify(DECIDING_FIELDS.map((name) => [name, fields[name] ?? null]));
}

/** What counts of a package-lock.json in the key: all but the versions of the project itself. */
export function decidingLockContent(text: string, file: string): string {
  const lock = parseJsonObject(text, file) as {
    version?: string;
    packages?: Record<string, { version?: string } | undefined>;
  };
  delete lock.version;
  for (const [path, entry] of Object.entries(lock.packages ?? {})) {
    if (!path.includes('node_modules/')) delete entry?.version;
  }
  return JSON.stringify(lock);
}

/** The packages that production needs, and where from. */
export function productionDependencies({ dependencies, optionalDependencies }: Manifest): Table {
  return { ...dependencies, ...optionalDependencies };
}

/** The path that a dependency on the machine itself has: of `file:../lib`, `link:`, `portal:` and `../lib`. */
export function localPath(specifier: string): string | undefined {
  return /^(?:file:|link:|portal:)(?!\/\/)(.+)$/.exec(specifier)?.[1] ?? /^\.{1,2}\/.*$/.exec(specifier)?.[0];
}
