import type { Runtime } from '../../../runtime';
import type { Builds } from '../../ports';
import { ServiceError } from '../../service';
import { ActionFailure, type ActionKind, type ActionRun } from './action';

/**
 * An action that runs a build. Its variables are those that the build exported.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function codeBuildAction(runtime: Runtime, builds: Builds): ActionKind {
  return {
    categories: ['Build', 'Test'],
    provider: 'CodeBuild',
    inputs: [1, 5],
    outputs: [0, 5],
    required: ['ProjectName'],
    optional: ['PrimarySource', 'EnvironmentVariables', 'BatchEnabled', 'CombineArtifacts'],
    async run({ pipeline, executionId, configuration, roleArn, inputs, outputs, tell }: ActionRun) {
      const { ProjectName: project = '', PrimarySource, EnvironmentVariables, BatchEnabled } = configuration;
      if (BatchEnabled === 'true') throw new ActionFailure('ConfigurationError', 'The local AWS runs no batch builds');
      if (inputs.length > 1 && PrimarySource === undefined) {
        throw new ActionFailure('ConfigurationError', 'Several input artifacts need a PrimarySource');
      }
      const source = inputs.find(({ name }) => name === PrimarySource) ?? inputs[0];
      const primary = source?.name ?? '';
      const record = (action: string, write: boolean, errorCode?: string): void => {
        const call = { service: 'codebuild', action, resource: project, caller: roleArn, write };
        runtime.record({ ...call, ...(errorCode === undefined ? { status: 200 } : { status: 400, errorCode }) });
      };
      const build = await builds
        .start({
          project,
          inputs,
          primary,
          outputs,
          environment: environmentOf(EnvironmentVariables),
          initiator: `codepipeline/${pipeline}`,
          sourceVersion: source?.revision?.revisionId ?? `arn:aws:s3:::${source?.bucket ?? ''}/${source?.key ?? ''}`,
          ...(source?.clone && { sourceRepoUrl: source.clone.url }),
          executionId,
        })
        .catch((error: unknown) => {
          if (!(error instanceof ServiceError)) throw error;
          record('StartBuild', true, error.code);
          throw new ActionFailure('ConfigurationError', `Error calling startBuild: ${error.message} (${error.code})`);
        });
      record('StartBuild', true);
      tell({ externalExecutionId: build.id });
      const { status, summary, exported, logUrl } = await build.done;
      record('BatchGetBuilds', false);
      const progress = { externalExecutionId: build.id, externalExecutionUrl: logUrl };
      if (status === 'SUCCEEDED') return { ...progress, variables: exported };
      throw new ActionFailure('JobFailed', summary ?? `Build terminated with state: ${status}`, progress);
    },
  };
}

/** The variables that the configuration carries as JSON. */
function environmentOf(json = '[]'): { name: string; value: string; type: string }[] {
  const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
  try {
    const variables = JSON.parse(json) as Readonly<Record<string, unknown>>[];
    return variables.map(({ name, value, type }) => ({
      name: text(name, ''),
      value: text(value, ''),
      type: text(type, 'PLAINTEXT'),
    }));
  } catch {
    throw new ActionFailure('ConfigurationError', 'EnvironmentVariables must be a JSON array of name, value and type');
  }
}
