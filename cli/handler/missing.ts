import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

import { CodelessError } from '../errors';
import { runtimeFamily } from '../settings/runtimes';
import { bootstrapCommand } from './bootstrap';
import type { Finding } from './finding';
import type { PackagedFiles } from './packaged-files';

/** Text that is compiled before Lambda runs it, and with what. */
const COMPILED: readonly [extension: RegExp, language: string, remedy: string][] = [
  [/^\.(?:[cm]?ts|tsx|jsx)$/, 'TypeScript', 'give --bundle, or --build-command with what compiles it'],
  [/^\.(?:java|kt|scala|groovy)$/, 'source code', 'give --build-command with what compiles it'],
  [/^\.(?:cs|fs|vb)$/, 'source code', 'give --build-command with dotnet publish'],
];

/** Where a handler was looked for and is not. */
export interface MissingHandler {
  /** Undefined for the program that an OS-only runtime starts. */
  readonly handler: string | undefined;
  readonly runtime: string;
  readonly wanted: Extract<Finding, { outcome: 'missing' }>['wanted'];
  readonly files: PackagedFiles;
  /** Path of the source. */
  readonly source: string;
}

/** The error of a handler that is not in the package, with what is most likely to be done. */
export function handlerMissing(missing: MissingHandler): CodelessError {
  const { handler, runtime, wanted } = missing;
  const last = wanted.at(-1) ?? '';
  const list = wanted.length < 2 ? last : `${wanted.slice(0, -1).join(', ')} or ${last}`;
  const message =
    handler === undefined
      ? `there is no ${list} at the root of the package, which ${runtime} starts`
      : `the handler ${handler} is not in the package, where ${runtime} looks for ${list}`;
  return new CodelessError('build', 'HandlerMissing', message, {
    hint:
      nearHint(missing) ??
      `${handler === undefined ? 'Build it' : "Correct the function's handler in Terraform (of `build`: --function-handler)"}, or name the directory of the ` +
        'code with --app-src-path; --no-check-handler ships what is there.',
  });
}

/** What is nearly the file that is looked for, and what to do about it; undefined if nothing is near. */
export function nearHint({ handler, runtime, wanted, files, source }: MissingHandler): string | undefined {
  const command = handler === undefined ? bootstrapCommand(files) : undefined;
  if (command !== undefined) return `The source is not compiled: give --build-command, such as '${command}'.`;
  const ignored = wanted.map((path) => ignoredFile(source, path, files)).find((path) => path !== undefined);
  if (ignored !== undefined) {
    return `${ignored} is in the source and is left out: take it back in by the line !${ignored} in .lambdaignore.`;
  }
  const stems = wanted.map((path) => posix.join(posix.dirname(path), posix.basename(path, posix.extname(path))));
  const text = files.paths.find((path) => stems.includes(path.slice(0, -posix.extname(path).length)));
  if (text !== undefined) {
    const known = COMPILED.find(([extension]) => extension.test(posix.extname(text)));
    if (known !== undefined) return `${text} is ${known[1]}, which Lambda does not run: ${known[2]}.`;
  }
  const jar = runtimeFamily(runtime) === 'java' ? files.paths.find((path) => /^[^/]+\.jar$/.test(path)) : undefined;
  if (jar !== undefined)
    return `${jar} is at the root of the package, and Lambda loads jars of lib: put it there, or name it as the source with --app-src-path.`;
  const other = files.paths.find((path) =>
    wanted.some((one) => path !== one && path.toLowerCase() === one.toLowerCase()),
  );
  if (other !== undefined) return `The package has ${other}: upper and lower case count in Lambda.`;
  const below = files.paths.find((path) => wanted.some((one) => path.endsWith(`/${one}`)));
  if (below === undefined) return undefined;
  return `The package has ${below}: correct the function's handler in Terraform (of \`build\`: --function-handler), or --app-src-path.`;
}

/** What of the source is ignored: the file to which a path leads, or else a link to it; undefined for what is no file of it. */
function ignoredFile(source: string, path: string, files: PackagedFiles): string | undefined {
  const location = join(source, path);
  if (!existsSync(location) || !statSync(location).isFile()) return undefined;
  const real = relative(realpathSync(source), realpathSync(location)).split(sep).join('/');
  if (real.startsWith('../')) return undefined;
  return files.kind(real) === undefined ? real : path;
}
