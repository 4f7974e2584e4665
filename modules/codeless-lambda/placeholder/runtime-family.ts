/** The languages of Lambda's managed runtimes, and `provided` for its OS-only runtimes. */
export type RuntimeFamily = 'python' | 'nodejs' | 'ruby' | 'java' | 'dotnet' | 'provided';

const VERSIONED = /^(python|nodejs|ruby|java|dotnet)\d[\w.-]*$/;
const OS_ONLY = /^provided(\.[\w.-]+)?$/;

/**
 * The family that a Lambda runtime identifier belongs to, told by its prefix, so that next year's versions are known too.
 *
 * @returns undefined for an identifier of no family, `go1.x` among them: Go runs on `provided`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export function runtimeFamily(runtime: string): RuntimeFamily | undefined {
  if (OS_ONLY.test(runtime)) {
    return 'provided';
  }
  return VERSIONED.exec(runtime)?.[1] as RuntimeFamily | undefined;
}
