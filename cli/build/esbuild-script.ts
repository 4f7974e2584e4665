/**
 * What runs the project's esbuild, in a process of its own so that it can be ended. Arguments: the directory of esbuild, its
 * options, the directory to write to. The last line of its output is a {@link BundleReport}.
 *
 * Files are made in memory, as if they lay in the source: so what they say of their sources is the same on every machine.
 *
 * What of the AWS SDK is not installed and is in the runtime is left to that.
 */
export const ESBUILD_SCRIPT = `
const [esbuild, text, target] = process.argv.slice(1);
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { sdk, ...options } = JSON.parse(text);
const left = new Set();
const runtimeSdk = {
  name: 'runtime-sdk',
  setup(build) {
    build.onResolve({ filter: new RegExp(sdk) }, async ({ path, pluginData, ...from }) => {
      if (pluginData === 'asked') return;
      const { importer, namespace, resolveDir, kind } = from;
      const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: 'asked' });
      if (found.errors.length === 0) return found;
      left.add(path);
      return { path, external: true };
    });
  },
};
const tell = (report) => process.stdout.write('\\n' + JSON.stringify(report) + '\\n');
const place = ({ text, location }) => ({ text, ...(location && { file: location.file, line: location.line }) });
require(esbuild)
  .build({ ...options, plugins: [runtimeSdk] })
  .then(
    ({ outputFiles, warnings, metafile }) => {
      for (const { path, contents } of outputFiles) {
        const file = join(target, relative(options.outdir, path));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, contents);
      }
      // Imports of types are told as external too, and are not in what came out.
      const outputs = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
      const outside = new Set(outputs.filter(({ external }) => external).map(({ path }) => path));
      const leftOut = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
        imports.filter(({ external, path }) => external && outside.has(path)).map(({ path }) => ({ file, path })),
      );
      tell({ warnings: warnings.map(place), inputs: Object.keys(metafile.inputs), left: [...left], leftOut });
    },
    (error) => {
      tell({ errors: error.errors ? error.errors.map(place) : [{ text: String(error) }] });
      process.exitCode = 1;
    },
  );
`;

/** Something that esbuild says of a source. */
export interface BundleMessage {
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/** An import that is not in the bundle. */
export interface LeftOutImport {
  /** Path of the file, from the source. */
  readonly file: string;
  /** What is imported. */
  readonly path: string;
}

/** What came of a bundle. */
export interface BundleReport {
  readonly errors?: readonly BundleMessage[];
  readonly warnings?: readonly BundleMessage[];
  /** Paths of what went in, from the source. */
  readonly inputs?: readonly string[];
  /** Packages that are left to the runtime. */
  readonly left?: readonly string[];
  readonly leftOut?: readonly LeftOutImport[];
}
