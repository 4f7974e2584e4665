import { awsCli } from './aws-cli';
import { awsLambdaCi } from './aws-lambda-ci';
import { codeless } from './codeless';
import { lambroll } from './lambroll';
import type { Tool } from './tool';

/** The programs that can be measured on this machine. */
export interface FoundTools {
  /** `codeless` first. */
  readonly tools: readonly Tool[];
  /** A sentence for each program that is left out. */
  readonly missing: readonly string[];
}

/**
 * Finds what `codeless` is measured against.
 *
 * @param version the release of `codeless`
 * @param python path of the Python that the predecessor is installed with
 */
export async function findTools(
  version: string,
  python: string,
  env: NodeJS.ProcessEnv,
  progress: (line: string) => void,
): Promise<FoundTools> {
  const predecessor = await awsLambdaCi(python, progress).catch((error: unknown) => {
    progress(error instanceof Error ? error.message : String(error));
    return undefined;
  });
  const others: readonly (readonly [Tool | undefined, string])[] = [
    [predecessor, 'aws-lambda-ci is left out: it could not be installed from PyPI.'],
    [lambroll(env), 'lambroll is left out: it is not on PATH.'],
    [awsCli(env), 'The AWS CLI is left out: `aws` or `zip` is not on PATH.'],
  ];
  const missing = others.filter(([tool]) => tool === undefined).map(([, sentence]) => sentence);
  missing.forEach(progress);
  return { tools: [codeless(version), ...others.flatMap(([tool]) => tool ?? [])], missing };
}
