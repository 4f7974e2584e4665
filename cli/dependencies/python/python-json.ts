/**
 * JSON as Python's `json.dumps(value, sort_keys=True)` writes it, over which tools make digests of their files.
 *
 * @param separators between members, and between key and value
 */
export function pythonJson(value: unknown, separators: readonly [string, string] = [', ', ': ']): string {
  const [comma, colon] = separators;
  const json = (member: unknown): string => pythonJson(member, separators);
  if (Array.isArray(value)) return `[${value.map(json).join(comma)}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([key, member]) => `${json(key)}${colon}${json(member)}`).join(comma)}}`;
  }
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
