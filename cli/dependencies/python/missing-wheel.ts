const PATTERNS = [
  // pip
  /No matching distribution found for ([^\s(;]+(?:\s*[<>=!~]=?\s*[^\s(;,]+(?:,[^\s(;]+)*)?)/,
  // uv
  /([\w.-]+==\S+) has no (?:usable )?wheels/,
  /Wheels are (?:required|available) for `([^`]+)`/,
];

/** The requirement for which an installer found no wheel, as far as it says so: `docopt==0.6.2`, `docopt`. */
export function missingWheel(output: readonly string[]): string | undefined {
  const text = output.join('\n');
  return PATTERNS.map((pattern) => pattern.exec(text)?.[1]).find((requirement) => requirement !== undefined);
}

/** The project that a requirement names, normalized. @see https://peps.python.org/pep-0503/#normalized-names */
export function projectName(requirement: string): string | undefined {
  return /^[A-Za-z0-9][\w.-]*/
    .exec(requirement)?.[0]
    .replace(/[-_.]+/g, '-')
    .replace(/-$/, '')
    .toLowerCase();
}
