import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CodeBuildClient, CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { CodePipelineClient, CreatePipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalAws } from '../../local-aws';
import { authorization } from '../../local-aws/services/emulator-call';

const NAME = 'bench';
const REPOSITORY = 'bench/app';
const CONNECTION = 'arn:aws:codeconnections:us-east-1:000000000000:connection/';
const BUILDSPEC = JSON.stringify({ version: 0.2, phases: { build: { commands: ['cat message.txt'] } } });
/** Milliseconds between two looks at the pipeline. */
const INTERVAL = 25;

/** A repository, and a pipeline with one build that its pushes run. */
export class Delivery {
  private pushes = 0;

  private constructor(
    private readonly pipelines: CodePipelineClient,
    private readonly directory: string,
  ) {}

  static async create(aws: LocalAws, directory: string): Promise<Delivery> {
    const config = {
      endpoint: aws.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
    };
    const pipelines = new CodePipelineClient(config);
    const { Role } = await new IAMClient(config).send(
      new CreateRoleCommand({ RoleName: NAME, AssumeRolePolicyDocument: '{}' }),
    );
    const roleArn = Role?.Arn ?? '';
    await new S3Client(config).send(new CreateBucketCommand({ Bucket: NAME }));
    await new CodeBuildClient(config).send(
      new CreateProjectCommand({
        name: NAME,
        serviceRole: roleArn,
        artifacts: { type: 'CODEPIPELINE' },
        environment: {
          type: 'LINUX_CONTAINER',
          computeType: 'BUILD_GENERAL1_SMALL',
          image: 'aws/codebuild/standard:7.0',
        },
        source: { type: 'CODEPIPELINE', buildspec: BUILDSPEC },
      }),
    );
    const connection = await createConnection(aws);
    await pipelines.send(
      new CreatePipelineCommand({
        pipeline: {
          name: NAME,
          pipelineType: 'V2',
          roleArn,
          artifactStore: { type: 'S3', location: NAME },
          stages: [
            {
              name: 'Source',
              actions: [
                {
                  name: 'Source',
                  actionTypeId: {
                    category: 'Source',
                    owner: 'AWS',
                    provider: 'CodeStarSourceConnection',
                    version: '1',
                  },
                  configuration: { ConnectionArn: connection, FullRepositoryId: REPOSITORY, BranchName: 'main' },
                  outputArtifacts: [{ name: 'source' }],
                },
              ],
            },
            {
              name: 'Build',
              actions: [
                {
                  name: 'Build',
                  actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
                  configuration: { ProjectName: NAME },
                  inputArtifacts: [{ name: 'source' }],
                },
              ],
            },
          ],
        },
      }),
    );
    const { cloneUrl } = await aws.github.createRepository(REPOSITORY);
    const delivery = new Delivery(pipelines, join(directory, 'app'));
    mkdirSync(delivery.directory);
    await delivery.git('init', '--quiet', '--initial-branch', 'main');
    await delivery.git('remote', 'add', 'origin', cloneUrl);
    return delivery;
  }

  /** Pushes a commit and waits for the end of the execution that it starts. Returns the seconds that this took. */
  async push(): Promise<number> {
    this.pushes += 1;
    writeFileSync(join(this.directory, 'message.txt'), `${this.pushes}\n`);
    await this.git('add', '.');
    await this.git('-c', 'user.name=bench', '-c', 'user.email=bench@example.com', 'commit', '--quiet', '-m', 'bench');
    const commit = (await this.git('rev-parse', 'HEAD')).trim();
    const begun = performance.now();
    await this.git('push', '--quiet', 'origin', 'main');
    for (;;) {
      const { pipelineExecutionSummaries: executions = [] } = await this.pipelines.send(
        new ListPipelineExecutionsCommand({ pipelineName: NAME }),
      );
      const execution = executions.find(({ sourceRevisions = [] }) => sourceRevisions[0]?.revisionId === commit);
      if (execution?.status === 'Succeeded') return (performance.now() - begun) / 1000;
      if (execution?.status === 'Failed') throw new Error(`the pipeline failed: ${execution.statusSummary ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  }

  private async git(...args: string[]): Promise<string> {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return (await promisify(execFile)('git', args, { cwd: this.directory, env })).stdout;
  }
}

async function createConnection(aws: LocalAws): Promise<string> {
  const response = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      authorization: authorization('codeconnections', 'us-east-1', 'test'),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'CodeConnections_20231201.CreateConnection',
    },
    body: JSON.stringify({ ConnectionName: NAME, ProviderType: 'GitHub' }),
  });
  const { ConnectionArn: arn } = (await response.json()) as { ConnectionArn?: string };
  if (arn?.startsWith(CONNECTION) !== true) throw new Error(`no connection was made: ${response.status}`);
  aws.completeConnection(arn);
  return arn;
}
