import type { InputArtifact, PipelineBuild } from '../ports';
import type { Input } from '../service';
import type { Upload } from './artifacts';
import type { BuildOptions } from './build';
import { overridden, withVariables } from './overrides';
import { artifactsOf } from './projects';
import type { Artifacts, Project } from './shapes';
import type { BuildSource } from './source';

/** What a start decides of a build. */
type Start = Omit<BuildOptions, 'runtime' | 'number' | 'onChange'>;

/**
 * A build that a user starts.
 *
 * @param initiator - who that is
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 */
export function userStart(base: Project, input: Input, initiator: string): Start {
  const project = overridden(base, input);
  const version = (input.sourceVersion as string | undefined) ?? project.sourceVersion;
  const sourceVersion = version === '' ? undefined : version;
  const { source, secondarySources = [], secondarySourceVersions = [], artifacts, secondaryArtifacts = [] } = project;
  const secondary = secondarySources.map((one): BuildSource => {
    const found = secondarySourceVersions.find(({ sourceIdentifier }) => sourceIdentifier === one.sourceIdentifier);
    return { ...one, version: found?.sourceVersion };
  });
  return {
    project,
    initiator,
    sources: [{ ...source, sourceIdentifier: undefined, version: sourceVersion }, ...secondary],
    uploads: [artifacts, ...secondaryArtifacts.map((one) => artifactsOf(one, project.name))].flatMap(uploadsOf),
    sourceVersion,
  };
}

/**
 * A build that an action of a pipeline starts: its artifacts take the place of the project's sources and artifacts.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function pipelineStart(base: Project, build: PipelineBuild): Start {
  const { inputs, primary, outputs, environment, initiator, sourceRepoUrl } = build;
  const first = inputs.find(({ name }) => name === primary) ?? inputs[0];
  const secondary = inputs.filter((input) => input !== first);
  const project = {
    ...base,
    source: { ...base.source, type: 'CODEPIPELINE' },
    environment: { ...base.environment, environmentVariables: withVariables(base, environment) },
  };
  return {
    project,
    initiator,
    sources: [
      first === undefined ? { type: 'NO_SOURCE' } : sourceOf(first),
      ...secondary.map((input) => ({ ...sourceOf(input), sourceIdentifier: input.name })),
    ],
    uploads: outputs.map(({ name, bucket, key }) => ({ type: 'CODEPIPELINE', artifactIdentifier: name, bucket, key })),
    sourceVersion: first?.clone?.commit ?? (first && `arn:aws:s3:::${first.bucket}/${first.key}`),
    resolvedSourceVersion: build.sourceVersion || undefined,
    sourceRepoUrl,
  };
}

/** Of the artifacts that users have, those in S3 are uploaded. */
function uploadsOf(artifacts: Artifacts): Upload[] {
  return artifacts.type === 'S3'
    ? [{ ...artifacts, bucket: (artifacts.location ?? '').replace(/^arn:aws:s3:::/, '') }]
    : [];
}

function sourceOf({ bucket, key, clone }: InputArtifact): BuildSource {
  return { type: 'CODEPIPELINE', location: `${bucket}/${key}`, clone };
}
