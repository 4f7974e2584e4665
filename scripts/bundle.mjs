// Makes dist/cli/codeless.js: the whole program in one file, to be copied anywhere. What only prints help, or refuses a
// command line, is compiled at once; the verbs, with the AWS SDK, are a text in it that is compiled when a verb runs.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyLicences } from './third-party-licences.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(root, 'dist', 'cli');
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // The packages' ES modules: of those only what is used goes in.
  mainFields: ['module', 'main'],
  // Scripts that run from a text can't import; all that is imported is in the file anyway.
  supported: { 'dynamic-import': false },
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
  return outputFiles[0].text;
}

/** The files that the program imports while it runs. */
const verbs = [
  ...readFileSync(join(root, 'cli', 'program.ts'), 'utf8').matchAll(/import\('(\.\/verbs\/[a-z-]+)'\)/g),
].map(([, name]) => name);

const worker = await bundle({ entryPoints: ['cli/package/deflate/deflate-worker.ts'] });
const embedded = await bundle({
  stdin: {
    contents: [
      ...verbs.map((name, index) => `import * as verb${index} from '${name}';`),
      `module.exports = { ${verbs.map((name, index) => `'${name}': verb${index}`).join(', ')} };`,
    ].join('\n'),
    resolveDir: join(root, 'cli'),
    loader: 'ts',
  },
  define: { CODELESS_VERSION: JSON.stringify(version), CODELESS_DEFLATE_WORKER: JSON.stringify(worker) },
});
const source = `(function(module,require){${embedded}\n})`;
const digest = createHash('sha256').update(source).digest('hex');
const program = await bundle({
  entryPoints: ['cli/main.ts'],
  define: { CODELESS_VERSION: JSON.stringify(version), CODELESS_VERBS: JSON.stringify({ source, digest }) },
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
writeFileSync(join(output, 'codeless.js'), program);
chmodSync(join(output, 'codeless.js'), 0o755);
writeFileSync(join(output, 'THIRD-PARTY-LICENCES.txt'), thirdPartyLicences(root, inputs));
