import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { FoundPackage } from '../package';
import type { OnProgress } from '../progress';
import { runtimeFamily, type RuntimeFamily } from '../settings/runtimes';
import type { Architecture } from '../settings/settings';
import { findBootstrap } from './bootstrap';
import { findDotnetHandler } from './dotnet';
import { FOUND, type Finding, type HandlerQuestion } from './finding';
import { findJavaHandler } from './java';
import { layerFiles } from './layer-files';
import { handlerMissing, nearHint } from './missing';
import { findNodejsHandler } from './nodejs';
import { PackagedFiles } from './packaged-files';
import { findPythonHandler } from './python';
import { findRubyHandler } from './ruby';
import { otherPlaces, startedHandler, startScript, wrappedHandler, type Wiring } from './wiring';

/** A package, and the function that is to run it. */
export interface HandlerCheck {
  /** Lambda's identifier of the runtime; undefined: nobody knows, and nothing is checked. */
  readonly runtime: string | undefined;
  readonly architecture: Architecture;
  readonly files: FoundPackage['files'];
  /** The package, if it is an archive: nothing of it lies on this machine. */
  readonly archive: string | undefined;
  /** Path of the source. */
  readonly source: string;
  /** Directories that the package was made of, of which the first has its files; none for an archive. */
  readonly roots: readonly string[];
  /** Installs the layer of dependencies and tells where; undefined without one. */
  readonly layer: (() => Promise<string>) | undefined;
  readonly wiring: Wiring;
  readonly onProgress: OnProgress;
}

/**
 * Throws if the package does not have what the function's runtime starts with, in a form that it runs.
 *
 * A handler may also be in a layer, in a file system, or be that of a wrapper: what can't be told is a note.
 *
 * @throws CodelessError with exit `build`: `HandlerMissing`, `HandlerUnfit`
 */
export async function checkHandler(check: HandlerCheck): Promise<void> {
  const { runtime, architecture, wiring } = check;
  const family = runtimeFamily(runtime);
  if (runtime === undefined || family === undefined) return;
  const files = packagedFiles(check);
  const { handler, environment = {} } = wiring;
  const find = (name: string, among: PackagedFiles): Promise<Finding> => {
    if (family === 'provided') return findBootstrap(among, architecture);
    return FINDERS[family]({ handler: name, runtime, files: among, environment });
  };
  if (family === 'provided') {
    await judge(check, files, undefined, (among) => find('', among));
    return;
  }
  if (handler === undefined || handler === '') return;
  const program = startedHandler(wiring);
  if (program !== undefined) {
    await judge(check, files, program, (among) => Promise.resolve(findProgram(program, among)));
    return;
  }
  const finding = await find(handler, files);
  const own = (finding.outcome === 'found' ? undefined : wrappedHandler(wiring)) ?? handler;
  await judge(check, files, own, (among) => find(own, among));
}

const FINDERS: Readonly<Record<Exclude<RuntimeFamily, 'provided'>, (question: HandlerQuestion) => Promise<Finding>>> = {
  python: findPythonHandler,
  nodejs: findNodejsHandler,
  ruby: (question) => Promise.resolve(findRubyHandler(question)),
  java: findJavaHandler,
  dotnet: (question) => Promise.resolve(findDotnetHandler(question)),
};

function packagedFiles({ files, archive, roots }: HandlerCheck): PackagedFiles {
  const links = new Map<string, string>();
  for (const { path, linkTarget } of files) if (linkTarget !== undefined) links.set(path, linkTarget);
  const locate = (path: string): string | undefined =>
    roots.map((root) => join(root, path)).find((location) => existsSync(location));
  return new PackagedFiles(files, { links, ...(archive === undefined ? { locate } : { zip: archive }) });
}

function findProgram(path: string, files: PackagedFiles): Finding {
  return files.kind(path) === undefined ? { outcome: 'missing', wanted: [path], maybeInLayer: true } : FOUND;
}

/** Throws for a handler that is nowhere, and notes one that has to come from a place that can't be looked into. */
async function judge(
  { runtime = '', source, layer, wiring, onProgress }: HandlerCheck,
  files: PackagedFiles,
  handler: string | undefined,
  find: (among: PackagedFiles) => Promise<Finding>,
): Promise<void> {
  const finding = await find(files);
  if (finding.outcome === 'found') return;
  const missing = { handler, runtime, wanted: finding.wanted, files, source };
  if (!finding.maybeInLayer) throw handlerMissing(missing);
  const script = startScript(wiring);
  const elsewhere = otherPlaces(wiring) ?? (script && `what ${script} makes of it`);
  if (elsewhere === undefined) {
    if (layer !== undefined && (await find(layerFiles(runtime, await layer()))).outcome === 'found') return;
    throw handlerMissing(missing);
  }
  const near = nearHint(missing);
  const what = handler === undefined ? `the ${finding.wanted.join('')}` : `the handler ${handler}`;
  onProgress({
    kind: 'note',
    level: near === undefined ? 'notice' : 'warning',
    text: `${what} is not in the package: it has to come from ${elsewhere}${near === undefined ? '' : `. ${near}`}`,
  });
}
