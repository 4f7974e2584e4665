import { compileFunction } from 'node:vm';

import { decodeText, parseJsonObject } from '../text';
import { lacksExport } from './nodejs-exports';
import { FOUND, malformed, unfit, type Finding, type HandlerQuestion } from './finding';

/** Bytes of a module that are parsed; a larger one is taken as it is. */
const READ_BYTES = 5 * 1024 * 1024;

/** The first Node.js in which Lambda leaves it to Node.js to tell modules by their text. */
const DETECTS_MODULES = 24;

/** What V8 says of a text that is a module. */
const MODULE_SYNTAX =
  /^SyntaxError: (Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module)/;

/**
 * Looks for a handler as the Node.js runtime does: the base name's first dot ends the file, which is tried as it is, then
 * with `.js`, `.mjs` and `.cjs`; in the end a package of that name.
 *
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client src/function/module-loader.ts
 */
export async function findNodejsHandler(question: HandlerQuestion): Promise<Finding> {
  const { handler, files } = question;
  const base = handler.slice(handler.lastIndexOf('/') + 1);
  const [, file = '', name = ''] = /^([^.]*)\.(.*)$/s.exec(base) ?? [];
  if (file === '' || name === '' || handler.includes('..')) {
    throw malformed(question, "'file.export', as in src/app.handler");
  }
  const directory = handler.slice(0, -base.length);
  // `/var/task` is the package, and `/opt` what layers hold.
  const path = (directory.replace(/^\/var\/task\//, '') + file).replace(/^(?:\.?\/+)+/, '').replaceAll(/\/+/g, '/');
  const wanted = ['.js', '.mjs', '.cjs'].map((extension) => `${path}${extension}`);
  const found = files.first([path, ...wanted]);
  if (found !== undefined) {
    await requireFormat(question, found, name.split('.')[0] ?? name);
    return FOUND;
  }
  const asPackage = [`${path}/index.js`, `${path}/package.json`, `node_modules/${path}/package.json`];
  if (files.first(asPackage) !== undefined) return FOUND;
  return { outcome: 'missing', wanted, maybeInLayer: directory === '' || directory.startsWith('/opt/') };
}

/**
 * The syntax of a file and what Node.js takes it for must be the same. Node.js goes by where a link leads, and Lambda by the
 * link.
 */
async function requireFormat(
  { handler, runtime, files, environment }: HandlerQuestion,
  named: string,
  name: string,
): Promise<void> {
  const path = files.resolve(named) ?? named;
  const content = await files.read(path, READ_BYTES);
  if (content === undefined || content.length === READ_BYTES) return;
  const text = content.toString();
  const syntax = syntaxOf(text);
  if (syntax === undefined) return;
  if (lacksExport(text, name, syntax)) {
    const hint = `Export it under this name, or correct the function's handler in Terraform.`;
    throw unfit(handler, `${path} exports nothing of the name ${name}`, hint);
  }
  const { manifest, isModule } = await formatOf(files, path);
  const place = manifest === undefined ? 'the package' : manifest.path;
  if (isModule && syntax === 'commonjs') {
    const why = `${path} is CommonJS and is loaded as a module, which exports nothing`;
    throw unfit(
      handler,
      why,
      `Rename it to end with .cjs${manifest === undefined ? '' : `, or take "type": "module" out of ${place}`}.`,
    );
  }
  if (syntax === 'commonjs' || detectsModules(runtime, environment)) return;
  if (isModule && (path === named || (await formatOf(files, named)).isModule)) return;
  if (isModule) {
    const why = `${named} is loaded as CommonJS, and leads to ${path}, which is an ES module`;
    throw unfit(handler, why, `Let a link that ends with .mjs lead to ${path}, or put the file itself there.`);
  }
  const why = `${path} is an ES module and is loaded as CommonJS: "Cannot use import statement outside a module"`;
  const hint =
    manifest === undefined ? 'ship a package.json with "type": "module"' : `put "type": "module" into ${place}`;
  throw unfit(handler, why, `Rename it to end with .mjs, or ${hint}.`);
}

async function formatOf(
  files: HandlerQuestion['files'],
  path: string,
): Promise<{ manifest: { path: string; isModule: boolean } | undefined; isModule: boolean }> {
  const manifest = path.endsWith('.js') ? await nearestManifest(files, path) : undefined;
  return { manifest, isModule: path.endsWith('.mjs') || manifest?.isModule === true };
}

/** Lambda turns both off up to Node.js 22. */
function detectsModules(runtime: string, { NODE_OPTIONS = '' }: Readonly<Record<string, string>>): boolean {
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1]);
  return version >= DETECTS_MODULES || /--experimental-(?:detect|require)-module/.test(NODE_OPTIONS);
}

/** @returns undefined if it is neither, as what is broken or newer than this program's Node.js */
function syntaxOf(text: string): 'commonjs' | 'module' | undefined {
  try {
    // Parsed, and never run.
    compileFunction(text.replace(/^#!.*/, ''), ['exports', 'require', 'module', '__filename', '__dirname']);
    return 'commonjs';
  } catch (error) {
    // By its text: the error is of the context's class, which need not be this one's.
    return MODULE_SYNTAX.test(String(error)) ? 'module' : undefined;
  }
}

async function nearestManifest(
  files: HandlerQuestion['files'],
  path: string,
): Promise<{ path: string; isModule: boolean } | undefined> {
  const directories = path.split('/').slice(0, -1);
  for (let depth = directories.length; depth >= 0; depth -= 1) {
    const manifest = [...directories.slice(0, depth), 'package.json'].join('/');
    const content = await files.read(manifest, READ_BYTES);
    if (content === undefined) continue;
    const { type } = parseJsonObject(decodeText(content, manifest), manifest);
    return { path: manifest, isModule: type === 'module' };
  }
  return undefined;
}
