import { sdkOfRuntime } from '../dependencies/nodejs/runtime-sdk';
import { SHOWN_LINES, Toolbox, type ToolResult } from '../dependencies/tools/toolbox';
import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import { runtimeFamily } from '../settings/runtimes';
import type { CodeBuild } from './code-build';
import { entryPoint } from './entry-point';
import { ESBUILD_SCRIPT, type BundleMessage, type BundleReport } from './esbuild-script';
import { findEsbuild } from './find-esbuild';
import { checkLeftOut, unusedExternals } from './left-out';
import { nativePackages } from './native-packages';

/** Lets CommonJS in an ES module find what it takes for granted; no name is declared, as the bundled code may have it too. */
const COMMONJS_IN_MODULES = [
  "import { createRequire as codelessRequire } from 'node:module';",
  'globalThis.require ??= codelessRequire(import.meta.url);',
  'globalThis.__filename ??= import.meta.filename;',
  'globalThis.__dirname ??= import.meta.dirname;',
].join('');

/**
 * Bundles the file of the handler, and all that it imports, by the project's own esbuild, with source maps beside.
 *
 * @param external names of packages that are left out
 * @param target an empty directory
 * @throws CodelessError `BundleFailed`, `NativeInBundle`, `ExternalMissing`, `EsbuildMissing`, `EsbuildTooOld`, `HandlerMissing`, and with exit
 *   `usage` `WrongCombination`, `HandlerUnknown`
 */
export async function bundleCode(external: readonly string[], build: CodeBuild, target: string): Promise<void> {
  const { source, runtime, handler, env, signal, onProgress } = build;
  const version = nodeVersion(runtime);
  const entry = await entryPoint(source, handler);
  const options = {
    absWorkingDir: source,
    entryPoints: [{ in: `./${entry.file}`, out: entry.output }],
    outdir: source,
    bundle: true,
    platform: 'node',
    target: `node${version}`,
    format: entry.format,
    outExtension: { '.js': entry.extension },
    external,
    sourcemap: true,
    sourcesContent: false,
    ...(entry.format === 'esm' && { banner: { js: COMMONJS_IN_MODULES } }),
    write: false,
    allowOverwrite: true,
    metafile: true,
    logLevel: 'silent',
    sdk: sdkOfRuntime(version),
  };
  const tools = new Toolbox({ env, signal, onProgress, container: undefined, step: 'build' });
  const args = ['-e', ESBUILD_SCRIPT, await findEsbuild(source), JSON.stringify(options), target];
  const result = await tools.run({ program: process.execPath, args, cwd: source }, ['stderr']);
  const { errors, warnings = [], inputs = [], left = [], leftOut = [] } = reportOf(result);
  if (result.code !== 0) throw failed(errors, result);
  for (const warning of warnings) onProgress({ kind: 'note', level: 'warning', text: describe(warning) });
  if (left.length > 0) {
    const names = left.join(', ');
    const text = `${names} is not installed, and is left to the SDK of ${runtime ?? 'the runtime'}, in whatever version that has`;
    onProgress({ kind: 'note', level: 'warning', text });
  }
  const unused = unusedExternals(external, leftOut);
  if (unused.length > 0) {
    const text = `--external names ${unused.join(', ')}, which nothing that is bundled imports`;
    onProgress({ kind: 'note', level: 'warning', text });
  }
  const { installation } = build;
  if (installation !== undefined && external.length > 0) {
    await checkLeftOut(leftOut, { source, version, onProgress, installation });
  }
  const [native, ...more] = await nativePackages(source, inputs);
  if (native === undefined) return;
  const names = [native, ...more].join(',');
  throw new CodelessError(
    'build',
    'NativeInBundle',
    `${names} can't be bundled: it has programs beside its JavaScript`,
    {
      hint: `Leave it to the dependencies with --external ${names}.`,
    },
  );
}

function nodeVersion(runtime: string | undefined): number {
  const [, version] = /^nodejs(\d+)/.exec(runtime ?? '') ?? [];
  if (runtimeFamily(runtime) === 'nodejs' && version !== undefined) return Number(version);
  if (runtime === undefined) {
    throw new CodelessError('usage', 'RuntimeMissing', '--bundle needs to know the runtime that it bundles for', {
      hint: 'Give --function-runtime.',
    });
  }
  const message = `--bundle is for TypeScript and JavaScript on Node.js, and the function's runtime is ${runtime}`;
  throw new CodelessError('usage', 'WrongCombination', message, { hint: 'Give --build-command with what builds it.' });
}

function reportOf({ stdout }: ToolResult): BundleReport {
  const last = stdout.filter((line) => line.startsWith('{')).at(-1);
  try {
    return JSON.parse(last ?? '{}') as BundleReport;
  } catch {
    return {};
  }
}

function failed(errors: readonly BundleMessage[] | undefined, { code, output }: ToolResult): CodelessError {
  const lines = errors?.map(describe) ?? output;
  const [first = `it ended with exit code ${code}`] = lines;
  const native = errors?.some(
    ({ text, file }) => text.includes('loader is configured for ".node"') || file?.endsWith('.node'),
  );
  return new CodelessError('build', 'BundleFailed', `esbuild could not bundle the code: ${neutral(first)}`, {
    hint: native
      ? 'Leave the package with that program to the dependencies, with --external and its name.'
      : 'Correct the code, install what it imports, or leave a package to the dependencies with --external.',
    output: lines.slice(0, SHOWN_LINES),
  });
}

function describe({ text, file, line }: BundleMessage): string {
  return file === undefined ? text : `${file}, line ${line ?? 1}: ${text}`;
}
