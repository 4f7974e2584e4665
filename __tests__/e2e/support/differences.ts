/** Where two values differ, as `path: got, not wanted`. */
export function differences(got: unknown, wanted: unknown, path = ''): string[] {
  if (isTree(got) && isTree(wanted)) {
    const names = [...new Set([...Object.keys(got), ...Object.keys(wanted)])];
    return names.flatMap((name) => differences(got[name], wanted[name], path === '' ? name : `${path} ${name}`));
  }
  const [one, other] = [JSON.stringify(got), JSON.stringify(wanted)];
  return one === other ? [] : [`${path}: ${one}, not ${other}`];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
