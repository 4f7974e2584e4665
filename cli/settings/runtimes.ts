import { nearest } from './nearest';

/** What Lambda's identifiers of runtimes look like, those of next year too. */
export const RUNTIME_PATTERN =
  /^(?:(?:python|ruby)\d\.\d{1,2}|nodejs\d{1,3}\.x|java\d{1,2}(?:\.al\d{1,4})?|dotnet\d{1,2}|dotnetcore\d\.\d|provided(?:\.al\d{1,4})?)$/;

/** The languages of Lambda's managed runtimes, and `provided` for its OS-only ones. */
export type RuntimeFamily = 'python' | 'nodejs' | 'ruby' | 'java' | 'dotnet' | 'provided';

/** The family of an identifier, told by its beginning, so that next year's are known too. */
export function runtimeFamily(runtime: string | undefined): RuntimeFamily | undefined {
  return /^(python|nodejs|ruby|java|dotnet|provided)(?=core|[\d.]|$)/.exec(runtime ?? '')?.[1] as
    RuntimeFamily | undefined;
}

/** How a family writes the version that it finds in a text, and what it is if there is none. */
interface Spelling {
  readonly version: RegExp;
  readonly write: string;
  readonly newest: string;
}

const MINOR = /^(\d)\D?(\d{1,2})(?!\d).*$/;
const MAJOR = /^(\d{1,3})(?!\d).*$/;

const SPELLINGS: Readonly<Record<string, Spelling>> = {
  python: { version: MINOR, write: 'python$1.$2', newest: 'python3.14' },
  nodejs: { version: MAJOR, write: 'nodejs$1.x', newest: 'nodejs24.x' },
  ruby: { version: MINOR, write: 'ruby$1.$2', newest: 'ruby3.4' },
  java: { version: MAJOR, write: 'java$1', newest: 'java25' },
  dotnet: { version: MAJOR, write: 'dotnet$1', newest: 'dotnet10' },
  provided: { version: /^(?!)/, write: '', newest: 'provided.al2023' },
};

/** What people call a family, or what runs on one. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  py: 'python',
  node: 'nodejs',
  javascript: 'nodejs',
  typescript: 'nodejs',
  dotnetcore: 'dotnet',
  csharp: 'dotnet',
  golang: 'provided',
  go: 'provided',
  rust: 'provided',
  al: 'provided',
  amazonlinux: 'provided',
};

/** The identifier that a wrong one was most likely meant to be; undefined if none is near. */
export function nearestRuntime(text: string): string | undefined {
  const plain = text.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  const name = /^[a-z]*/.exec(plain)?.[0] ?? '';
  const meant = nearest(name, [...Object.keys(SPELLINGS), ...Object.keys(OTHER_NAMES)]) ?? '';
  const spelling = SPELLINGS[OTHER_NAMES[meant] ?? meant];
  if (spelling === undefined) return undefined;
  const { version, write, newest } = spelling;
  // Of the text itself: without its dots "python3.1" and "python31" are the same.
  const digits = text.slice(text.search(/\d|$/));
  const written = digits.replace(version, write);
  return RUNTIME_PATTERN.test(written) ? written : newest;
}
