import type { Input } from '../service';
import { artifactsOf } from './projects';
import type { Artifacts, Project, Variable } from './shapes';

const PROJECT = [
  'secondarySources',
  'secondaryArtifacts',
  'cache',
  'serviceRole',
  'timeoutInMinutes',
  'queuedTimeoutInMinutes',
  'encryptionKey',
  'logsConfig',
];
const ENVIRONMENT = {
  environmentType: 'type',
  image: 'image',
  computeType: 'computeType',
  privilegedMode: 'privilegedMode',
};
const SOURCE = { sourceType: 'type', sourceLocation: 'location', buildspec: 'buildspec' };

/**
 * A project with what a start says otherwise.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 */
export function overridden(project: Project, start: Input): Project {
  const own = Object.fromEntries(PROJECT.map((member) => [member, member]));
  const artifacts = (start.artifactsOverride as Artifacts | undefined) ?? project.artifacts;
  const versions = start.secondarySourcesVersionOverride ?? project.secondarySourceVersions;
  const variables = (start.environmentVariablesOverride as readonly Variable[] | undefined) ?? [];
  return {
    ...project,
    ...given(start, own),
    ...({ secondarySourceVersions: versions } as Pick<Project, 'secondarySourceVersions'>),
    artifacts: artifactsOf(artifacts, project.name),
    source: { ...project.source, ...given(start, SOURCE) },
    environment: {
      ...project.environment,
      ...given(start, ENVIRONMENT),
      environmentVariables: withVariables(project, variables),
    },
  };
}

/** A project's variables, and those of a start that replace or join them. */
export function withVariables({ environment }: Project, variables: readonly Variable[]): Variable[] {
  const typed = variables.map((variable) => ({ type: 'PLAINTEXT', ...variable }));
  const all = [...(environment.environmentVariables ?? []), ...typed];
  return [...new Map(all.map((variable) => [variable.name, variable])).values()];
}

/** The members that a start overrides, each by the name that it has in the project. */
function given(start: Input, members: Readonly<Record<string, string>>): object {
  const entries = Object.entries(members).map(([name, member]) => [member, start[`${name}Override`]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as object;
}
