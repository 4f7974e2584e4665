import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import { findPython, startLocalAws, type LocalAws } from '../../local-aws';
import { virtualEnvironment } from '../../local-aws/emulator/virtual-environment';
import { shapeProblems } from '../../local-aws/front/check-shape';
import { ServiceModels } from '../../local-aws/front/service-models';
import { authorization } from '../../local-aws/services/emulator-call';
import { clientConfig } from './support/client-config';
import { Terraform, terraformEnvironment } from './support/terraform';

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await aws.github.createRepository('acme/app');
});

afterAll(() => aws.stop());

/** Waits for what happens by itself. */
async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !is() && Date.now() < end;) await setTimeout(50);
  expect(is()).toBe(true);
}

describe('Terraform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notifications-'));
  const terraform = (environment: LocalAws['environment']): Terraform =>
    new Terraform(folder, { ...terraformEnvironment(), ...environment, GITHUB_TOKEN: 'anything' });
  const hook = createServer((_, response) => response.end());

  beforeAll(async () => {
    hook.listen(0, '127.0.0.1');
    await once(hook, 'listening');
  });

  afterAll(() => {
    hook.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The configuration before and after an update of everything that can be updated in place. */
  function write(isUpdated: boolean): void {
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    const pick = (before: string, after: string): string => (isUpdated ? after : before);
    const settings = ['skip_credentials_validation', 'skip_metadata_api_check', 'skip_region_validation'];
    const configuration = `
      terraform {
        required_providers {
          aws = { source = "hashicorp/aws" }
          github = { source = "integrations/github" }
        }
      }
      provider "aws" {
        ${settings.map((name) => `${name} = true`).join('\n')}
      }
      provider "github" {
        owner = "acme"
        base_url = "${aws.github.url}/"
      }
      data "aws_iam_policy_document" "topic" {
        statement {
          actions = ["sns:Publish"]
          resources = [aws_sns_topic.info.arn]
          principals {
            type = "Service"
            identifiers = ["codestar-notifications.amazonaws.com"]
          }
        }
      }
      resource "aws_sns_topic" "info" { name = "info" }
      resource "aws_sns_topic" "unreachable" { name = "unreachable" }
      resource "aws_sns_topic_policy" "info" {
        arn = aws_sns_topic.info.arn
        policy = data.aws_iam_policy_document.topic.json
      }
      resource "aws_codestarconnections_connection" "github" {
        name = "github"
        provider_type = "GitHub"
        tags = { stage = "${pick('one', 'two')}" }
      }
      resource "aws_chatbot_slack_channel_configuration" "info" {
        configuration_name = "info"
        iam_role_arn = "arn:aws:iam::000000000000:role/chat"
        slack_channel_id = "${pick('C07EZ1ABC23', 'C07EZ1ABC24')}"
        slack_team_id = "T07EA123LEP"
        guardrail_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
        logging_level = "${pick('NONE', 'ERROR')}"
        sns_topic_arns = [aws_sns_topic.info.arn]
        user_authorization_required = ${pick('false', 'true')}
        tags = { stage = "${pick('one', 'two')}" }
      }
      resource "aws_codestarnotifications_notification_rule" "info" {
        name = "${pick('pipeline info', 'pipeline_info-2')}"
        resource = "arn:aws:codepipeline:us-east-1:000000000000:demo"
        detail_type = "${pick('BASIC', 'FULL')}"
        event_type_ids = ${pick(
          '["codepipeline-pipeline-pipeline-execution-failed"]',
          '["codepipeline-pipeline-manual-approval-needed", "codepipeline-pipeline-pipeline-execution-superseded"]',
        )}
        status = "${pick('ENABLED', 'DISABLED')}"
        target {
          address = aws_sns_topic.info.arn
        }
        ${pick('', 'target { address = aws_sns_topic.unreachable.arn }')}
        target {
          type = "AWSChatbotSlack"
          address = aws_chatbot_slack_channel_configuration.info.chat_configuration_arn
        }
        tags = ${pick('{ stage = "one", gone = "soon" }', '{ stage = "two" }')}
        depends_on = [aws_sns_topic_policy.info]
      }
      resource "github_repository_webhook" "release" {
        repository = "app"
        events = ${pick('["release"]', '["release", "push"]')}
        active = ${pick('true', 'false')}
        configuration {
          url = "${url}"
          content_type = "json"
          insecure_ssl = false
          secret = "${pick('first', 'second')}"
        }
      }
      output "statuses" {
        value = { for target in aws_codestarnotifications_notification_rule.info.target : target.address => target.status }
      }`;
    writeFileSync(join(folder, 'main.tf'), configuration.replace(/target \{ (.*) \}/, 'target {\n$1\n}'));
  }

  test('applies, updates in place and destroys each of them, and finds nothing to do after each step', async () => {
    const runner = terraform(aws.environment);
    write(false);
    await runner.init();
    await runner.apply();
    expect(await runner.pendingChanges()).toBeUndefined();

    const [topic] = await sendCustom('arn:aws:sns:us-east-1:000000000000:info');
    expect(topic).toMatchObject({ channel: 'C07EZ1ABC23', title: 'Hello', text: 'from a topic' });
    await aws.github.idle();

    write(true);
    await runner.apply();
    expect(await runner.pendingChanges()).toBeUndefined();
    const replaced = aws.calls.filter(({ action }) =>
      /^Delete(NotificationRule|Connection|.*Configuration)$/.test(action),
    );
    expect(replaced).toEqual([]);

    await runner.destroy();
    for (const [service, operation, member] of [
      ['codestar-notifications', '/listNotificationRules', 'NotificationRules'],
      ['codestar-notifications', '/listTargets', 'Targets'],
      ['chatbot', '/describe-slack-channel-configurations', 'SlackChannelConfigurations'],
    ] as const) {
      const response = await fetch(`${aws.endpoint}${operation}`, {
        method: 'POST',
        headers: { authorization: authorization(service, 'us-east-1') },
        body: '{}',
      });
      expect(await response.json()).toEqual({ [member]: [] });
    }
    const hooks = await fetch(`${aws.github.url}/repos/acme/app/hooks`);
    expect(await hooks.json()).toEqual([]);
  });

  /** Publishes a custom notification, and waits for what it makes in the channels. */
  async function sendCustom(TopicArn: string) {
    const before = aws.messages.length;
    const content = { textType: 'client-markdown', title: 'Hello', description: 'from a topic' };
    const Message = JSON.stringify({ version: '1.0', source: 'custom', content });
    await new SNSClient(clientConfig(aws.environment)).send(new PublishCommand({ TopicArn, Message }));
    await until(() => aws.messages.length > before);
    return aws.messages.slice(before);
  }
});

