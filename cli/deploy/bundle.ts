import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Dependencies } from '../dependencies';
import { findDependencies, importRoot, runtimeManifest } from '../dependencies';
import { packageSource, type BuiltPackage } from '../package';
import { step, type OnProgress } from '../progress';
import { buildImageFor } from '../settings/build-image';
import type { Architecture, Settings } from '../settings/settings';

/** What the packages are made for. */
export interface BundleTarget {
  readonly runtime: string | undefined;
  readonly architecture: Architecture;
}

/** The source as a package, and its dependencies, which are built only when they are needed. */
export interface Bundle {
  readonly code: BuiltPackage;
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
  { runtime, architecture }: BundleTarget,
  directory: string,
  { env, onProgress, signal }: Hands,
): Promise<Bundle> {
  const placement = settings.dependencies.value;
  const image = settings.buildImage.value;
  const found =
    placement === 'none'
      ? undefined
      : await findDependencies({
          source: settings.source.value,
          descriptor: settings.descriptor.value,
          runtime,
          architecture,
          command: settings.dependenciesCommand.value,
          image: image === undefined || runtime === undefined ? image : buildImageFor(image, runtime),
          layout: placement,
          env,
          signal,
          onProgress,
        });
  const packaged = placement === 'package' ? found : undefined;
  const installed = packaged === undefined ? undefined : await buildDependencies(packaged, directory, onProgress);
  const beside = await withManifest(settings, runtime, installed, directory);
  const root = await importRoot(settings.source.value, runtime);
  const code = await step(
    onProgress,
    'Package the source',
    () =>
      packageSource({
        source: settings.source.value,
        dependencies: beside,
        importRoot: root,
        ignore: true,
        target: join(directory, 'app.zip'),
        onProgress,
        signal,
      }),
    ({ entries, bytes }) => `${entries.length} files, ${bytes} bytes`,
  );
  return { code, dependencies: packaged === undefined ? found : undefined, packaged };
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
    ({ entries, bytes }) => `${entries.length} files, ${bytes} bytes`,
  );
}

async function buildDependencies(
  dependencies: Dependencies,
  directory: string,
  onProgress: OnProgress,
): Promise<string> {
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
