import type { Correction } from '../../front/correction';
import type { Runtime } from '../../runtime';
import type { Builds as BuildsPort } from '../ports';
import { service } from '../service';
import { Builds } from './builds';
import { Projects } from './projects';

/**
 * CodeBuild: projects, and builds that run as processes of this machine.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Operations.html
 */
export function codeBuild(runtime: Runtime): { readonly corrections: Correction[]; readonly builds: BuildsPort } {
  const projects = new Projects(runtime);
  const builds = new Builds(runtime, projects);
  const operations = { ...projects.operations, ...builds.operations };
  const { models } = runtime;
  return {
    corrections: [service({ name: 'codebuild', models, operations, invalidCode: 'InvalidInputException' })],
    builds,
  };
}
