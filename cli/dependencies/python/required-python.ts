import { CodelessError } from '../../errors';
import { satisfies } from './pep508';
import { allows } from './poetry/constraint';
import type { PythonProject } from './project';

/** What a project says of the Python that it runs on. */
export interface RequiredPython {
  /** Path of the file that says so. */
  readonly file: string;
  /** As it is written: `>=3.12,<4`. */
  readonly constraint: string;
  /** How it is to be read; `pipfile` is a version, of which the parts that are written count. */
  readonly form: 'pep440' | 'poetry' | 'pipfile';
}

/** Patches that a version of Python may have in Lambda some day. */
const PATCHES = Array.from({ length: 100 }, (_, patch) => patch);

/** What a pyproject.toml says. */
export function pythonsOf({ file, content }: PythonProject): RequiredPython[] {
  const { 'requires-python': standard } = content.project ?? {};
  const { python } = content.tool?.poetry?.dependencies ?? {};
  return [
    ...(standard === undefined ? [] : [{ file, constraint: standard, form: 'pep440' as const }]),
    ...(typeof python === 'string' ? [{ file, constraint: python, form: 'poetry' as const }] : []),
  ];
}

/**
 * Refuses a runtime that the project is not for. The minor version counts: Lambda chooses the patch.
 *
 * @param version of the runtime: `3.12`
 * @throws CodelessError with exit `build`, `PythonMismatch`
 */
export function refuseOtherPython(required: readonly RequiredPython[], version: string): void {
  const other = required.find((one) => !isAllowed(one, version));
  if (other === undefined) return;
  const { file, constraint } = other;
  const message = `${file} requires Python ${constraint}, and the function's runtime is python${version}`;
  throw new CodelessError('build', 'PythonMismatch', message, {
    hint: 'Take a runtime that it allows, or change what it requires and write the lock file again.',
  });
}

function isAllowed({ constraint, form }: RequiredPython, version: string): boolean {
  if (form === 'pipfile') return isWithin(version, constraint);
  return PATCHES.some((patch) => {
    const full = `${version}.${patch}`;
    return form === 'poetry' ? allows(constraint, full) : satisfies(full, constraint) !== false;
  });
}

/** Of `3.12.7` the first two parts count, of `3` the one. */
function isWithin(version: string, written: string): boolean {
  const [parts, wanted] = [version.split('.'), written.split('.').slice(0, 2)];
  return !/^\d+(\.\d+)*$/.test(written) || wanted.every((part, index) => part === parts[index]);
}
