import { malformed, requireHandler, requireInside } from './handler-path';
import type { HandlerTarget } from './handler-target';
import { PlaceholderError } from './placeholder-error';

const FORM = "'file.export', as in index.handler or src/app.handler";
const EXPORT = /^[\p{ID_Continue}$-]+$/u;

/**
 * Reads a handler as the Node.js runtime does: what precedes the base name is the directory, the first dot of the base
 * name ends the file, further dots go down into what it exports (`app.main.handler` is `main.handler` of `app.js`).
 *
 * @throws PlaceholderError
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client src/UserFunction.js
 */
export function nodejsHandler(runtime: string, configured: string | undefined): HandlerTarget {
  const handler = requireHandler(runtime, configured, FORM);
  const base = handler.slice(handler.lastIndexOf('/') + 1);
  const [file = '', ...exported] = base.split('.');
  // `./src/app.handler` is common, and the runtime takes it.
  const path = handler.slice(0, handler.length - base.length).replace(/^\.\//, '') + file;
  const segments = requireInside(handler, path.split('/'));
  if (exported.length === 0 || !exported.every((name) => EXPORT.test(name))) {
    throw malformed(runtime, handler, FORM);
  }
  requireReachable(handler, base, exported);
  return { segments, name: exported.join('.') };
}

function requireReachable(handler: string, base: string, exported: readonly string[]): void {
  const got = `got ${JSON.stringify(handler)}`;
  if (handler.includes('..')) {
    throw new PlaceholderError(
      'HandlerOutsidePackage',
      `'handler' must not contain '..', which Node.js runtimes refuse, ${got}`,
    );
  }
  // The runtime looks for the base name from the left, and takes what precedes it for the directory.
  if (handler.indexOf(base) + base.length !== handler.length) {
    throw unreachable(`'handler' must not have its last part in its directories too, ${got}`);
  }
  // The runtime awaits the module, and what has a function `then` is taken for a promise.
  if (exported[0] === 'then' && exported.length === 1) {
    throw unreachable(`'handler' must not name an export 'then': rename it, ${got}`);
  }
  if (exported.includes('__proto__')) {
    throw unreachable(`'handler' must not name '__proto__': rename it, ${got}`);
  }
}

function unreachable(message: string): PlaceholderError {
  return new PlaceholderError('UnreachableHandler', message);
}
