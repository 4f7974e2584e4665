import { codeCacheDirectory, compileCached } from './code-cache';

/**
 * The program of all verbs as the text of a {@link Wrapper}, and the SHA-256 of it. The bundler writes both in: what only prints
 * help need not compile the text, and what runs a verb need not digest it.
 */
declare const CODELESS_VERBS: { readonly source: string; readonly digest: string };

type Wrapper = (module: { exports: unknown }, require: NodeJS.Require) => void;

let loaded: Readonly<Record<string, unknown>> | undefined;

/** A file of the verbs' room, by the name by which the program imports it. */
export function embeddedVerb(name: string): unknown {
  return (loaded ??= load())[name];
}

function load(): Readonly<Record<string, unknown>> {
  const { source, digest } = CODELESS_VERBS;
  const script = compileCached({
    source,
    digest,
    filename: `${__filename} (verbs)`,
    directory: codeCacheDirectory(process.env),
  });
  const module: { exports: unknown } = { exports: {} };
  (script.runInThisContext() as Wrapper)(module, require);
  return module.exports as Readonly<Record<string, unknown>>;
}
