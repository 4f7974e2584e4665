import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { LambdaEventSourceMappingConfig } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../shared/iam';
import { MAX_POLICY_NAME, resourceName } from '../shared/names';
import { attachPolicy } from '../shared/role-policy';
import { escapeTemplate } from '../shared/template';
import type { CodelessAlias } from './alias';
import { destinationArn, destinationStatement } from './destination';
import type { EventSource, QueueEventSource, StreamEventSourceOptions } from './event-source-props';
import { checkEventSource } from './event-source-checks';

/** An event source of an alias, with what the function's role needs to read it. */
export class CodelessEventSource extends Construct {
  /** The mapping. */
  public readonly resource: LambdaEventSourceMapping;
  /** What the function's role must allow to read the source; attached already, unless the role was given. */
  public readonly requiredStatements: readonly PolicyStatement[];

  constructor(alias: CodelessAlias, id: string, source: EventSource) {
    super(alias, `EventSource-${id}`);
    checkEventSource(this, source);
    this.requiredStatements = eventSourceStatements(source);
    // Lambda refuses a mapping whose role can't read the source yet.
    const policy = attachPolicy(
      this,
      'Policy',
      alias.roleName,
      resourceName(['event-source', this.node.addr.slice(-8), id], MAX_POLICY_NAME),
      this.requiredStatements,
    );
    this.resource = new LambdaEventSourceMapping(this, 'Resource', {
      functionName: alias.arn,
      eventSourceArn: eventSourceArn(source),
      ...commonConfig(source),
      ...('queueArn' in source ? queueConfig(source) : streamConfig(source)),
      tags: alias.tags,
      dependsOn: policy && [policy],
    });
  }
}

/**
 * What a role needs to read an event source.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 */
export function eventSourceStatements(source: EventSource): PolicyStatement[] {
  const failures = 'onFailure' in source && source.onFailure ? [destinationStatement(source.onFailure)] : [];
  return [{ actions: READ_ACTIONS[kindOf(source)], resources: [eventSourceArn(source)] }, ...failures];
}

const READ_ACTIONS = {
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  kinesis: [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
  ],
  dynamodb: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
} as const;

const DEFAULT_BATCH_SIZE = { queue: 10, kinesis: 100, dynamodb: 100 } as const;

function kindOf(source: EventSource): keyof typeof READ_ACTIONS {
  if ('queueArn' in source) return 'queue';
  return 'streamArn' in source ? 'kinesis' : 'dynamodb';
}

function eventSourceArn(source: EventSource): string {
  if ('queueArn' in source) return source.queueArn;
  return 'streamArn' in source ? source.streamArn : source.tableStreamArn;
}

type Mapping = Partial<LambdaEventSourceMappingConfig>;

function commonConfig(source: EventSource): Mapping {
  return {
    // Stated even where it is Lambda's own, so that no emulator's or provider's idea of the default shows up in a plan.
    batchSize: source.batchSize ?? DEFAULT_BATCH_SIZE[kindOf(source)],
    maximumBatchingWindowInSeconds: source.maximumBatchingWindowInSeconds,
    functionResponseTypes: source.reportBatchItemFailures === true ? ['ReportBatchItemFailures'] : undefined,
    filterCriteria: source.filterPatterns && {
      filter: source.filterPatterns.map((pattern) => ({ pattern: escapeTemplate(pattern) })),
    },
    enabled: source.enabled,
  };
}

function queueConfig(source: QueueEventSource): Mapping {
  return {
    scalingConfig:
      source.maximumConcurrency === undefined ? undefined : { maximumConcurrency: source.maximumConcurrency },
  };
}

function streamConfig(source: StreamEventSourceOptions): Mapping {
  return {
    startingPosition: source.startingPosition,
    // Stated even where they are the defaults: the provider keeps the last value of one that is taken away.
    maximumRetryAttempts: source.maximumRetryAttempts ?? -1,
    maximumRecordAgeInSeconds: source.maximumRecordAgeInSeconds ?? -1,
    parallelizationFactor: source.parallelizationFactor ?? 1,
    bisectBatchOnFunctionError: source.bisectBatchOnFunctionError,
    destinationConfig: source.onFailure && { onFailure: { destinationArn: destinationArn(source.onFailure) } },
  };
}
