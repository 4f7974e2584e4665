import { TerraformOutput } from 'cdktf';
import type { LambdaCiProps } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { synthesize, testStack, type Attributes } from '../../helpers/synth';
import { CONNECTION, inventory, SOURCE, synthesizeLambdaCi, testLambdaCi } from './lambda-ci-room';

const SMALLEST = [
  'aws_cloudwatch_event_rule.ci_Starter_Contract',
  'aws_cloudwatch_event_target.ci_Starter_ContractTarget',
  'aws_cloudwatch_log_group.ci_Build_LogGroup',
  'aws_codebuild_project.ci_Build',
  'aws_codepipeline.ci_Pipeline',
  'aws_iam_role.ci_Build_Role',
  'aws_iam_role.ci_Pipeline_Role',
  'aws_iam_role.ci_Starter_Role',
  'aws_iam_role_policy.ci_Build_Policy',
  'aws_iam_role_policy.ci_Pipeline_Policy',
  'aws_iam_role_policy.ci_Starter_Policy',
  'aws_s3_object.ci_Program',
];
const SLACK = { slackTeamId: 'T07EA123LEP', slackChannelId: 'C07EZ1ABC23' };
const RELEASE = { type: 'release', tagPattern: 'v*' } as const;

/** What a pipeline has beside the smallest one, and what it has not of it. */
function differences(props: Partial<LambdaCiProps>): { readonly more: string[]; readonly less: string[] } {
  const managed = inventory(synthesizeLambdaCi(props)).filter((address) => !address.startsWith('data.'));
  return {
    more: managed.filter((address) => !SMALLEST.includes(address)),
    less: SMALLEST.filter((address) => !managed.includes(address)),
  };
}

/** The variables of the build's project, by name. */
function buildVariables(props: Partial<LambdaCiProps>): Record<string, unknown> {
  const { environment } = synthesizeLambdaCi(props).only('aws_codebuild_project') as {
    environment: { environment_variable: { name: string; value: unknown }[] };
  };
  return Object.fromEntries(environment.environment_variable.map(({ name, value }) => [name, value]));
}

/** The artifacts' rules of the bucket. */
function expirations(props: Partial<LambdaCiProps>): unknown[] {
  const { rule } = synthesizeLambdaCi(props).only('aws_s3_bucket_lifecycle_configuration') as { rule: Attributes[] };
  return rule
    .filter(({ expiration }) => expiration !== undefined)
    .map(({ filter, expiration }) => [filter, expiration]);
}

test('the smallest pipeline is a program, a build, a pipeline, and what starts it when the contract changes', () => {
  expect(differences({})).toEqual({ more: [], less: [] });
});

describe('is named after the function', () => {
  test.each([
    ['aws_codepipeline', 'name', 'orders-api'],
    ['aws_codebuild_project', 'name', 'orders-api-build'],
    ['aws_cloudwatch_event_rule', 'name', 'orders-api-contract'],
    ['aws_cloudwatch_log_group.ci', 'name', '/aws/codebuild/orders-api-build'],
    ['aws_iam_role.ci_Build', 'name', 'orders-api-build'],
    ['aws_iam_role.ci_Pipeline', 'name', 'orders-api-pipeline'],
    ['aws_iam_role.ci_Starter', 'name', 'orders-api-start'],
  ])('%s', (where, key, name) => {
    const stack = synthesizeLambdaCi();
    const address = stack.addresses.find((one) => one.startsWith(where)) ?? '';
    expect(stack.at(address)[key]).toBe(name);
  });

  test('or by a prefix of its own', () => {
    const stack = synthesizeLambdaCi({ namePrefix: 'shop' });
    expect(stack.only('aws_codepipeline').name).toBe('shop');
    expect(stack.only('aws_codebuild_project').name).toBe('shop-build');
  });
});

