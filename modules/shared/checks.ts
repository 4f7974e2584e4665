import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ValidationError } from './validation-error';

/** The only numbers of days that CloudWatch Logs takes; 0 is no limit. */
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Whether a value is given and known at synth: what only Terraform knows can't be checked here. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}

/** Throws unless the number, where it is known, is whole and within the limits. */
export function checkInteger(
  scope: IConstruct,
  code: string,
  name: string,
  value: number | undefined,
  min: number,
  max: number,
  unit = '',
): void {
  if (isKnown(value) && !(Number.isInteger(value) && value >= min && value <= max)) {
    const wanted = Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
    throw new ValidationError(code, scope, `'${name}' must be a whole number ${wanted}${unit}, got ${value}`);
  }
}

/** Throws unless the text, where it is known, matches; `wanted` completes the sentence "must be …". */
export function checkPattern(
  scope: IConstruct,
  code: string,
  name: string,
  value: string | undefined,
  pattern: RegExp,
  wanted: string,
): void {
  if (isKnown(value) && !pattern.test(value)) {
    throw new ValidationError(code, scope, `'${name}' must be ${wanted}, got '${value}'`);
  }
}

/** Throws unless the value, where it is known, is one of the choices. */
export function checkOneOf<T extends string | number>(
  scope: IConstruct,
  code: string,
  name: string,
  value: T | undefined,
  choices: readonly T[],
): void {
  if (isKnown(value) && !choices.includes(value)) {
    throw new ValidationError(code, scope, `'${name}' must be one of ${choices.join(', ')}, got ${value}`);
  }
}

/** Throws unless the list, where it is known, has a length within the limits. */
export function checkLength(
  scope: IConstruct,
  code: string,
  name: string,
  value: string | readonly unknown[] | undefined,
  min: number,
  max: number,
): void {
  if (isKnown(value) && (value.length < min || value.length > max)) {
    const unit = typeof value === 'string' ? 'characters' : 'entries';
    const range = min === 0 ? `at most ${max}` : Number.isFinite(max) ? `from ${min} to ${max}` : `at least ${min}`;
    throw new ValidationError(code, scope, `'${name}' must have ${range} ${unit}, got ${value.length}`);
  }
}

/** Throws unless CloudWatch Logs takes the number of days, where it is known. */
export function checkLogRetention(scope: IConstruct, days: number | undefined): void {
  checkOneOf(scope, 'InvalidLogRetention', 'logRetentionInDays', days, RETENTION_DAYS);
}

/** Throws unless IAM takes the path, where it is known. */
export function checkRolePath(scope: IConstruct, path: string | undefined): void {
  const wanted = "a path in slashes of at most 512 characters, such as '/ci/'";
  checkPattern(scope, 'InvalidRolePath', 'rolePath', path, /^\/([\x21-\x7e]{1,510}\/)?$/, wanted);
}
