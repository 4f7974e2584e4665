import type { EventSource } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { testLambda } from '../../helpers/lambda';

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';
const queue = (options: object): EventSource => ({ queueArn: QUEUE, ...options });
const fifo = (options: object): EventSource => ({ queueArn: `${QUEUE}.fifo`, ...options });
const stream = (options: object): EventSource => ({ streamArn: STREAM, startingPosition: 'LATEST', ...options });
const filters = (count: number): string[] => Array.from({ length: count }, () => '{"body":{}}');

test.each<[EventSource]>([
  [queue({ batchSize: 1 })],
  [queue({ batchSize: 10 })],
  [queue({ batchSize: 11, maximumBatchingWindowInSeconds: 1 })],
  [queue({ batchSize: 10_000, maximumBatchingWindowInSeconds: 300 })],
  [queue({ maximumBatchingWindowInSeconds: 0 })],
  [queue({ maximumConcurrency: 2 })],
  [queue({ maximumConcurrency: 1000 })],
  [queue({ filterPatterns: filters(1) })],
  [queue({ filterPatterns: filters(10) })],
  [fifo({ batchSize: 10, maximumBatchingWindowInSeconds: 0 })],
  [stream({ batchSize: 10_000 })],
  [stream({ startingPosition: 'TRIM_HORIZON' })],
  [stream({ maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1, parallelizationFactor: 1 })],
  [stream({ maximumRetryAttempts: 10_000, maximumRecordAgeInSeconds: 604_800, parallelizationFactor: 10 })],
  [stream({ maximumRetryAttempts: 0, maximumRecordAgeInSeconds: 60 })],
])('accepts %j', (source) => {
  expect(testLambda().addEventSource('orders', source).node.path).toBe('stack/api/Alias/EventSource-orders');
});

const outOfRange = (name: string, limits: string, unit: string, value: number): string =>
  `'${name}' must be a whole number from ${limits}${unit}, got ${value}`;

test.each<[EventSource, string, string]>([
  ...[0, 10_001].map((batchSize): [EventSource, string, string] => [
    queue({ batchSize }),
    'BatchSizeOutOfRange',
    outOfRange('batchSize', '1 to 10000', '', batchSize),
  ]),
  ...[-1, 301].map((seconds): [EventSource, string, string] => [
    queue({ maximumBatchingWindowInSeconds: seconds }),
    'BatchingWindowOutOfRange',
    outOfRange('maximumBatchingWindowInSeconds', '0 to 300', ' seconds', seconds),
  ]),
  [
    queue({ batchSize: 11 }),
    'BatchingWindowRequired',
    "'maximumBatchingWindowInSeconds' must be at least 1 where 'batchSize' is above 10, got none with 11",
  ],
  [
    queue({ batchSize: 11, maximumBatchingWindowInSeconds: 0 }),
    'BatchingWindowRequired',
    "'maximumBatchingWindowInSeconds' must be at least 1 where 'batchSize' is above 10, got 0 with 11",
  ],
  [
    fifo({ batchSize: 11 }),
    'BatchSizeOutOfRange',
    "'batchSize' must be a whole number from 1 to 10 for a FIFO queue, got 11",
  ],
  [
    fifo({ maximumBatchingWindowInSeconds: 1 }),
    'BatchingWindowOfFifoQueue',
    "'maximumBatchingWindowInSeconds' must be 0 for a FIFO queue, got 1",
  ],
  ...[1, 1001].map((maximumConcurrency): [EventSource, string, string] => [
    queue({ maximumConcurrency }),
    'MaximumConcurrencyOutOfRange',
    outOfRange('maximumConcurrency', '2 to 1000', '', maximumConcurrency),
  ]),
  ...[0, 11].map((count): [EventSource, string, string] => [
    queue({ filterPatterns: filters(count) }),
    'FilterPatternsOutOfRange',
    `'filterPatterns' must have from 1 to 10 entries, got ${count}`,
  ]),
  ...['{', '[]', 'null', '"text"'].map((pattern): [EventSource, string, string] => [
    stream({ filterPatterns: [pattern] }),
    'InvalidFilterPattern',
    `'filterPatterns' must be JSON objects, got '${pattern}'; use JSON.stringify`,
  ]),
  [
    stream({ startingPosition: 'NOW' }),
    'InvalidStartingPosition',
    "'startingPosition' must be one of LATEST, TRIM_HORIZON, got NOW",
  ],
  ...[-2, 10_001].map((maximumRetryAttempts): [EventSource, string, string] => [
    stream({ maximumRetryAttempts }),
    'RetryAttemptsOutOfRange',
    outOfRange('maximumRetryAttempts', '-1 to 10000', '', maximumRetryAttempts),
  ]),
  ...[-2, 0, 59, 604_801].map((seconds): [EventSource, string, string] => [
    stream({ maximumRecordAgeInSeconds: seconds }),
    'RecordAgeOutOfRange',
    outOfRange('maximumRecordAgeInSeconds', '60 to 604800', ' seconds, or -1', seconds),
  ]),
  ...[0, 11].map((parallelizationFactor): [EventSource, string, string] => [
    stream({ parallelizationFactor }),
    'ParallelizationFactorOutOfRange',
    outOfRange('parallelizationFactor', '1 to 10', '', parallelizationFactor),
  ]),
  [
    stream({ onFailure: { queueArn: `${QUEUE}.fifo` } }),
    'FifoDestination',
    `'onFailure' must not be a FIFO queue or topic, got ${QUEUE}.fifo`,
  ],
])('fails for %j', (source, code, message) => {
  const error = validationErrorOf(() => testLambda().addEventSource('orders', source));
  expect(error.message).toBe(`${message} [${code}] (at stack/api/Alias/EventSource-orders)`);
  expect(error.code).toBe(code);
});