describe('starts', () => {
  test('by a push to the branch, by default', () => {
    expect(synthesizeLambdaCi().only('aws_codepipeline').trigger).toEqual([
      {
        git_configuration: { push: [{ branches: { includes: ['main'] } }], source_action_name: 'Source' },
        provider_type: 'CodeStarSourceConnection',
      },
    ]);
  });

  test('by releases through both ends of a webhook, and deploys their tag out of a clone', () => {
    expect(differences({ trigger: RELEASE })).toEqual({
      more: [
        'aws_codepipeline_webhook.ci_Webhook',
        'github_repository_webhook.ci_Webhook_RepositoryWebhook',
        'terraform_data.ci_Webhook_Secret',
        'terraform_data.ci_Webhook_Secret_Rotation',
      ],
      less: [],
    });
    const stack = synthesizeLambdaCi({ trigger: RELEASE });
    expect(stack.only('aws_codepipeline_webhook')).toMatchObject({
      name: 'orders-api-release',
      target_action: 'Source',
      filter: [{ json_path: '$.action', match_equals: 'published' }],
    });
    const { stage, variable } = stack.only('aws_codepipeline') as {
      stage: [{ action: unknown[] }];
      variable: unknown[];
    };
    expect(stage[0].action[0]).toMatchObject({ configuration: { OutputArtifactFormat: 'CODEBUILD_CLONE_REF' } });
    expect(variable).toMatchObject([{ name: 'TAG' }]);
    expect(buildVariables({ trigger: RELEASE })).toMatchObject({ CODELESS_TAG_PATTERN: 'v*' });
    expect(buildVariables({ trigger: { type: 'release' } })).toMatchObject({ CODELESS_TAG_PATTERN: '*' });
  });

  test('by a tag out of a clone too, which tells the tag', () => {
    const { stage } = synthesizeLambdaCi({ trigger: { type: 'tag' } }).only('aws_codepipeline') as {
      stage: [{ action: unknown[] }];
    };
    expect(stage[0].action[0]).toMatchObject({ configuration: { OutputArtifactFormat: 'CODEBUILD_CLONE_REF' } });
    expect(buildVariables({ trigger: { type: 'tag' } })).not.toHaveProperty('CODELESS_TAG_PATTERN');
  });

  test.each([
    [{ type: 's3', bucket: 'sources', key: 'app.zip' }, 'push', ['aws_cloudwatch_event_rule.ci_Starter_Source']],
    [{ type: 'codecommit', repositoryName: 'orders' }, 'push', ['aws_cloudwatch_event_rule.ci_Starter_Source']],
    [{ type: 's3', bucket: 'sources', key: 'app.zip' }, 'manual', []],
  ] as const)('by an event for a source of %j with the trigger %s', (source, type, rules) => {
    const { more } = differences({ source, trigger: { type } });
    expect(more.filter((address) => address.startsWith('aws_cloudwatch_event_rule'))).toEqual(rules);
  });

  test('not when the contract changes, if that is not wanted', () => {
    const { more, less } = differences({ startOnContractChange: false });
    expect({ more, less }).toEqual({ more: [], less: SMALLEST.filter((address) => address.includes('Starter')) });
  });

  test('when the contract of its own function changes, and not when that is made', () => {
    const { event_pattern: pattern } = synthesizeLambdaCi().only('aws_cloudwatch_event_rule');
    expect(JSON.parse(String(pattern))).toEqual({
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      detail: { name: ['/codeless/orders-api/contract'], operation: ['Update'] },
    });
  });
});

describe('its connection', () => {
  const source = { type: 'connection', repository: 'acme/orders' } as const;

  test('is made where none is named, for the host of the repository', () => {
    expect(differences({ source }).more).toEqual(['aws_codestarconnections_connection.ci_Connection']);
    const made = synthesizeLambdaCi({ source, namePrefix: 'a-prefix-that-is-too-long-for-a-connection' });
    expect(made.only('aws_codestarconnections_connection')).toEqual({
      name: expect.stringMatching(/^a-prefix-that-is-too-long-[0-9a-f]{6}$/) as string,
      provider_type: 'GitHub',
    });
  });

  test('is made for a host of one’s own', () => {
    const hostArn = 'arn:aws:codestar-connections:eu-west-1:111122223333:host/ghes/1';
    const made = synthesizeLambdaCi({ source: { ...source, provider: 'GitHubEnterpriseServer', hostArn } });
    expect(made.only('aws_codestarconnections_connection')).toEqual({ name: 'orders-api', host_arn: hostArn });
  });
});

