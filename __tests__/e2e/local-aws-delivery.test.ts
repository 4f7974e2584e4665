import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { CodePipelineClient, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { GIT_ENVIRONMENT } from './support/git-environment';
import { run, Terraform, terraformEnvironment } from './support/terraform';

/** The whole way as someone walks it in two terminals: `npm run local-aws` in one, Terraform and Git in the other. */

const PROGRAM = join(__dirname, '..', '..', 'dist', 'local-aws', 'main.js');
const BUILDSPEC = JSON.stringify({
  version: 0.2,
  phases: { build: { commands: ['cat message.txt', 'if [ -f slow ]; then sleep 600; fi', 'cp message.txt out.txt'] } },
  artifacts: { files: ['out.txt'] },
});

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'local-aws-delivery-')));
const work = join(directory, 'work');
const own = join(directory, 'tmp');
let program: ChildProcessByStdio<null, Readable, Readable>;
let [exported, shown] = ['', ''];
let environment: Record<string, string>;
let terraform: Terraform;
let pipelines: CodePipelineClient;

beforeAll(async () => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\` first`);
  for (const folder of [own, join(directory, 'stack')]) mkdirSync(folder);
  program = spawn(process.execPath, [PROGRAM, '--repository', 'acme/app'], {
    env: { ...process.env, TMPDIR: own },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  program.stdout.on('data', (chunk: Buffer) => (exported += chunk.toString()));
  program.stderr.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  await until(() => shown.includes('Ctrl-C'));
  environment = Object.fromEntries(
    [...exported.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const { AWS_ENDPOINT_URL: endpoint = '', AWS_REGION: region = '' } = environment;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  pipelines = new CodePipelineClient({ endpoint, region, credentials });
  writeFileSync(join(directory, 'stack', 'main.tf.json'), JSON.stringify(stack()));
  terraform = new Terraform(join(directory, 'stack'), { ...terraformEnvironment(), ...environment });
});

afterAll(() => {
  program.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

test('Terraform applies a pipeline with all that belongs to it, and has nothing left to change', async () => {
  await terraform.init();
  await terraform.apply();
  expect(await terraform.pendingChanges()).toBeUndefined();
});

test('fails at the source while nobody has completed the connection', async () => {
  const [, url = ''] = /git clone (\S+)/.exec(shown) ?? [];
  await git(directory, 'clone', '--quiet', url, work);
  await push('one');
  expect(await ended(1)).toMatchObject({ status: 'Failed' });
});

test('a push runs the pipeline, and its channel tells how it goes', async () => {
  const arn = await output('connection');
  const page = `${environment.AWS_ENDPOINT_URL ?? ''}/_aws/codeconnections/complete?arn=${encodeURIComponent(arn)}`;
  expect(await (await fetch(page)).text()).toContain('AVAILABLE');

  const begun = Date.now();
  const commit = await push('two');
  const execution = await ended(2);
  process.stdout.write(`from the push to the end of the pipeline: ${((Date.now() - begun) / 1000).toFixed(1)} s\n`);

  expect(execution).toMatchObject({
    status: 'Succeeded',
    sourceRevisions: [{ actionName: 'Source', revisionId: commit }],
  });
  await until(() => shown.includes('SUCCEEDED'));
  expect(shown).toMatch(/^push +acme\/app main: [0-9a-f]{7} two$/m);
  expect(shown).toMatch(/#C07EZ1ABC23[\s\S]*delivery/);
});

test('a release starts the pipeline by its webhook, once for each hook whose signature is right', async () => {
  const { GITHUB_BASE_URL: github = '' } = environment;
  const api = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${github}api/v3/repos/acme/app/${path}`, {
      headers: { authorization: 'Bearer local' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return response.json();
  };
  const url = await output('webhook');
  const hooks: number[] = [];
  for (const secret of ['geheim', 'wrong']) {
    const config = { url, secret, content_type: 'json', insecure_ssl: '0' };
    const { id } = (await api('hooks', { name: 'web', events: ['release'], config })) as { id: number };
    hooks.push(id);
  }
  await api('releases', { tag_name: 'v1', target_commitish: 'main' });

  const execution = await ended(3);
  expect(execution).toMatchObject({ status: 'Succeeded', trigger: { triggerType: 'Webhook' } });
  const answers = hooks.map(async (hook) => {
    const deliveries = (await api(`hooks/${hook}/deliveries`)) as { action: string | null; status_code: number }[];
    return deliveries.filter(({ action }) => action === 'published').map(({ status_code: status }) => status);
  });
  expect(await Promise.all(answers)).toEqual([[200], [403]]);
});

test('nothing of it listens anywhere but on loopback', async () => {
  const { AWS_ENDPOINT_URL: front = '', GITHUB_BASE_URL: github = '' } = environment;
  const others = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
  expect(others.length).toBeGreaterThan(0);
  for (const { address, family } of others) {
    const host = family === 'IPv6' ? `[${address}]` : address;
    for (const { port } of [new URL(front), new URL(github)]) {
      await expect(fetch(`http://${host}:${port}/`)).rejects.toThrow('fetch failed');
    }
  }
});

test('killed in the middle of a build, it leaves no process and no file', async () => {
  writeFileSync(join(work, 'slow'), '');
  await push('three');
  await until(async () => (await processes()).some((line) => line.includes('sleep 600')));
  expect(await processes()).not.toEqual([]);
  program.kill('SIGKILL');
  await until(async () => (await processes()).length === 0);
  await until(async () => (await run('ls', ['-A', own], directory, {})).output.trim() === '');
});

/** Commits a message and pushes it. Returns the commit's id. */
async function push(message: string): Promise<string> {
  writeFileSync(join(work, 'message.txt'), message);
  await git(work, 'add', '.');
  await git(work, 'commit', '--quiet', '-m', message);
  await git(work, 'push', '--quiet', 'origin', 'HEAD:main');
  return (await git(work, 'rev-parse', 'HEAD')).trim();
}

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { exitCode, output } = await run('git', args, cwd, GIT_ENVIRONMENT);
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}:\n${output}`);
  return output;
}

async function output(name: string): Promise<string> {
  const variables = { ...terraformEnvironment(), ...environment };
  return (await run('terraform', ['output', '-raw', name], terraform.folder, variables)).output.trim();
}

/** The newest execution, once there are so many and it has ended. */
async function ended(count: number): Promise<PipelineExecutionSummary | undefined> {
  let newest: PipelineExecutionSummary | undefined;
  await until(async () => {
    const { pipelineExecutionSummaries: all = [] } = await pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: 'delivery' }),
    );
    newest = all[0];
    return all.length === count && newest?.status !== 'InProgress';
  });
  return newest;
}

/** What runs from the program's temporary directory, and the builds' commands. */
async function processes(): Promise<string[]> {
  const { output } = await run('ps', ['-eo', 'args'], directory, {});
  return output.split('\n').filter((line) => line.includes(own) || line.includes('sleep 600'));
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`it did not come to that; the program showed:\n${shown}`);
    await pause(50);
  }
}

function role(service: string): object {
  return {
    name: `delivery-${service}`,
    assume_role_policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }],
    }),
  };
}

function stack(): object {
  const action = (name: string, more: object): object => ({
    name,
    action: [{ name, version: '1', ...more }],
  });
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: {
      aws: {
        skip_credentials_validation: true,
        skip_metadata_api_check: 'true',
        skip_region_validation: true,
        s3_use_path_style: true,
      },
    },
    output: {
      connection: { value: '${aws_codestarconnections_connection.github.arn}' },
      webhook: { value: '${aws_codepipeline_webhook.release.url}' },
    },
    resource: {
      aws_s3_bucket: { artifacts: { bucket: 'delivery-artifacts', force_destroy: true } },
      aws_iam_role: {
        build: role('codebuild'),
        pipeline: role('codepipeline'),
        chat: role('chatbot'),
      },
      aws_codestarconnections_connection: { github: { name: 'github', provider_type: 'GitHub' } },
      aws_cloudwatch_log_group: { build: { name: '/aws/codebuild/delivery', retention_in_days: 7 } },
      aws_codebuild_project: {
        build: {
          name: 'delivery',
          service_role: '${aws_iam_role.build.arn}',
          artifacts: { type: 'CODEPIPELINE' },
          environment: {
            type: 'LINUX_CONTAINER',
            compute_type: 'BUILD_GENERAL1_SMALL',
            image: 'aws/codebuild/amazonlinux2-x86_64-standard:5.0',
          },
          source: { type: 'CODEPIPELINE', buildspec: BUILDSPEC },
          logs_config: { cloudwatch_logs: { group_name: '${aws_cloudwatch_log_group.build.name}' } },
        },
      },
      aws_codepipeline: {
        delivery: {
          name: 'delivery',
          pipeline_type: 'V2',
          role_arn: '${aws_iam_role.pipeline.arn}',
          artifact_store: { location: '${aws_s3_bucket.artifacts.bucket}', type: 'S3' },
          stage: [
            action('Source', {
              category: 'Source',
              owner: 'AWS',
              provider: 'CodeStarSourceConnection',
              output_artifacts: ['source'],
              configuration: {
                ConnectionArn: '${aws_codestarconnections_connection.github.arn}',
                FullRepositoryId: 'acme/app',
                BranchName: 'main',
              },
            }),
            action('Build', {
              category: 'Build',
              owner: 'AWS',
              provider: 'CodeBuild',
              input_artifacts: ['source'],
              output_artifacts: ['built'],
              configuration: { ProjectName: '${aws_codebuild_project.build.name}' },
            }),
          ],
        },
      },
      aws_codepipeline_webhook: {
        release: {
          name: 'delivery-release',
          target_pipeline: '${aws_codepipeline.delivery.name}',
          target_action: 'Source',
          authentication: 'GITHUB_HMAC',
          authentication_configuration: { secret_token: 'geheim' },
          filter: [{ json_path: '$.action', match_equals: 'published' }],
          lifecycle: { ignore_changes: ['authentication_configuration'] },
        },
      },
      aws_chatbot_slack_channel_configuration: {
        deploys: {
          configuration_name: 'deploys',
          slack_team_id: 'T07EA123LEP',
          slack_channel_id: 'C07EZ1ABC23',
          iam_role_arn: '${aws_iam_role.chat.arn}',
          guardrail_policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        },
      },
      aws_codestarnotifications_notification_rule: {
        info: {
          name: 'delivery-info',
          detail_type: 'FULL',
          resource: '${aws_codepipeline.delivery.arn}',
          event_type_ids: ['started', 'succeeded', 'failed'].map(
            (state) => `codepipeline-pipeline-pipeline-execution-${state}`,
          ),
          target: [
            {
              type: 'AWSChatbotSlack',
              address: '${aws_chatbot_slack_channel_configuration.deploys.chat_configuration_arn}',
            },
          ],
        },
      },
    },
  };
}
