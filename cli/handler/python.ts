import { FOUND, malformed, unfit, type Finding, type HandlerQuestion } from './finding';

/** Bytes of a module that are searched for the function. */
const READ_BYTES = 2 * 1024 * 1024;

/** What lets a module have names that its text has not. */
const DYNAMIC = /import\s*\*|__getattr__|\b(?:globals|locals|vars|setattr|exec|eval)\s*\(|sys\.modules/;

/**
 * Looks for a handler as the Python runtime does: what follows the last dot is the function, dots and slashes before it
 * both part packages.
 *
 * @see https://github.com/aws/aws-lambda-python-runtime-interface-client awslambdaric/bootstrap.py
 */
export async function findPythonHandler(question: HandlerQuestion): Promise<Finding> {
  const { handler, files } = question;
  const [, module = '', name = ''] = /^(.*)\.([^.]*)$/s.exec(handler) ?? [];
  const parts = module.split(/[./]/);
  if (name === '' || parts.includes('')) throw malformed(question, "'module.function', as in app.main.handler");

  const path = parts.join('/');
  const wanted = [`${path}.py`, `${path}/__init__.py`];
  // As the interpreter: a package before a module, and what is compiled before its text.
  const found =
    files.first([`${path}/__init__.py`]) ?? compiled(question, path) ?? files.first([`${path}.py`, `${path}.pyc`]);
  if (found === undefined) {
    const [top = ''] = parts;
    const hidden = parts.length > 1 && (files.hasDirectory(top) || files.kind(`${top}.py`) !== undefined);
    return { outcome: 'missing', wanted, maybeInLayer: !hidden };
  }
  refuseHidden(question, parts);
  if (found.endsWith('.py')) await requireName(question, found, name);
  return FOUND;
}

/** An extension module, such as `app.cpython-313-x86_64-linux-gnu.so`. */
function compiled({ files }: HandlerQuestion, path: string): string | undefined {
  const end = path.lastIndexOf('/') + 1;
  const module = path.slice(end);
  return files
    .names(path.slice(0, Math.max(end - 1, 0)))
    .filter((name) => name.startsWith(`${module}.`) && /^\.(?:[\w-]+\.)?so$/.test(name.slice(module.length)))
    .map((name) => path.slice(0, end) + name)
    .find((one) => files.kind(one) !== undefined);
}

/** A module hides the directory of its name, if that is no regular package. */
function refuseHidden({ handler, files }: HandlerQuestion, parts: readonly string[]): void {
  for (let depth = 1; depth < parts.length; depth += 1) {
    const directory = parts.slice(0, depth).join('/');
    if (files.kind(`${directory}.py`) === undefined || files.kind(`${directory}/__init__.py`) !== undefined) continue;
    const hint = `Rename one of them, or put an __init__.py into ${directory}.`;
    throw unfit(handler, `${directory}.py hides the directory ${directory}`, hint);
  }
}

async function requireName({ handler, files }: HandlerQuestion, path: string, name: string): Promise<void> {
  const content = await files.read(path, READ_BYTES);
  if (content === undefined || content.length === READ_BYTES || !/^\w+$/.test(name)) return;
  const text = content.toString('latin1');
  if (new RegExp(`\\b${name}\\b`).test(text) || DYNAMIC.test(text)) return;
  throw unfit(
    handler,
    `${path} has nothing of the name ${name}`,
    `Name a function of ${path} as the function's handler.`,
  );
}
