import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

import { CodelessError } from '../errors';
import { parseJsonObject, readText } from '../text';

/** What is bundled, and what it becomes. */
export interface EntryPoint {
  /** Path of the file from the source. */
  readonly file: string;
  /** Path of what is made of it, from the package's root, without its extension. */
  readonly output: string;
  readonly format: 'esm' | 'cjs';
  readonly extension: '.js' | '.mjs' | '.cjs';
}

/** What a handler's file may be, the first that is there is taken: what is written before what was compiled from it. */
const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];

/**
 * The file of a handler: `src/app.handler` is `src/app.ts` or one of its kind, and becomes `src/app.js`, or `src/app.mjs` as
 * an ES module. Which of them it is says its own extension, else the package.json nearest to it.
 *
 * @throws CodelessError `HandlerMissing`, or `HandlerUnknown` with exit `usage`
 */
export async function entryPoint(source: string, handler: string | undefined): Promise<EntryPoint> {
  if (handler === undefined) {
    throw new CodelessError('usage', 'HandlerUnknown', '--bundle needs to know the handler, whose file it bundles', {
      hint: 'Give --function-handler, such as src/app.handler.',
    });
  }
  const base = posix.basename(handler);
  const stem = posix.join(posix.dirname(handler.replace(/^\/var\/task\//, '')), base.split('.')[0] ?? '');
  const candidates = EXTENSIONS.map((extension) => `${stem}${extension}`);
  const file = stem.startsWith('..') ? undefined : candidates.find((path) => existsSync(join(source, path)));
  if (file === undefined) {
    const message = `there is nothing to bundle for the handler ${handler} in ${source}: ${candidates.join(', ')}`;
    throw new CodelessError('build', 'HandlerMissing', message, {
      hint: "Correct the function's handler in Terraform, or name the directory of the code with --app-src-path.",
    });
  }
  const own = /^\.([mc])[jt]s$/.exec(posix.extname(file))?.[1];
  const isModule = own === undefined ? await isOfModules(source, file) : own === 'm';
  const extension = own === 'c' ? '.cjs' : isModule ? '.mjs' : '.js';
  return { file, output: stem, format: isModule ? 'esm' : 'cjs', extension };
}

async function isOfModules(source: string, file: string): Promise<boolean> {
  const directories = file.split('/').slice(0, -1);
  for (let depth = directories.length; depth >= 0; depth -= 1) {
    const manifest = join(source, ...directories.slice(0, depth), 'package.json');
    const text = await readText(manifest);
    if (text !== undefined) return parseJsonObject(text, manifest).type === 'module';
  }
  return false;
}
