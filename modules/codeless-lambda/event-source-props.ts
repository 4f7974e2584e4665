import type { DeadLetterTarget } from './destination';

/** What every event source has. */
export interface EventSourceOptions {
  /**
   * Most records in one invocation; 1 to 10000, for a FIFO queue 1 to 10.
   *
   * @default - 10 for queues, 100 for streams
   */
  readonly batchSize?: number;
  /**
   * Seconds to gather a batch; 0 to 300. A batch of more than 10 messages of a queue needs at least 1.
   *
   * @default 0
   */
  readonly maximumBatchingWindowInSeconds?: number;
  /**
   * Whether the function answers with the records that failed, so that only those come again.
   *
   * @default false
   */
  readonly reportBatchItemFailures?: boolean;
  /**
   * Patterns, each as a JSON text, of which a record must match one; 5, or up to 10 by a raised quota.
   *
   * @default - all records
   * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
   */
  readonly filterPatterns?: readonly string[];
  /**
   * Whether records are read.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/** An SQS queue. */
export interface QueueEventSource extends EventSourceOptions {
  /** ARN of the queue. */
  readonly queueArn: string;
  /**
   * Most invocations at once; 2 to 1000.
   *
   * @default - as many as the function's concurrency allows
   */
  readonly maximumConcurrency?: number;
}

/** What the streams of Kinesis and DynamoDB share. */
export interface StreamEventSourceOptions extends EventSourceOptions {
  /** Where reading begins when the mapping is made. */
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON';
  /**
   * How often a failed batch is tried again; -1 for as long as the record lives, to 10000.
   *
   * @default -1
   */
  readonly maximumRetryAttempts?: number;
  /**
   * Seconds after which a record is given up; -1 for never, or 60 to 604800.
   *
   * @default -1
   */
  readonly maximumRecordAgeInSeconds?: number;
  /**
   * Batches of one shard in work at once; 1 to 10.
   *
   * @default 1
   */
  readonly parallelizationFactor?: number;
  /**
   * Whether a failed batch is split in two before it is tried again.
   *
   * @default false
   */
  readonly bisectBatchOnFunctionError?: boolean;
  /**
   * Where the position of batches that were given up is sent.
   *
   * @default - nowhere
   */
  readonly onFailure?: DeadLetterTarget;
}

/** A Kinesis data stream. */
export interface KinesisEventSource extends StreamEventSourceOptions {
  /** ARN of the stream. */
  readonly streamArn: string;
}

/** The stream of a DynamoDB table. */
export interface DynamoDbEventSource extends StreamEventSourceOptions {
  /** ARN of the table's stream, not of the table. */
  readonly tableStreamArn: string;
}

/** Where the events come from; the ARN's name says which service. */
export type EventSource = QueueEventSource | KinesisEventSource | DynamoDbEventSource;