describe('the build', () => {
  test('is told where the repository is, for its links', () => {
    const at = (source: LambdaCiProps['source']): unknown => buildVariables({ source }).CODELESS_REPOSITORY_URL;
    expect(at(SOURCE)).toBe('https://github.com/acme/orders');
    expect(at({ ...SOURCE, provider: 'Bitbucket' })).toBe('https://bitbucket.org/acme/orders');
    expect(at({ ...SOURCE, provider: 'GitLab', repository: 'acme/shop/orders' })).toBe(
      'https://gitlab.com/acme/shop/orders',
    );
    expect(at({ ...SOURCE, provider: 'GitLabSelfManaged' })).toBeUndefined();
    expect(at({ type: 's3', bucket: 'sources', key: 'app.zip' })).toBeUndefined();
  });

  test('has the source path and the descriptor', () => {
    expect(buildVariables({ sourcePath: 'api', packagesDescriptor: 'api/requirements.txt' })).toMatchObject({
      CODELESS_APP_SRC_PATH: 'api',
      CODELESS_APP_PACKAGES_DESCRIPTOR_PATH: 'api/requirements.txt',
    });
  });

  test('finds out the difference before an approval, unless its specification is one’s own', () => {
    const stages = (props: Partial<LambdaCiProps>): unknown[] => {
      const { stage } = synthesizeLambdaCi(props).only('aws_codepipeline') as { stage: { name: string }[] };
      return stage.map(({ name }) => name);
    };
    expect(stages({})).toEqual(['Source', 'Deploy']);
    expect(stages({ approval: {} })).toEqual(['Source', 'Check', 'Approve', 'Deploy']);
    expect(stages({ approval: {}, build: { buildspec: 'buildspec.yml' } })).toEqual(['Source', 'Approve', 'Deploy']);
  });
});

describe('artifacts expire', () => {
  test.each([
    [{}, 'orders-api/', 30],
    [{ artifactDays: 1 }, 'orders-api/', 1],
    [{ namePrefix: 'a-prefix-of-more-than-twenty' }, 'a-prefix-of-more-tha/', 30],
  ])('%j', (props, prefix, days) => {
    expect(expirations(props)).toEqual([[[{ prefix }], [{ days }]]]);
  });
});

