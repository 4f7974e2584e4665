import type { PipelineBuild } from '../ports';
import { ServiceError, type Input } from '../service';
import type { Project } from './projects';

/** What a build is asked to do: by an action of a pipeline, or by a user in the same terms. */
export type BuildRequest = Omit<PipelineBuild, 'project' | 'executionId'>;
/** A variable that people give to a build. */
export type Variable = BuildRequest['environment'][number];

const MEMBERS = ['projectName', 'buildspecOverride', 'environmentVariablesOverride'];
const KNOWN = `of one source in S3 or none one ZIP file without a namespace or none, given no more than ${MEMBERS.join()}`;

/**
 * What a user who starts a build asks for: of the project's source and artifact, those that are in S3.
 *
 * @throws ServiceError `InvalidInputException` of what is not here
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 */
export function userRequest(project: Project, input: Input, initiator: string): BuildRequest {
  const { source, artifacts, secondarySources = [], secondaryArtifacts = [] } = project;
  const isZip = artifacts.packaging === 'ZIP' && artifacts.namespaceType === 'NONE' && !artifacts.overrideArtifactName;
  const isHere =
    Object.keys(input).every((member) => MEMBERS.includes(member)) &&
    ['NO_SOURCE', 'S3'].includes(source.type ?? '') &&
    !project.sourceVersion &&
    (artifacts.type === 'NO_ARTIFACTS' || isZip) &&
    secondarySources.length + secondaryArtifacts.length === 0;
  if (!isHere) throw new ServiceError('InvalidInputException', `the local AWS makes, outside of pipelines, ${KNOWN}`);
  const [, bucket = '', key = ''] = /^(?:arn:aws:s3:::)?([^/]+)\/(.*)$/.exec(source.location ?? '') ?? [];
  const path = [artifacts.path, artifacts.name].map((part = '') => part.replace(/^\/+|\/+$/g, '')).filter(Boolean);
  const output = { name: 'artifacts', bucket: artifacts.location ?? '', key: path.join('/') };
  return {
    inputs: source.type === 'S3' ? [{ name: 'source', bucket, key }] : [],
    primary: 'source',
    outputs: artifacts.type === 'S3' ? [output] : [],
    environment: (input.environmentVariablesOverride as readonly Variable[] | undefined) ?? [],
    initiator,
    sourceVersion: '',
  };
}

/** A project with the variables of a start, which replace or join its own, and with another build specification. */
export function startedProject(project: Project, given: readonly Variable[], buildspec?: unknown): Project {
  const { source, environment } = project;
  const variables = new Map(environment.environmentVariables?.map((variable) => [variable.name, variable]));
  for (const variable of given) variables.set(variable.name, Object.assign({ type: 'PLAINTEXT' }, variable) as never);
  return {
    ...project,
    source: { ...source, ...(buildspec !== undefined && { buildspec: buildspec as string }) },
    environment: { ...environment, environmentVariables: [...variables.values()] },
  };
}