describe('every answer is what AWS’s own models say', () => {
  let models: ServiceModels;

  beforeAll(async () => {
    const python = findPython(process.env) ?? '';
    const interpreter = await virtualEnvironment({ python, env: process.env, onProgress: () => undefined });
    models = ServiceModels.of(dirname(dirname(interpreter)));
  });

  /** Calls an operation by its model alone, and holds the answer against it. */
  async function call(
    service: string,
    action: string,
    input: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const [model] = models.signedAs(service);
    const operation = model?.operations[action];
    if (model === undefined || operation === undefined) throw new Error(`${service}:${action} is unknown to botocore`);
    const { targetPrefix = '' } = model.metadata as { targetPrefix?: string };
    const labels = operation.http.requestUri.replace(/\{(\w+)\}/, () => encodeURIComponent(String(input.Arn)));
    const query = labels === operation.http.requestUri ? '' : `?${new URLSearchParams({ tagKeys: 'a' }).toString()}`;
    const response = await fetch(`${aws.endpoint}${labels}${query}`, {
      method: 'POST',
      headers: {
        authorization: authorization(service, 'us-east-1'),
        ...(targetPrefix === '' ? {} : { 'x-amz-target': `${targetPrefix}.${action}` }),
      },
      body: query === '' ? JSON.stringify(input) : '',
    });
    const text = await response.text();
    const output = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    expect([action, response.status, output.message]).toEqual([action, operation.http.responseCode ?? 200, undefined]);
    expect(shapeProblems(model, operation.output?.shape ?? '', output)).toEqual([]);
    return output;
  }

  test.each(['codeconnections', 'codestar-connections'])('%s', async (service) => {
    const Tags = [{ Key: 'a', Value: 'b' }];
    const made = await call(service, 'CreateConnection', { ConnectionName: 'demo', ProviderType: 'GitHub', Tags });
    const ConnectionArn = String(made.ConnectionArn);
    expect(ConnectionArn).toContain(`:${service}:us-east-1:000000000000:connection/`);
    expect(await call(service, 'GetConnection', { ConnectionArn })).toMatchObject({
      Connection: { ConnectionStatus: 'PENDING' },
    });
    const page = await fetch(`${aws.endpoint}/_aws/codeconnections/complete?arn=${encodeURIComponent(ConnectionArn)}`);
    expect([page.status, await page.text()]).toEqual([200, `The connection ${ConnectionArn} is AVAILABLE now.\n`]);
    expect(await call(service, 'GetConnection', { ConnectionArn })).toMatchObject({
      Connection: { ConnectionStatus: 'AVAILABLE' },
    });
    await call(service, 'ListConnections', {});
    await call(service, 'TagResource', { ResourceArn: ConnectionArn, Tags });
    await call(service, 'ListTagsForResource', { ResourceArn: ConnectionArn });
    await call(service, 'UntagResource', { ResourceArn: ConnectionArn, TagKeys: ['a'] });
    await call(service, 'DeleteConnection', { ConnectionArn });
  });

  test('codestar-notifications', async () => {
    const service = 'codestar-notifications';
    const TargetAddress = 'arn:aws:sns:us-east-1:000000000000:none';
    const { Arn } = await call(service, 'CreateNotificationRule', {
      Name: 'modelled',
      EventTypeIds: ['codepipeline-pipeline-pipeline-execution-failed'],
      Resource: 'arn:aws:codepipeline:us-east-1:000000000000:modelled',
      Targets: [{ TargetType: 'SNS', TargetAddress }],
      DetailType: 'FULL',
      Tags: { a: 'b' },
    });
    await call(service, 'DescribeNotificationRule', { Arn });
    await call(service, 'UpdateNotificationRule', { Arn, Status: 'DISABLED' });
    await call(service, 'TagResource', { Arn, Tags: { c: 'd' } });
    await call(service, 'UntagResource', { Arn });
    expect(await call(service, 'ListTagsForResource', { Arn })).toEqual({ Tags: { c: 'd' } });
    await call(service, 'ListNotificationRules', {});
    await call(service, 'ListTargets', {});
    await call(service, 'DeleteNotificationRule', { Arn });
    await call(service, 'DeleteTarget', { TargetAddress });
  });

  test('chatbot', async () => {
    const common = { IamRoleArn: 'arn:aws:iam::000000000000:role/chat', ConfigurationName: 'modelled' };
    const slack = { ...common, SlackTeamId: 'T1', SlackChannelId: 'C1', Tags: [{ TagKey: 'a', TagValue: 'b' }] };
    const made = await call('chatbot', 'CreateSlackChannelConfiguration', slack);
    const { ChatConfigurationArn } = made.ChannelConfiguration as { ChatConfigurationArn: string };
    const ResourceARN = ChatConfigurationArn;
    await call('chatbot', 'DescribeSlackChannelConfigurations', { ChatConfigurationArn });
    await call('chatbot', 'UpdateSlackChannelConfiguration', { ChatConfigurationArn, SlackChannelId: 'C2' });
    await call('chatbot', 'TagResource', { ResourceARN, Tags: [{ TagKey: 'c', TagValue: 'd' }] });
    await call('chatbot', 'UntagResource', { ResourceARN, TagKeys: ['a'] });
    expect(await call('chatbot', 'ListTagsForResource', { ResourceARN })).toEqual({
      Tags: [{ TagKey: 'c', TagValue: 'd' }],
    });
    await call('chatbot', 'DeleteSlackChannelConfiguration', { ChatConfigurationArn });
  });
});

test.each([
  [
    'codeconnections',
    'ResourceNotFoundException',
    400,
    'CodeConnections_20231201.GetConnection',
    { ConnectionArn: 'arn:aws:codeconnections:us-east-1:000000000000:connection/none' },
  ],
  ['codeconnections', 'UnknownOperationException', 400, 'CodeConnections_20231201.ListHosts', {}],
  [
    'codeconnections',
    'InvalidInputException',
    400,
    'CodeConnections_20231201.CreateConnection',
    { ConnectionName: 'x' },
  ],
])('fails %s with %s and status %i', async (service, code, status, target, input) => {
  const response = await fetch(aws.endpoint, {
    method: 'POST',
    headers: { authorization: authorization(service, 'us-east-1'), 'x-amz-target': target },
    body: JSON.stringify(input),
  });
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, code]);
});
