import { codeCacheDirectory, compileCached } from './code-cache';

/** A file of the program as the text of a {@link Wrapper}, and the SHA-256 of it. */
interface Part {
  readonly source: string;
  readonly digest: string;
}

/**
 * The files of all verbs, by the names by which they require each other. The bundler writes them in: what only prints help need
 * not compile them, what runs a verb compiles those that it needs, and nobody need digest them.
 */
declare const CODELESS_PARTS: Readonly<Record<string, Part>>;

/** The part that has the files of the verbs' room, by the names by which the program imports them. */
const VERBS = './stdin.js';

type Wrapper = (module: { exports: unknown }, require: (name: string) => unknown) => void;

const loaded = new Map<string, { exports: unknown }>();

/** A file of the verbs' room, by the name by which the program imports it. */
export function embeddedVerb(name: string): unknown {
  return (requirePart(VERBS) as Readonly<Record<string, unknown>>)[name];
}

/** What a part exports, or a module of Node.js. */
function requirePart(name: string): unknown {
  const part = CODELESS_PARTS[name];
  if (part === undefined) return process.getBuiltinModule(name);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module: { exports: unknown } = { exports: {} };
  loaded.set(name, module);
  const script = compileCached({
    ...part,
    filename: `${__filename} (${name})`,
    directory: codeCacheDirectory(process.env),
  });
  (script.runInThisContext() as Wrapper)(module, requirePart);
  return module.exports;
}
