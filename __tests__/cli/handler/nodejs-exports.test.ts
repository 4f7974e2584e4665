import { buildSync } from 'esbuild';
import { join } from 'node:path';

import { lacksExport } from '../../../cli/handler/nodejs-exports';
import { codelessErrorOf, makeTree, removeDirectories } from '../package/support/tree';
import { check } from './support/check';

afterEach(removeDirectories);

/** What esbuild bundles of `app.js`, which has a module of another name before it. */
function bundled(text: string, format: 'cjs' | 'esm'): string {
  const source = makeTree({
    'app.js': text,
    'left.js': "module.exports = (name) => require('node:fs')[name]; exports[0] = { ...module.exports };",
  });
  const options = { bundle: true, platform: 'node', format, write: false, logLevel: 'silent' } as const;
  return buildSync({ ...options, entryPoints: [join(source, 'app.js')] }).outputFiles[0]?.text ?? '';
}

/** What `tsc` makes of a module. */
const TYPESCRIPT = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const a_1 = require("a");
const handler = () => (0, a_1.default)();
exports.handler = handler;
`;

const COMMONJS: [what: string, text: string][] = [
  ['sets it', 'exports.handler = async () => 1;'],
  [
    'sets it as a property',
    'Object.defineProperty(exports, "__esModule", { value: true });\nmodule.exports.handler = () => 1;',
  ],
  ['has an object', 'const handler = () => 1;\nmodule.exports = { handler, other: 1 };'],
  ['comes of a TypeScript compiler', TYPESCRIPT],
  ['is bundled of a module', bundled("import left from './left.js';\nexport const handler = () => left('a');", 'cjs')],
  ['is bundled of CommonJS', bundled("const left = require('./left.js');\nexports.handler = () => left('a');", 'cjs')],
];
const MODULES: [what: string, text: string][] = [
  ['declares it', 'export const handler = async () => 1;'],
  ['lists it', 'const a = () => 1;\nexport { a as handler };'],
  ['is bundled', bundled("import left from './left.js';\nexport const handler = () => left('a');", 'esm')],
];

describe.each([
  ['commonjs', COMMONJS],
  ['module', MODULES],
] as const)('of a file that is %s', (syntax, files) => {
  test.each(files)('which %s, a name that it has is there, and a misspelled one is not', (_, text) => {
    expect(lacksExport(text, 'handler', syntax)).toBe(false);
    expect(lacksExport(text, 'handlre', syntax)).toBe(true);
  });
});

test.each([
  ['exports what another file does', "module.exports = require('./other');", 'commonjs'],
  ['exports what another file does, among others', "module.exports = { a: 1, ...require('./other') };", 'commonjs'],
  ['hands its exports on', "__exportStar(require('./other'), exports);", 'commonjs'],
  ['copies into its exports', "Object.assign(module.exports, require('./other'));", 'commonjs'],
  ['computes a name', "for (const name of ['a']) exports[name] = 1;", 'commonjs'],
  ['has another name for its exports', 'const all = exports; all[name] = 1;', 'commonjs'],
  ['hands its module on', '(function (root, factory) { factory(module); })(this, f);', 'commonjs'],
  [
    'is bundled and exports all of a package',
    "0 && (module.exports = {\n  a,\n  ...require('left')\n});\n",
    'commonjs',
  ],
  ['exports all of another file', "export * from './other.js';", 'module'],
  ['escapes a name', String.raw`export const h\u0061ndler = 1;`, 'module'],
] as const)('in doubt a name may be there: of a file that %s', (_, text, syntax) => {
  expect(lacksExport(text, 'handlre', syntax)).toBe(false);
});

test.each([
  ['nodejs22.x', { 'app.js': 'exports.handler = async () => 1;\n' }],
  ['nodejs24.x', { 'app.mjs': 'export const handler = async () => 1;\n' }],
])('fails where the function of %s names another export than the file has', async (runtime, files) => {
  const [file = ''] = Object.keys(files);

  expect(await codelessErrorOf(check(files, { runtime, handler: 'app.handlre' }))).toMatchObject({
    exit: 'build',
    code: 'HandlerUnfit',
    message: `the handler app.handlre can't be run: ${file} exports nothing of the name handlre`,
    hint: "Export it under this name, or correct the function's handler in Terraform.",
  });
});
