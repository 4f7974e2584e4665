import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Runtime } from '../../../runtime';
import type { Connections, Repositories } from '../../ports';
import { putArtifact } from '../artifacts';
import { ActionFailure, type ActionKind, type ActionRun } from './action';

const ARCHIVE = { encoding: 'buffer', maxBuffer: 2 ** 30 } as const;

/**
 * A source action that takes a commit of a repository through a connection: as a zip of its files, or as a reference
 * that a build clones.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export function connectionSource(runtime: Runtime, repositories: Repositories, connections: Connections): ActionKind {
  return {
    categories: ['Source'],
    provider: 'CodeStarSourceConnection',
    inputs: [0, 0],
    outputs: [1, 1],
    required: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
    optional: ['OutputArtifactFormat', 'DetectChanges'],
    async run({ configuration, roleArn, outputs, store, override }: ActionRun) {
      const { ConnectionArn = '', FullRepositoryId = '', OutputArtifactFormat = 'CODE_ZIP' } = configuration;
      const status = connections.status(ConnectionArn);
      const isAvailable = status === 'AVAILABLE';
      const service = ConnectionArn.split(':')[2] ?? '';
      const call = { service, action: 'UseConnection', resource: ConnectionArn, caller: roleArn, write: true };
      runtime.record({ ...call, status: isAvailable ? 200 : 400 });
      if (!isAvailable) {
        const state = status ?? 'not there';
        throw new ActionFailure(
          'ConfigurationError',
          `The connection ${ConnectionArn} is not available: it is ${state}`,
        );
      }
      const repository = repositories.find(FullRepositoryId);
      const BranchName = override.branch ?? configuration.BranchName ?? '';
      const commit = await repository?.commit(override.commit ?? `refs/heads/${BranchName}`);
      if (repository === undefined || commit === undefined) {
        const wanted = override.commit === undefined ? `branch ${BranchName}` : `commit ${override.commit}`;
        throw new ActionFailure('RevisionUnavailable', `No ${wanted} found for FullRepositoryId ${FullRepositoryId}`);
      }
      const clone = { url: repository.cloneUrl, commit: commit.id };
      const isClone = OutputArtifactFormat === 'CODEBUILD_CLONE_REF';
      const body = isClone ? Buffer.from(JSON.stringify(clone)) : await zip(repository.directory, commit.id);
      await putArtifact(runtime, { roleArn, store, location: outputs[0], body });
      return {
        revision: {
          revisionId: commit.id,
          revisionSummary: commit.message.slice(0, 2048),
          revisionUrl: repository.cloneUrl.replace(/\.git$/, `/commit/${commit.id}`),
        },
        variables: {
          AuthorDate: commit.date,
          BranchName,
          CommitId: commit.id,
          CommitMessage: commit.message,
          ConnectionArn,
          FullRepositoryName: FullRepositoryId,
        },
        ...(isClone && { clone }),
      };
    },
  };
}

async function zip(repository: string, commit: string): Promise<Buffer> {
  const args = ['-C', repository, 'archive', '--format=zip', commit];
  return (await promisify(execFile)('git', args, ARCHIVE)).stdout;
}
