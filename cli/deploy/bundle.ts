import { statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { buildCode, type Builder } from '../build/build-code';
import type { CodeBuild } from '../build/code-build';
import type { Dependencies } from '../dependencies';
import { findDependencies, importRoot, runtimeManifest } from '../dependencies';
import { checkHandler, otherInstallations, startedFiles, wrappedHandler, type Wiring } from '../handler';
import { findPackage, packageSource, type BuiltPackage } from '../package';
import { counted } from '../output/units';
import { step, type OnProgress } from '../progress';
import { buildImageFor } from '../settings/build-image';
import type { Architecture, Settings } from '../settings/settings';
import { isServedCode, packageOf, packUnlessServed, type ServedCode, type ServedContent } from './served-code';

/** What the packages are made for. */
export interface BundleTarget {
  readonly runtime: string | undefined;
  readonly architecture: Architecture;
  /** The function that is to run them. */
  readonly wiring: Wiring;
}

/** The source as a package, and its dependencies, which are built only when they are needed. */
export interface Bundle<Code = BuiltPackage> {
  readonly code: Code;
  /** Dependencies that go into a layer. */
  readonly dependencies: Dependencies | undefined;
  /** Dependencies that are in the code's package. */
  readonly packaged: Dependencies | undefined;
}

/** What the work is done with. */
interface Hands {
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** Makes the code's package in a directory of the caller's. */
export async function bundle(
  settings: Settings,
  target: BundleTarget,
  directory: string,
  hands: Hands,
): Promise<Bundle> {
  const made = await bundleUnlessServed(settings, target, directory, hands, undefined);
  return { ...made, code: await packageOf(made.code) };
}

/**
 * The same, but makes no zip of code that callers get already.
 *
 * @param served what they get; undefined if nobody knows
 */
export async function bundleUnlessServed(
  settings: Settings,
  target: BundleTarget,
  directory: string,
  { env, onProgress, signal }: Hands,
  served: ServedContent | undefined,
): Promise<Bundle<BuiltPackage | ServedCode>> {
  const { runtime, architecture, wiring } = target;
  const source = settings.source.value;
  const placement = settings.dependencies.value;
  const image = settings.buildImage.value;
  const containerImage = image === undefined || runtime === undefined ? image : buildImageFor(image, runtime);
  const builder = builderOf(settings);
  // All is in a bundle that leaves nothing out.
  const isWhole = builder?.kind === 'bundle' && builder.external.length === 0;
  const found =
    placement === 'none' || isWhole
      ? undefined
      : await findDependencies({
          source,
          descriptor: settings.descriptor.value,
          runtime,
          architecture,
          command: settings.dependenciesCommand.value,
          image: containerImage,
          built: builder !== undefined,
          layout: placement,
          env,
          signal,
          onProgress,
        });
  const packaged = placement === 'package' ? found : undefined;
  const installedBeside = packaged === undefined ? undefined : await buildDependencies(packaged, directory, onProgress);
  // What is built brings the package.json that it needs.
  const beside =
    builder === undefined ? await withManifest(settings, runtime, installedBeside, directory) : installedBeside;
  const dependencies = packaged === undefined ? found : undefined;
  const handler = wrappedHandler(wiring) ?? wiring.handler;
  const installation = installationOf(settings, wiring);
  const build = { runtime, architecture, handler, installation, image: containerImage, env, signal, onProgress };
  const built = builder && (await buildCode(builder, { source: resolve(source), ...build }, directory));
  const root = builder === undefined ? await importRoot(source, runtime, onProgress) : undefined;
  const { files, code } = await step(
    onProgress,
    'Package the source',
    async () => {
      const found = await findPackage({
        source: built ?? source,
        dependencies: beside,
        importRoot: root,
        ignore: built === undefined,
        executable: startedFiles(runtime, wiring),
        target: join(directory, 'app.zip'),
        onProgress,
        signal,
      });
      return { files: found.files, code: await packUnlessServed(found, served) };
    },
    (done) =>
      `${counted(done.files.length, 'file')}, ${isServedCode(done.code) ? 'as served' : `${done.code.bytes} bytes`}`,
  );
  if (settings.checkHandler.value) {
    const isArchive = !statSync(built ?? source).isDirectory();
    await checkHandler({
      ...{ runtime, architecture, files, source, wiring, onProgress },
      archive: isArchive ? join(directory, 'app.zip') : undefined,
      roots: rootsOf(built ?? source, root, beside),
      layer: dependencies && (() => buildDependencies(dependencies, directory, onProgress)),
    });
  }
  return { code, dependencies, packaged };
}

/** What is put beside the source: installed packages, and the package.json further up that Node.js runs it by. */
async function withManifest(
  settings: Settings,
  runtime: string | undefined,
  installed: string | undefined,
  directory: string,
): Promise<string | undefined> {
  const [source, descriptor] = [settings.source.value, settings.descriptor.value];
  const manifest = await runtimeManifest({ source, descriptor, runtime });
  if (manifest === undefined) return installed;
  const beside = installed ?? join(directory, 'beside');
  await mkdir(beside, { recursive: true });
  await writeFile(join(beside, 'package.json'), manifest);
  return beside;
}

/** Who builds the code; undefined if the source is the package. */
function builderOf({ buildCommand, bundle: isBundled, external }: Settings): Builder | undefined {
  if (buildCommand.value !== undefined) return { kind: 'command', command: buildCommand.value };
  return isBundled.value ? { kind: 'bundle', external: external.value } : undefined;
}

/** Where packages come from that a bundle leaves out; undefined if only the user knows what is there. */
function installationOf(settings: Settings, wiring: Wiring): CodeBuild['installation'] {
  const { dependencies, dependenciesCommand, checkHandler: isChecked, descriptor } = settings;
  if (dependencies.value === 'none' || dependenciesCommand.value !== undefined || !isChecked.value) return undefined;
  return { descriptor: descriptor.value, elsewhere: otherInstallations(wiring) };
}

/** The directories that a package was made of; none for an archive. */
function rootsOf(source: string, importRoot: string | undefined, beside: string | undefined): string[] {
  if (!statSync(source).isDirectory()) return [];
  return [
    ...(importRoot === undefined ? [] : [join(source, importRoot)]),
    source,
    ...(beside === undefined ? [] : [beside]),
  ];
}

/** Builds the dependencies' package, of a layer. */
export async function bundleLayer(
  dependencies: Dependencies,
  directory: string,
  { onProgress, signal }: Pick<Hands, 'onProgress' | 'signal'>,
): Promise<BuiltPackage> {
  const source = await buildDependencies(dependencies, directory, onProgress);
  return step(
    onProgress,
    'Package the dependencies',
    () => packageSource({ source, ignore: false, target: join(directory, 'deps.zip'), onProgress, signal }),
    ({ entries, bytes }) => `${counted(entries.length, 'file')}, ${bytes} bytes`,
  );
}

/** Where dependencies are installed: once a run, whoever asks first. */
const installed = new WeakMap<Dependencies, Promise<string>>();

function buildDependencies(dependencies: Dependencies, directory: string, onProgress: OnProgress): Promise<string> {
  const before = installed.get(dependencies);
  if (before !== undefined) return before;
  const building = install(dependencies, directory, onProgress);
  installed.set(dependencies, building);
  return building;
}

async function install(dependencies: Dependencies, directory: string, onProgress: OnProgress): Promise<string> {
  const target = join(directory, 'dependencies');
  await mkdir(target, { recursive: true });
  await step(
    onProgress,
    `Install the dependencies with ${dependencies.builder}`,
    () => dependencies.build(target, onProgress),
    () => 'installed',
  );
  return target;
}
