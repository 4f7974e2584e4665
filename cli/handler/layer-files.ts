import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { runtimeFamily, type RuntimeFamily } from '../settings/runtimes';
import { PackagedFiles } from './packaged-files';

/** Where each runtime looks into `/opt` as it looks into the package. */
const DIRECTORIES: Readonly<Record<RuntimeFamily, RegExp>> = {
  python: /^python\/(?:lib\/python[\d.]+\/site-packages\/)?/,
  nodejs: /^nodejs\/(?=node_modules\/)/,
  ruby: /^ruby\/lib\//,
  java: /^java\/(?=lib\/)/,
  dotnet: /^(?!)/,
  provided: /^(?=bootstrap$)/,
};

/** The files of a layer that is installed in a directory, by the paths that a package would have them by, and by `opt/…`. */
export function layerFiles(runtime: string, directory: string): PackagedFiles {
  const family = runtimeFamily(runtime);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'),
      kind: 'executable' as const,
    }));
  const prefix = family === undefined ? undefined : DIRECTORIES[family];
  const seen = entries.flatMap(({ path, kind }) => [
    { path: `opt/${path}`, kind },
    ...(prefix?.test(path) === true ? [{ path: path.replace(prefix, ''), kind }] : []),
  ]);
  const roots = ['', 'python', 'nodejs', 'ruby/lib', 'java'].map((name) => join(directory, name));
  return new PackagedFiles(seen, { roots });
}
