import type { Builds } from '../../ports';
import { ServiceError } from '../../service';
import type { Execution } from '../execution';
import { ActionFailure, type ActionKind, type ActionRecord } from './action';

/**
 * An action that runs a build. Its variables are those that the build exported.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function codeBuildAction(builds: Builds): ActionKind {
  return {
    types: ['Build/CodeBuild', 'Test/CodeBuild'],
    required: ['ProjectName'],
    optional: ['PrimarySource', 'EnvironmentVariables', 'BatchEnabled', 'CombineArtifacts'],
    async run(action: ActionRecord, { id: executionId, runtime, declaration }: Execution) {
      const { configuration, roleArn: caller, inputs, outputs } = action;
      const { ProjectName: project = '', PrimarySource, EnvironmentVariables, BatchEnabled } = configuration;
      if (BatchEnabled === 'true') throw new ActionFailure('ConfigurationError', 'The local AWS runs no batch builds');
      const source = inputs.length > 1 ? inputs.find(({ name }) => name === PrimarySource) : inputs[0];
      if (source === undefined) {
        const message = 'A build takes one input artifact, or several of which PrimarySource names one';
        throw new ActionFailure('ConfigurationError', message);
      }
      const call = { service: 'codebuild', resource: project, caller };
      const start = { ...call, action: 'StartBuild', write: true };
      const build = await builds
        .start({
          project,
          inputs,
          primary: source.name,
          outputs,
          environment: environmentOf(EnvironmentVariables),
          initiator: `codepipeline/${declaration.name}`,
          sourceVersion: source.revision?.revisionId ?? `arn:aws:s3:::${source.bucket}/${source.key}`,
          ...(source.clone && { sourceRepoUrl: source.clone.url }),
          executionId,
        })
        .catch((error: unknown) => {
          if (!(error instanceof ServiceError)) throw error;
          runtime.record({ ...start, status: error.status, errorCode: error.code });
          throw new ActionFailure('ConfigurationError', `Error calling startBuild: ${error.message} (${error.code})`);
        });
      runtime.record({ ...start, status: 200 });
      action.progress = { externalExecutionId: build.id };
      const { status, summary, exported, logUrl } = await build.done;
      runtime.record({ ...call, action: 'BatchGetBuilds', write: false, status: 200 });
      const progress = { externalExecutionId: build.id, externalExecutionUrl: logUrl };
      if (status === 'SUCCEEDED') return { ...progress, variables: exported };
      throw new ActionFailure('JobFailed', summary ?? `Build terminated with state: ${status}`, progress);
    },
  };
}

/** The variables that the configuration carries as JSON. */
function environmentOf(json = '[]'): { name: string; value: string; type: string }[] {
  try {
    const variables = JSON.parse(json) as { name: string; value: string; type?: string }[];
    return variables.map((variable) => ({ type: 'PLAINTEXT', ...variable }));
  } catch {
    throw new ActionFailure('ConfigurationError', 'EnvironmentVariables must be a JSON array of name, value and type');
  }
}
