import type { ServiceModel, Shape } from './service-models';

/**
 * Holds a value against a type of AWS's own service model, as the JSON protocols carry it: required members, types,
 * enumerations, lengths, ranges and patterns; a member that the model does not have is a problem too.
 *
 * @returns one sentence a problem; none where the value is right
 */
export function shapeProblems(model: ServiceModel, shape: string, value: unknown, at = ''): string[] {
  const type = model.shapes[shape];
  if (type === undefined) return [`${at || shape}: the model has no type ${shape}`];
  const name = at === '' ? shape : at;
  switch (type.type) {
    case 'structure':
      return structureProblems(model, type, value, at, name);
    case 'list':
      if (!Array.isArray(value)) return [`${name} must be a list`];
      return [
        ...sizeProblems(type, value.length, `${name} must have`, 'members'),
        ...value.flatMap((one, index) => shapeProblems(model, type.member?.shape ?? '', one, `${name}[${index}]`)),
      ];
    case 'map':
      if (!isObject(value)) return [`${name} must be a map`];
      return [
        ...sizeProblems(type, Object.keys(value).length, `${name} must have`, 'entries'),
        ...Object.entries(value).flatMap(([key, one]) => [
          ...shapeProblems(model, type.key?.shape ?? '', key, `the key '${key}' of ${name}`),
          ...shapeProblems(model, type.value?.shape ?? '', one, `${name}.${key}`),
        ]),
      ];
    case 'string':
      return typeof value === 'string' ? stringProblems(type, value, name) : [`${name} must be a string`];
    case 'integer':
    case 'long':
      if (!Number.isInteger(value)) return [`${name} must be a whole number`];
      return sizeProblems(type, value as number, `${name} must be`, '');
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${name} must be true or false`];
    case 'timestamp':
    case 'float':
    case 'double':
      return typeof value === 'number' ? [] : [`${name} must be a number`];
    default:
      return [];
  }
}

function structureProblems(model: ServiceModel, type: Shape, value: unknown, at: string, name: string): string[] {
  if (!isObject(value)) return [`${name} must be an object`];
  const path = at === '' ? '' : `${at}.`;
  const missing = (type.required ?? []).filter((member) => value[member] === undefined || value[member] === null);
  const problems = missing.map((member) => `${path}${member} is required`);
  for (const [member, one] of Object.entries(value)) {
    const reference = type.members?.[member];
    if (reference === undefined) problems.push(`${path}${member} is not a member of ${name}`);
    else if (one !== undefined && one !== null) {
      problems.push(...shapeProblems(model, reference.shape, one, `${path}${member}`));
    }
  }
  return problems;
}

function stringProblems(type: Shape, value: string, name: string): string[] {
  const problems = sizeProblems(type, value.length, `${name} must have`, 'characters');
  if (type.enum !== undefined && !type.enum.includes(value)) {
    problems.push(`${name} must be one of ${type.enum.join(', ')}`);
  }
  if (type.pattern !== undefined && !matches(type.pattern, value)) problems.push(`${name} must match ${type.pattern}`);
  return problems;
}

function sizeProblems({ min, max }: Shape, size: number, must: string, unit: string): string[] {
  const isRight = size >= (min ?? -Infinity) && size <= (max ?? Infinity);
  return isRight ? [] : [`${must} ${min ?? 0} to ${max ?? 'any number of'} ${unit}`.trimEnd()];
}

/** AWS's patterns match the whole of a value; one in a dialect that JavaScript does not read judges nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su').test(value);
  } catch {
    return true;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
