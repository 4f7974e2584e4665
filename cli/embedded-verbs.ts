import { codeCacheDirectory, compileCached } from './code-cache';

/** The program of all verbs as text, which the bundler writes in: what only prints help need not compile it. */
declare const CODELESS_VERBS: string;

type Wrapper = (module: { exports: unknown }, require: NodeJS.Require) => void;

let loaded: Readonly<Record<string, unknown>> | undefined;

/** A file of the verbs' room, by the name by which the program imports it. */
export function embeddedVerb(name: string): unknown {
  return (loaded ??= load())[name];
}

function load(): Readonly<Record<string, unknown>> {
  const source = `(function (module, require) {${CODELESS_VERBS}\n})`;
  const script = compileCached(source, `${__filename} (verbs)`, codeCacheDirectory(process.env));
  const module: { exports: unknown } = { exports: {} };
  (script.runInThisContext() as Wrapper)(module, require);
  return module.exports as Readonly<Record<string, unknown>>;
}
