import { CodePipelineClient, ListPipelinesCommand, ListWebhooksCommand } from '@aws-sdk/client-codepipeline';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './client-config';

/** Names of everything that stacks with codeless functions and pipelines make and that is still there. */
export async function remainingResources(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const config = clientConfig(environment);
  const lambda = new LambdaClient(config);
  const functions = await lambda.send(new ListFunctionsCommand({}));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({}));
  const roles = await new IAMClient(config).send(new ListRolesCommand({}));
  const logGroups = await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({}));
  const parameters = await new SSMClient(config).send(new DescribeParametersCommand({}));
  const queues = await new SQSClient(config).send(new ListQueuesCommand({}));
  const buckets = await new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand({}));
  const topics = await new SNSClient(config).send(new ListTopicsCommand({}));
  const rules = await new EventBridgeClient(config).send(new ListRulesCommand({}));
  const codePipeline = new CodePipelineClient(config);
  const { pipelines = [] } = await codePipeline.send(new ListPipelinesCommand({}));
  const { webhooks = [] } = await codePipeline.send(new ListWebhooksCommand({}));
  return [
    ...(functions.Functions ?? []).map(({ FunctionName }) => `function ${FunctionName ?? ''}`),
    ...(mappings.EventSourceMappings ?? []).map(({ UUID }) => `event source mapping ${UUID ?? ''}`),
    ...(roles.Roles ?? []).map(({ RoleName }) => `role ${RoleName ?? ''}`),
    ...(logGroups.logGroups ?? []).map(({ logGroupName }) => `log group ${logGroupName ?? ''}`),
    ...(parameters.Parameters ?? []).map(({ Name }) => `parameter ${Name ?? ''}`),
    ...(queues.QueueUrls ?? []).map((url) => `queue ${url}`),
    ...(buckets.Buckets ?? []).map(({ Name }) => `bucket ${Name ?? ''}`),
    ...(topics.Topics ?? []).map(({ TopicArn }) => `topic ${TopicArn ?? ''}`),
    ...(rules.Rules ?? []).map(({ Name }) => `rule ${Name ?? ''}`),
    ...pipelines.map(({ name }) => `pipeline ${name ?? ''}`),
    ...webhooks.map(({ definition }) => `webhook ${definition?.name ?? ''}`),
  ];
}
