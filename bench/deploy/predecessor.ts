import { installPythonProgram } from '../../demo/python-programs';

/** The release that is measured against. */
export const PREDECESSOR_VERSION = '0.0.8';

/**
 * Installs `aws-lambda-ci`, where it is not there yet. It pins nothing itself: boto3 is that of the emulator's environment.
 *
 * @param python path of the Python that it is made with
 * @returns the directory of its programs
 */
export function installPredecessor(python: string, progress: (line: string) => void): Promise<string> {
  const program = `aws-lambda-ci==${PREDECESSOR_VERSION}`;
  return installPythonProgram(python, [program, 'boto3==1.43.106', 'awslogs==0.15.0', 'setuptools<81'], progress);
}
