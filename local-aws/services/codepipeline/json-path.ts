const WHOLE = /^\$(?:\.[\w-]+|\['[^']+'\]|\[\d+\])+$/;
const STEP = /\.([\w-]+)|\['([^']+)'\]|\[(\d+)\]/g;

/** Whether a path can be read here: names and indexes, such as `$.release.tag_name` and `$['commits'][0].id`. */
export function isJsonPath(path: string): boolean {
  return WHOLE.test(path);
}

/** The text, number or truth value that a path selects of a document, as text; undefined where there is none. */
export function select(document: unknown, path: string): string | undefined {
  let value = document;
  for (const [, name, quoted, index] of path.matchAll(STEP)) {
    const key = name ?? quoted ?? index ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'string' ? value : typeof value === 'object' ? undefined : JSON.stringify(value);
}
