import { rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import { checkReplaceable, withOutputDirectory, writeCopies } from '../build/output-directory';
import { bundle, bundleLayer } from '../deploy/bundle';
import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import { counted, formatBytes } from '../output/units';
import { checkSizes, type BuiltPackage } from '../package';
import { withScratch } from '../scratch';
import type { Style, VerbContext, VerbOutcome } from '../verb';

/** A package that was written. */
interface WrittenPackage {
  readonly file: string;
  /** Base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  readonly bytes: number;
  readonly unzippedBytes: number;
  readonly files: number;
}

/** What was built. */
interface BuildResult {
  readonly code: WrittenPackage;
  readonly dependencies: {
    /** `packaged`: they are in the code's package. `skipped`: a layer was not asked for. */
    readonly state: 'none' | 'packaged' | 'layer' | 'skipped';
    readonly builder?: string;
    readonly key?: string;
    readonly layer?: WrittenPackage;
  };
}

/** Makes the packages and writes them to files. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { target, out } = context.flags;
  if (target !== undefined && out !== undefined) {
    throw new CodelessError(
      'usage',
      'WrongCommandLine',
      '--target names one file and --out a directory: give one of them',
    );
  }
  refuseInside(context.settings.source.value, target === undefined ? (out ?? '.') : dirname(target));
  return withScratch(context.env, async (directory) => {
    if (target !== undefined) await checkReplaceable(target);
    const result = await withOutputDirectory(target === undefined ? (out ?? '.') : dirname(target), () =>
      build(context, directory),
    );
    return { exit: 'ok', result, text: (style) => describe(result, style) };
  });
}

/** What is written into the source would be part of the next package, whose bytes would then differ. */
function refuseInside(source: string, directory: string): void {
  const path = relative(resolve(source), resolve(directory));
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return;
  const message = `the packages would be written to ${directory}, into the source ${source}`;
  throw new CodelessError('usage', 'OutputInSource', message, {
    hint: 'Give --out or --target a place outside of it, such as --out ../dist, or name the source with --app-src-path.',
  });
}

async function build(context: VerbContext, directory: string): Promise<BuildResult> {
  const { settings } = context;
  const { target, out = '.' } = context.flags;
  const runtime = settings.runtime.value;
  const architecture = settings.architecture.value ?? 'x86_64';
  const layers = settings.contract?.layers ?? [];
  const wiring = { handler: settings.handler.value, layers, environment: {}, mounts: false };
  const { code, dependencies, packaged } = await bundle(
    settings,
    { runtime, architecture, wiring },
    directory,
    context,
  );
  const layer =
    dependencies === undefined || target !== undefined
      ? undefined
      : await bundleLayer(dependencies, directory, context);
  checkSizes({ code, ...(layer && { layer }), direct: false });

  const found = dependencies ?? packaged;
  const [codeFile, layerFile] = [target ?? join(out, 'app.zip'), join(out, 'deps.zip')];
  if (target === undefined) for (const file of [codeFile, layerFile]) await checkReplaceable(file);
  await writeCopies([
    { from: code.file, to: codeFile },
    ...(layer === undefined ? [] : [{ from: layer.file, to: layerFile }]),
  ]);
  // What an earlier run left there belongs to other code.
  if (target === undefined && layer === undefined) await rm(layerFile, { force: true });
  return {
    code: written(code, codeFile),
    dependencies: {
      state:
        found === undefined ? 'none' : packaged !== undefined ? 'packaged' : layer === undefined ? 'skipped' : 'layer',
      ...(found && { builder: found.builder, key: found.key }),
      ...(layer && { layer: written(layer, layerFile) }),
    },
  };
}

function written({ sha256, bytes, unzippedBytes, entries }: BuiltPackage, file: string): WrittenPackage {
  return { file, sha256, bytes, unzippedBytes, files: entries.length };
}

function describe({ code, dependencies: { state, builder = '', layer } }: BuildResult, style: Style): string {
  const line = (label: string, { file, sha256, bytes, files }: WrittenPackage): string =>
    `${style.bold(label)}  ${neutral(file)}  ${formatBytes(bytes)}, ${counted(files, 'file')}, SHA-256 ${sha256}`;
  const words = {
    none: 'none',
    packaged: `in the package, by ${builder}`,
    skipped: `a layer, by ${builder}, which --out writes too`,
    layer: `by ${builder}`,
  }[state];
  return [
    line('Code        ', code),
    layer === undefined ? `${style.bold('Dependencies')}  ${words}` : line('Dependencies', layer),
  ].join('\n');
}
