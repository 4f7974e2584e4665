import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Connections, Repositories } from '../../ports';
import { putArtifact } from '../artifacts';
import type { Execution } from '../execution';
import { ActionFailure, type ActionKind, type ActionRecord } from './action';

const ARCHIVE = { encoding: 'buffer', maxBuffer: 2 ** 30 } as const;

/**
 * A source action that takes a commit of a repository through a connection: as a zip of its files, or as a reference
 * that a build clones.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export function connectionSource(repositories: Repositories, connections: Connections): ActionKind {
  return {
    types: ['Source/CodeStarSourceConnection'],
    required: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
    optional: ['OutputArtifactFormat', 'DetectChanges'],
    async run(record: ActionRecord, execution: Execution) {
      const { configuration, roleArn: caller, action } = record;
      const { ConnectionArn = '', FullRepositoryId = '', OutputArtifactFormat } = configuration;
      const [, , service = ''] = ConnectionArn.split(':');
      const state = connections.status(ConnectionArn) ?? 'not there';
      const call = { service, action: 'UseConnection', resource: ConnectionArn, caller, write: true };
      execution.runtime.record({ ...call, status: state === 'AVAILABLE' ? 200 : 400 });
      if (state !== 'AVAILABLE') {
        const message = `The connection ${ConnectionArn} is not available: it is ${state}`;
        throw new ActionFailure('ConfigurationError', message);
      }
      const override = execution.cause.overrides.get(action.name);
      const BranchName = override?.branch ?? configuration.BranchName ?? '';
      const wanted = override?.revision ?? `refs/heads/${BranchName}`;
      const repository = repositories.find(FullRepositoryId);
      const commit = await repository?.commit(wanted);
      if (repository === undefined || commit === undefined) {
        throw new ActionFailure('RevisionUnavailable', `No ${wanted} found for FullRepositoryId ${FullRepositoryId}`);
      }
      const { id: CommitId, message: CommitMessage, date: AuthorDate } = commit;
      const { cloneUrl: url, directory } = repository;
      const clone = { url, commit: CommitId };
      const isClone = OutputArtifactFormat === 'CODEBUILD_CLONE_REF';
      const body = isClone ? Buffer.from(JSON.stringify(clone)) : await zip(directory, CommitId);
      await putArtifact(execution, record, body);
      const commitVariables = { AuthorDate, BranchName, CommitId, CommitMessage };
      return {
        revision: {
          revisionId: CommitId,
          revisionSummary: CommitMessage.slice(0, 2048),
          revisionUrl: url.replace(/\.git$/, `/commit/${CommitId}`),
        },
        variables: { ...commitVariables, ConnectionArn, FullRepositoryName: FullRepositoryId },
        ...(isClone && { clone }),
      };
    },
  };
}

async function zip(repository: string, commit: string): Promise<Buffer> {
  const args = ['-C', repository, 'archive', '--format=zip', commit];
  return (await promisify(execFile)('git', args, ARCHIVE)).stdout;
}
