/** A managed runtime whose dependencies can be installed without a command. */
export interface Runtime {
  readonly family: 'python' | 'nodejs';
  /** `3.12` or `22`. */
  readonly version: string;
}

/**
 * The parts of Lambda's identifier of a runtime.
 *
 * @returns undefined for the others, and for functions without one
 */
export function parseRuntime(runtime: string | undefined): Runtime | undefined {
  const [, family, version] = /^(python|nodejs)(\d+(?:\.\d+)?)(?:\.x)?$/.exec(runtime ?? '') ?? [];
  if (family === undefined || version === undefined) return undefined;
  return { family: family as Runtime['family'], version };
}