describe('people', () => {
  test('are told nothing unless they are named', () => {
    expect(differences({ notifications: {} }).more).toEqual([]);
  });

  test('are told in a channel that is made, of deploys too', () => {
    expect(differences({ notifications: { slackChannel: SLACK } }).more).toEqual([
      'aws_chatbot_slack_channel_configuration.ci_SlackChannel',
      'aws_codestarnotifications_notification_rule.ci_Notifications_Alert',
      'aws_codestarnotifications_notification_rule.ci_Notifications_Info',
      'aws_iam_role.ci_SlackChannel_Role',
      'aws_sns_topic.ci_DeployTopic',
    ]);
    const stack = synthesizeLambdaCi({ notifications: { slackChannel: SLACK } });
    const topic = stack.addresses.find((address) => address.startsWith('aws_sns_topic.')) ?? '';
    expect(stack.only('aws_sns_topic')).toEqual({ name: 'orders-api-deploys', kms_master_key_id: 'alias/aws/sns' });
    expect(stack.only('aws_chatbot_slack_channel_configuration')).toMatchObject({
      configuration_name: 'orders-api',
      sns_topic_arns: [`\${${topic}.arn}`],
    });
    expect(buildVariables({ notifications: { slackChannel: SLACK } })).toMatchObject({
      CODELESS_NOTIFY_TOPIC: `\${${topic}.arn}`,
    });
    expect(stack.all('aws_codestarnotifications_notification_rule').map(({ name, target }) => [name, target])).toEqual(
      ['orders-api-alert', 'orders-api-info'].map((name) => [
        name,
        [
          {
            type: 'AWSChatbotSlack',
            address: expect.stringMatching(/ci_SlackChannel_.*chat_configuration_arn/) as string,
          },
        ],
      ]),
    );
  });

  test('are told of deploys by a topic that exists, for which no other is made', () => {
    const deployTopicArn = 'arn:aws:sns:eu-west-1:111122223333:deploys';
    expect(differences({ notifications: { deployTopicArn } }).more).toEqual([]);
    expect(buildVariables({ notifications: { deployTopicArn } })).toMatchObject({
      CODELESS_NOTIFY_TOPIC: deployTopicArn,
    });
    const channel = synthesizeLambdaCi({
      notifications: { deployTopicArn, slackChannel: { ...SLACK, topicArns: ['x'] } },
    });
    expect(channel.only('aws_chatbot_slack_channel_configuration').sns_topic_arns).toEqual(['x', deployTopicArn]);
    expect(channel.all('aws_sns_topic')).toEqual([]);
  });

  test('are told that they have to approve, if there is an approval', () => {
    const eventsOf = (props: Partial<LambdaCiProps>): unknown =>
      synthesizeLambdaCi({ notifications: { slackChannel: SLACK }, ...props })
        .all('aws_codestarnotifications_notification_rule')
        .find(({ name }) => name === 'orders-api-alert')?.event_type_ids;
    const failed = 'codepipeline-pipeline-pipeline-execution-failed';
    expect(eventsOf({})).toEqual([failed]);
    expect(eventsOf({ approval: {} })).toEqual([failed, 'codepipeline-pipeline-manual-approval-needed']);
  });

  test('are told where they say, and of what they say', () => {
    const topic = { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' };
    const stack = synthesizeLambdaCi({ notifications: { alert: { targets: [topic], events: ['superseded'] } } });
    expect(stack.only('aws_codestarnotifications_notification_rule')).toMatchObject({
      name: 'orders-api-alert',
      target: [{ type: 'SNS', address: topic.topicArn }],
      event_type_ids: ['codepipeline-pipeline-pipeline-execution-superseded'],
    });
  });
});

test('tags, path and boundary are on everything that takes them', () => {
  const stack = synthesizeLambdaCi({
    tags: { team: 'a' },
    rolePath: '/ci/',
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/b',
    source: { type: 'connection', repository: 'acme/orders' },
    notifications: { slackChannel: SLACK },
  });
  const taggable = stack.addresses.filter((address) => /^aws_.*\.ci_/.test(address) && !/policy|target/.test(address));
  expect(taggable.filter((address) => !('tags' in stack.at(address)))).toEqual([]);
  const roles = ['Build', 'Pipeline', 'Starter'].map((part) =>
    stack.at(stack.addresses.find((address) => address.startsWith(`aws_iam_role.ci_${part}_Role`)) ?? ''),
  );
  expect(roles.map(({ path, permissions_boundary: boundary }) => [path, boundary])).toEqual(
    roles.map(() => ['/ci/', 'arn:aws:iam::111122223333:policy/b']),
  );
});

test('hands on to its parts what they are given', () => {
  const stack = synthesizeLambdaCi({
    trigger: { type: 'release', action: 'released', secretRotation: '2026-11' },
    build: { timeoutMinutes: 30, testCommands: ['make test'] },
    beforeDeploy: [{ name: 'Lint', projectName: 'lint', projectArn: 'arn:aws:codebuild:eu-west-1:1:project/lint' }],
    executionMode: 'QUEUED',
    onFailure: 'RETRY',
    variables: [{ name: 'STAGE', defaultValue: 'qa' }],
    logRetentionInDays: 7,
    logKmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  });
  expect(stack.only('aws_codepipeline_webhook').filter).toEqual([{ json_path: '$.action', match_equals: 'released' }]);
  expect(JSON.stringify(stack.all('terraform_data'))).toContain('2026-11');
  const { source, build_timeout: timeout } = stack.only('aws_codebuild_project') as {
    source: { buildspec: string };
    build_timeout: number;
  };
  expect(timeout).toBe(30);
  expect(source.buildspec).toContain('make test');
  const pipeline = stack.only('aws_codepipeline') as {
    execution_mode: string;
    variable: { name: string }[];
    stage: { name: string; action: { name: string }[]; on_failure?: unknown }[];
  };
  expect(pipeline.execution_mode).toBe('QUEUED');
  expect(pipeline.variable.map(({ name }) => name).sort()).toEqual(['STAGE', 'TAG']);
  expect(pipeline.stage.map(({ name, action }) => [name, action.map((one) => one.name)])).toEqual([
    ['Source', ['Source']],
    ['Check', ['Lint']],
    ['Deploy', ['Deploy']],
  ]);
  expect(pipeline.stage[2]?.on_failure).toMatchObject({ result: 'RETRY' });
  const logs = stack.addresses.find((address) => address.startsWith('aws_cloudwatch_log_group.ci_Build')) ?? '';
  expect(stack.at(logs)).toMatchObject({
    retention_in_days: 7,
    kms_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  });
});

test('a variable of the pipeline and one of the build must not be the same', () => {
  const props = { variables: [{ name: 'STAGE', defaultValue: 'qa' }], build: { environment: { STAGE: 'qa' } } };
  expect(validationErrorOf(() => testLambdaCi(props)).message).toContain('STAGE');
});

test('tells names, ARNs and links of every partition', () => {
  const stack = testStack();
  const { outputs } = testLambdaCi(
    { trigger: RELEASE, source: { type: 'connection', repository: 'acme/orders' } },
    {},
    stack,
  );
  new TerraformOutput(stack, 'all', { value: outputs });
  const { value } = synthesize(stack).section('output').all as { value: Record<string, string> };
  expect(value).toEqual({
    pipelineName: expect.stringMatching(/^\$\{aws_codepipeline\.ci_Pipeline_\w+\.name\}$/) as string,
    pipelineArn: expect.stringMatching(/^\$\{aws_codepipeline\.ci_Pipeline_\w+\.arn\}$/) as string,
    pipelineUrl: expect.stringMatching(
      /^https:\/\/.*\/codesuite\/codepipeline\/pipelines\/.*\/view\?region=/,
    ) as string,
    pipelineRoleArn: expect.stringMatching(/^\$\{aws_iam_role\.ci_Pipeline_Role_\w+\.arn\}$/) as string,
    projectName: expect.stringMatching(/^\$\{aws_codebuild_project\.ci_Build_\w+\.name\}$/) as string,
    projectArn: expect.stringMatching(/^\$\{aws_codebuild_project\.ci_Build_\w+\.arn\}$/) as string,
    projectUrl: expect.stringMatching(/^https:\/\/.*\/codesuite\/codebuild\/projects\/.*\/history\?region=/) as string,
    buildRoleArn: expect.stringMatching(/^\$\{aws_iam_role\.ci_Build_Role_\w+\.arn\}$/) as string,
    webhookUrl: expect.stringMatching(/^\$\{aws_codepipeline_webhook\.ci_Webhook_\w+\.url\}$/) as string,
    connectionArn: expect.stringMatching(
      /^\$\{aws_codestarconnections_connection\.ci_Connection_\w+\.arn\}$/,
    ) as string,
    unfinishedConnection: expect.stringMatching(
      /^Connection orders-api is of no use until a person has finished it/,
    ) as string,
  });
  for (const host of ['console.aws.amazon.com', 'console.amazonaws.cn', 'console.amazonaws-us-gov.com']) {
    expect(value.pipelineUrl).toContain(host);
  }
});

test('a connection that exists is told, and nobody is asked to finish it', () => {
  const { outputs } = testLambdaCi();
  expect(outputs).toMatchObject({ connectionArn: CONNECTION, unfinishedConnection: undefined, webhookUrl: undefined });
});

describe('fails', () => {
  test.each<[code: string, props: Partial<LambdaCiProps>, message: string]>([
    [
      'InvalidNamePrefix',
      { namePrefix: 'feature/x' },
      "letters, digits, '-' and '_' that begin with a letter or a digit, got 'feature/x'",
    ],
    ['InvalidNamePrefix', { namePrefix: '-x' }, "got '-x'"],
    ['InvalidSourcePath', { sourcePath: '/api' }, "'sourcePath' must be a path from the source's root"],
    ['InvalidSourcePath', { sourcePath: 'api/' }, "got 'api/'"],
    ['InvalidSourcePath', { sourcePath: 'a/../b' }, "got 'a/../b'"],
    ['InvalidSourcePath', { sourcePath: '..' }, "got '..'"],
    ['InvalidSourcePath', { sourcePath: '' }, "got ''"],
    ['InvalidPackagesDescriptor', { packagesDescriptor: '../requirements.txt' }, "got '../requirements.txt'"],
    ['NoNotificationTargets', { notifications: { info: {} } }, "'notifications.info.targets' must be given"],
    ['NoNotificationTargets', { notifications: { alert: { events: ['failed'] } } }, "'notifications.alert.targets'"],
    ['VariableNobodySets', { trigger: { type: 'manual' }, variables: [{ name: 'STAGE' }] }, "got none for 'STAGE'"],
    ['ExpirationDaysOutOfRange', { artifactDays: 0 }, "'days' must be a whole number of at least 1 day, got 0"],
    ['InvalidTags', { tags: { 'aws:x': 'y' } }, "got 'aws:x'"],
  ])('%s for %j', (code, props, message) => {
    const error = validationErrorOf(() => testLambdaCi(props));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  test.each(['orders-api', 'orders-api/packages'])('PackagesExpire for packages under %s', (prefix) => {
    const error = validationErrorOf(() => testLambdaCi({}, { packages: prefix }));
    expect(error.code).toBe('PackagesExpire');
    expect(error.message).toContain(`must not begin with 'orders-api/'`);
  });

  test.each(['orders-ap', 'orders-api2', 'packages'])('nothing for packages under %s', (prefix) => {
    expect(() => testLambdaCi({}, { packages: prefix })).not.toThrow();
  });
});

test.each(['api', 'services/api', 'a..b', '.hidden/api'])('the source path may be %s', (sourcePath) => {
  expect(() => testLambdaCi({ sourcePath })).not.toThrow();
});

test('a variable that nobody sets is fine where a person alone starts the pipeline', () => {
  const props = { trigger: { type: 'manual' }, variables: [{ name: 'STAGE' }], startOnContractChange: false } as const;
  expect(() => testLambdaCi(props)).not.toThrow();
});
