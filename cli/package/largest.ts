/** Lines that an error lists. */
const LISTED = 10;
const MEGABYTE = 1024 * 1024;
/** Where a layer has its packages. */
const LAYER_ROOT = /^(?:python\/(?:lib\/python[\d.]+\/site-packages\/)?|nodejs\/(?:node\d+\/)?)/;
const NODE_PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)/;
/** What a package of Python has beside its modules, such as `numpy.libs` and `numpy-2.1.0.dist-info`. */
const PYTHON_COMPANION = /^([^/]+?)(?:\.libs|\.data|-[^-/]+\.(?:dist-info|data|egg-info))$/;

/** A file, or what is told of it here. */
export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/** The largest packages of dependencies and the largest files of the code, as lines of a table. */
export function largest(code: readonly SizedFile[], dependencies: readonly SizedFile[]): string[] {
  const packages = new Map<string, number>();
  for (const { path, bytes } of dependencies) {
    const name = packageOf(path);
    packages.set(name, (packages.get(name) ?? 0) + bytes);
  }
  const all: SizedFile[] = [...code];
  for (const [name, bytes] of packages) {
    all.push({ path: `${name} (dependency)`, bytes });
  }
  const top = all.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, LISTED);
  const width = Math.max(...top.map(({ bytes }) => megabytes(bytes).length));
  return top.map(({ path, bytes }) => `${megabytes(bytes).padStart(width)}  ${path}`);
}

/** In steps of 0.1, upwards: what is too large never looks as if it were not. */
export function megabytes(bytes: number): string {
  return `${(Math.ceil((bytes / MEGABYTE) * 10) / 10).toFixed(1)} MB`;
}

function packageOf(path: string): string {
  const inRoot = path.replace(LAYER_ROOT, '');
  const node = NODE_PACKAGE.exec(inRoot)?.[1];
  if (node !== undefined) {
    return node;
  }
  const top = inRoot.split('/')[0] ?? inRoot;
  return PYTHON_COMPANION.exec(top)?.[1] ?? top.replace(/\.py$/, '');
}
