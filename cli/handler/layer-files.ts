import { readdirSync, readlinkSync } from 'node:fs';
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
      kind: entry.isSymbolicLink() ? ('link' as const) : ('executable' as const),
    }));
  const prefix = family === undefined ? undefined : DIRECTORIES[family];
  // By links, so that one of the layer's own leads where it does in `/opt`.
  const links = new Map<string, string>();
  const seen = entries.flatMap(({ path, kind }) => {
    const own = `opt/${path}`;
    if (kind === 'link') links.set(own, readlinkSync(join(directory, path)));
    const short = prefix?.test(path) === true ? path.replace(prefix, '') : own;
    if (short === own) return [{ path: own, kind }];
    links.set(short, `${'../'.repeat(short.split('/').length - 1)}${own}`);
    return [
      { path: own, kind },
      { path: short, kind: 'link' as const },
    ];
  });
  return new PackagedFiles(seen, { links, locate: (path) => join(directory, path.slice('opt/'.length)) });
}
