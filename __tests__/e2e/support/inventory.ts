import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListEventSourceMappingsCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './client-config';

/** Names of everything that stacks with codeless functions make and that is still there. */
export async function remainingResources(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const config = clientConfig(environment);
  const lambda = new LambdaClient(config);
  const functions = await lambda.send(new ListFunctionsCommand({}));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({}));
  const roles = await new IAMClient(config).send(new ListRolesCommand({}));
  const logGroups = await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({}));
  const parameters = await new SSMClient(config).send(new DescribeParametersCommand({}));
  const queues = await new SQSClient(config).send(new ListQueuesCommand({}));
  return [
    ...(functions.Functions ?? []).map(({ FunctionName }) => `function ${FunctionName ?? ''}`),
    ...(mappings.EventSourceMappings ?? []).map(({ UUID }) => `event source mapping ${UUID ?? ''}`),
    ...(roles.Roles ?? []).map(({ RoleName }) => `role ${RoleName ?? ''}`),
    ...(logGroups.logGroups ?? []).map(({ logGroupName }) => `log group ${logGroupName ?? ''}`),
    ...(parameters.Parameters ?? []).map(({ Name }) => `parameter ${Name ?? ''}`),
    ...(queues.QueueUrls ?? []).map((url) => `queue ${url}`),
  ];
}
