// Resolves a handler as AWS's Node.js runtimes do and prints the outcome of each event, read from standard input. The
// first argument says how the module is loaded: `require`, as up to version 3 of the runtime interface client, or
// `import`, as from version 4.
//
// See https://github.com/aws/aws-lambda-nodejs-runtime-interface-client, src/UserFunction.js and src/function/.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [, , loader, handler] = process.argv;
const require = createRequire(import.meta.url);
const load = async (file) => (loader === 'require' ? require(file) : import(file));

const base = path.basename(handler);
const directory = handler.substring(0, handler.indexOf(base));
const dot = base.indexOf('.');
const stem = path.resolve(process.cwd(), directory, base.slice(0, dot));

async function loadModule() {
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    if (existsSync(stem + extension)) return load(stem + extension);
  }
  throw new Error(`no module ${stem}`);
}

const descend = (object) =>
  base
    .slice(dot + 1)
    .split('.')
    .reduce((nested, key) => (loader === 'require' || typeof nested === 'object' ? nested?.[key] : undefined), object);

async function outcome(invoke, event) {
  try {
    return { response: await invoke(event, {}) };
  } catch (error) {
    return { errorType: error.name, errorMessage: error.message };
  }
}

const loaded = await loadModule();
const resolved = descend(loaded) ?? (loader === 'import' ? descend(loaded.default) : undefined);
if (typeof resolved !== 'function') throw new Error(`${handler} is not a function`);
// From Node.js 24 on the runtime refuses a third parameter, the callback of old.
if (resolved.length >= 3) throw new Error(`${handler} asks for a callback`);

const outcomes = [];
for (const event of JSON.parse(readFileSync(0, 'utf8'))) outcomes.push(await outcome(resolved, event));
process.stdout.write(JSON.stringify(outcomes));
