import { malformed, requireHandler, requireInside } from './handler-path';
import type { HandlerTarget } from './handler-target';
import { PlaceholderError } from './placeholder-error';

const FORM = "'module.function', as in app.main.handler or app/main.handler";
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

/**
 * Modules that every CPython has built in: the runtime refuses them, whatever the package holds.
 *
 * @see https://docs.python.org/3/library/sys.html#sys.builtin_module_names
 */
const BUILTIN_MODULES = new Set([
  ...'atexit builtins errno faulthandler gc itertools marshal posix pwd sys time'.split(' '),
  ...'_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal'.split(' '),
  ...'_sre _stat _string _symtable _thread _tracemalloc _warnings _weakref'.split(' '),
]);

/**
 * Reads a handler as the Python runtime does: what follows the last dot is the function, dots and slashes before it both
 * separate packages. A module need not be an identifier (`my-app.handler` loads `my-app.py`), the function must be one.
 *
 * @throws PlaceholderError
 * @see https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
 * @see https://github.com/aws/aws-lambda-python-runtime-interface-client awslambdaric/bootstrap.py
 */
export function pythonHandler(runtime: string, configured: string | undefined): HandlerTarget {
  const handler = requireHandler(runtime, configured, FORM);
  const dot = handler.lastIndexOf('.');
  const name = handler.slice(dot + 1);
  if (dot < 0 || !IDENTIFIER.test(name)) {
    throw malformed(runtime, handler, FORM);
  }
  const segments = requireInside(handler, handler.slice(0, dot).split(/[./]/));
  if (BUILTIN_MODULES.has(segments[0] ?? '')) {
    throw new PlaceholderError(
      'UnreachableHandler',
      `'handler' must not begin with ${JSON.stringify(segments[0])}, a module built into Python: rename the module`,
    );
  }
  return { segments, name };
}
