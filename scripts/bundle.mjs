// Makes dist/cli/codeless.js: the whole program in one file, to be copied anywhere. What only prints help, or refuses a
// command line, is compiled at once; the verbs, with the AWS SDK, are texts in it, each compiled when it is first needed.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { thirdPartyLicences } from './third-party-licences.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(root, 'dist', 'cli');
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// Scripts that run from a text can't import; all that is imported is in the file anyway.
const supported = { 'dynamic-import': false };
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // The packages' ES modules: of those only what is used goes in.
  mainFields: ['module', 'main'],
  supported,
  minify: true,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  write: false,
};
const inputs = new Set();

async function bundle(options) {
  const { outputFiles, metafile } = await build({ ...common, ...options });
  Object.keys(metafile.inputs).forEach((input) => inputs.add(input));
  return outputFiles;
}

/** The files that the program imports while it runs. */
const verbs = [
  ...readFileSync(join(root, 'cli', 'program.ts'), 'utf8').matchAll(/import\('(\.\/verbs\/[a-z-]+)'\)/g),
].map(([, name]) => name);

/** What GetParameter, the program's one call to Systems Manager, is refused by. */
const ssmErrors = [
  'SSMServiceException',
  'AccessDeniedException',
  'InternalServerError',
  'InvalidKeyId',
  'ParameterNotFound',
  'ParameterVersionNotFound',
  'ThrottlingException',
];

/**
 * Takes the errors of the other calls out: their client registers them all, more than a hundred, which a bundler must keep.
 * One that is not registered is thrown as the client's base error, with its name and message.
 */
const withoutOtherSsmErrors = {
  name: 'without-other-ssm-errors',
  setup({ onLoad }) {
    onLoad({ filter: /client-ssm\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => {
      const kept = new Set();
      const contents = readFileSync(path, 'utf8').replace(/^\w+\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) => {
        if (!ssmErrors.includes(name)) return '';
        kept.add(name);
        return line;
      });
      const missing = ssmErrors.filter((name) => !kept.has(name));
      if (missing.length > 0) throw new Error(`${path} registers no ${missing.join(', ')}`);
      return { contents };
    });
  },
};

const [worker] = await bundle({ entryPoints: ['cli/package/threads/worker.ts'] });
const files = await bundle({
  stdin: {
    contents: verbs.map((name) => `export * as '${name}' from '${name}';`).join('\n'),
    sourcefile: 'verbs',
    resolveDir: join(root, 'cli'),
    loader: 'ts',
  },
  define: { CODELESS_VERSION: JSON.stringify(version), CODELESS_PACKAGE_WORKER: JSON.stringify(worker.text) },
  // A file for what is always needed, one for each import() of the SDK's or our own, and for what those share.
  format: 'esm',
  splitting: true,
  plugins: [withoutOtherSsmErrors],
  supported: {},
  outdir: join(output, 'parts'),
});
const parts = Object.fromEntries(
  await Promise.all(
    files.map(async ({ path, text }) => {
      const { code } = await transform(text, {
        format: 'cjs',
        platform: 'node',
        target: common.target,
        supported,
        minify: true,
        charset: 'ascii',
      });
      const source = `(function(module,require){${code}\n})`;
      return [`./${basename(path)}`, { source, digest: createHash('sha256').update(source).digest('hex') }];
    }),
  ),
);
const [program] = await bundle({
  entryPoints: ['cli/main.ts'],
  define: { CODELESS_VERSION: JSON.stringify(version), CODELESS_PARTS: JSON.stringify(parts) },
  banner: {
    js: `#!/usr/bin/env node\n// codeless ${version}, ${license}; what it contains of others: THIRD-PARTY-LICENCES.txt`,
  },
  plugins: [
    {
      name: 'embedded-verbs',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^\.\/verbs\// }, ({ kind, path }) =>
          kind === 'dynamic-import' ? { namespace: 'embedded', path } : undefined,
        );
        onLoad({ filter: /./, namespace: 'embedded' }, ({ path }) => ({
          contents: `module.exports = require('./embedded-verbs').embeddedVerb(${JSON.stringify(path)});`,
          resolveDir: join(root, 'cli'),
        }));
      },
    },
  ],
});

mkdirSync(output, { recursive: true });
writeFileSync(join(output, 'codeless.js'), program.text);
chmodSync(join(output, 'codeless.js'), 0o755);
writeFileSync(join(output, 'THIRD-PARTY-LICENCES.txt'), thirdPartyLicences(root, inputs));
