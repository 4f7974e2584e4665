import { join } from 'node:path';
import { installPythonProgram } from '../../../demo/python-programs';
import { sharedFlags } from './codeless';
import type { Tool } from './tool';

const NAME = 'aws-lambda-ci';

/** The release that is measured against. */
const VERSION = '0.0.8';

/**
 * The predecessor, installed where it is not there yet: under its name on PATH may be `codeless`, which takes its place.
 * It pins nothing itself: boto3 is that of the emulator's environment.
 *
 * @param python path of the Python that it is made with
 * @throws Error if it can't be installed
 */
export async function awsLambdaCi(python: string, progress: (line: string) => void): Promise<Tool> {
  const requirements = [`${NAME}==${VERSION}`, 'boto3==1.43.106', 'awslogs==0.15.0', 'setuptools<81'] as const;
  const program = join(await installPythonProgram(python, requirements, progress), NAME);
  return {
    name: NAME,
    version: VERSION,
    deploy: (target) => [program, ...sharedFlags(target)],
    help: [program, '--help'],
  };
}
