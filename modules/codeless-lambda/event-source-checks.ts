import type { IConstruct } from 'constructs';
import { checkInteger, checkLength, checkOneOf, isKnown } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import { checkDestination } from './destination-checks';
import type { EventSource, QueueEventSource, StreamEventSourceOptions } from './event-source-props';

const MAX_BATCH_SIZE = 10_000;
const MAX_FIFO_BATCH_SIZE = 10;
const MAX_WINDOW_SECONDS = 300;
const MAX_FILTERS = 10;
const MIN_CONCURRENCY = 2;
const MAX_CONCURRENCY = 1000;
const MAX_RETRIES = 10_000;
const MIN_AGE_SECONDS = 60;
const MAX_AGE_SECONDS = 604_800;
const MAX_PARALLELIZATION = 10;
/** A queue's batch may be larger than this only where Lambda is given time to gather it. */
const MAX_BATCH_SIZE_WITHOUT_WINDOW = 10;

/**
 * Throws where Lambda would refuse the event source.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function checkEventSource(scope: IConstruct, source: EventSource): void {
  checkInteger(scope, 'BatchSizeOutOfRange', 'batchSize', source.batchSize, 1, MAX_BATCH_SIZE);
  checkInteger(
    scope,
    'BatchingWindowOutOfRange',
    'maximumBatchingWindowInSeconds',
    source.maximumBatchingWindowInSeconds,
    0,
    MAX_WINDOW_SECONDS,
    ' seconds',
  );
  checkFilterPatterns(scope, source.filterPatterns);
  if ('queueArn' in source) {
    checkQueue(scope, source);
  } else {
    checkStream(scope, source);
  }
}

function checkFilterPatterns(scope: IConstruct, patterns: readonly string[] | undefined): void {
  checkLength(scope, 'FilterPatternsOutOfRange', 'filterPatterns', patterns, 1, MAX_FILTERS);
  for (const pattern of patterns ?? []) {
    if (isKnown(pattern) && !isJsonObject(pattern)) {
      throw new ValidationError(
        'InvalidFilterPattern',
        scope,
        `'filterPatterns' must be JSON objects, got '${pattern}'; use JSON.stringify`,
      );
    }
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function checkQueue(scope: IConstruct, source: QueueEventSource): void {
  const { batchSize, maximumBatchingWindowInSeconds: window, maximumConcurrency } = source;
  checkInteger(
    scope,
    'MaximumConcurrencyOutOfRange',
    'maximumConcurrency',
    maximumConcurrency,
    MIN_CONCURRENCY,
    MAX_CONCURRENCY,
  );
  const fifo = isKnown(source.queueArn) && source.queueArn.endsWith('.fifo');
  if (fifo && isKnown(window) && window > 0) {
    throw new ValidationError(
      'BatchingWindowOfFifoQueue',
      scope,
      `'maximumBatchingWindowInSeconds' must be 0 for a FIFO queue, got ${window}`,
    );
  }
  if (!isKnown(batchSize) || batchSize <= MAX_BATCH_SIZE_WITHOUT_WINDOW) {
    return;
  }
  if (fifo) {
    throw new ValidationError(
      'BatchSizeOutOfRange',
      scope,
      `'batchSize' must be a whole number from 1 to ${MAX_FIFO_BATCH_SIZE} for a FIFO queue, got ${batchSize}`,
    );
  }
  if (window === undefined || window === 0) {
    throw new ValidationError(
      'BatchingWindowRequired',
      scope,
      `'maximumBatchingWindowInSeconds' must be at least 1 where 'batchSize' is above ` +
        `${MAX_BATCH_SIZE_WITHOUT_WINDOW}, got ${window ?? 'none'} with ${batchSize}`,
    );
  }
}

function checkStream(scope: IConstruct, source: StreamEventSourceOptions): void {
  const { maximumRetryAttempts, maximumRecordAgeInSeconds: age, parallelizationFactor } = source;
  checkDestination(scope, 'onFailure', source.onFailure);
  checkOneOf(scope, 'InvalidStartingPosition', 'startingPosition', source.startingPosition, ['LATEST', 'TRIM_HORIZON']);
  checkInteger(scope, 'RetryAttemptsOutOfRange', 'maximumRetryAttempts', maximumRetryAttempts, -1, MAX_RETRIES);
  checkInteger(
    scope,
    'ParallelizationFactorOutOfRange',
    'parallelizationFactor',
    parallelizationFactor,
    1,
    MAX_PARALLELIZATION,
  );
  if (age !== -1) {
    checkInteger(
      scope,
      'RecordAgeOutOfRange',
      'maximumRecordAgeInSeconds',
      age,
      MIN_AGE_SECONDS,
      MAX_AGE_SECONDS,
      ' seconds, or -1',
    );
  }
}
