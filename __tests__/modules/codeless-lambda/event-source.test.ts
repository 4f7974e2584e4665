import type { EventSource } from '../../../modules';
import { synthesizeLambda } from '../../helpers/lambda';
import { inlinePolicies, policyOf } from '../../helpers/policies';
import type { Attributes } from '../../helpers/synth';

const ALIAS_ARN = '${aws_lambda_alias.api_Alias_B990DB54.arn}';
/** Written out, since the provider would keep the last value of one that is taken away. */
const STREAM_DEFAULTS = { maximum_retry_attempts: -1, maximum_record_age_in_seconds: -1, parallelization_factor: 1 };
const READ_QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const READ_KINESIS = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];
const READ_DYNAMODB = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

test.each<[string, EventSource, Attributes, string[]]>([
  ['a queue', { queueArn: 'arn:from' }, { batch_size: 10 }, READ_QUEUE],
  [
    'a queue with everything',
    {
      queueArn: 'arn:from',
      batchSize: 100,
      maximumBatchingWindowInSeconds: 5,
      reportBatchItemFailures: true,
      filterPatterns: ['{"body":{}}', '{"a":["b"]}'],
      enabled: false,
      maximumConcurrency: 7,
    },
    {
      batch_size: 100,
      maximum_batching_window_in_seconds: 5,
      function_response_types: ['ReportBatchItemFailures'],
      filter_criteria: { filter: [{ pattern: '{"body":{}}' }, { pattern: '{"a":["b"]}' }] },
      enabled: false,
      scaling_config: { maximum_concurrency: 7 },
    },
    READ_QUEUE,
  ],
  [
    'a Kinesis stream',
    { streamArn: 'arn:from', startingPosition: 'LATEST', reportBatchItemFailures: false },
    { starting_position: 'LATEST', batch_size: 100, ...STREAM_DEFAULTS },
    READ_KINESIS,
  ],
  [
    'a DynamoDB stream',
    { tableStreamArn: 'arn:from', startingPosition: 'LATEST' },
    { starting_position: 'LATEST', batch_size: 100, ...STREAM_DEFAULTS },
    READ_DYNAMODB,
  ],
  [
    'a DynamoDB stream with everything',
    {
      tableStreamArn: 'arn:from',
      startingPosition: 'TRIM_HORIZON',
      batchSize: 1,
      maximumBatchingWindowInSeconds: 0,
      maximumRetryAttempts: 0,
      maximumRecordAgeInSeconds: 60,
      parallelizationFactor: 2,
      bisectBatchOnFunctionError: true,
    },
    {
      starting_position: 'TRIM_HORIZON',
      batch_size: 1,
      maximum_batching_window_in_seconds: 0,
      maximum_retry_attempts: 0,
      maximum_record_age_in_seconds: 60,
      parallelization_factor: 2,
      bisect_batch_on_function_error: true,
    },
    READ_DYNAMODB,
  ],
])('%s is read into the alias, and the role may read it first', (_, source, expected, actions) => {
  const stack = synthesizeLambda({}, (lambda) => lambda.addEventSource('orders', source));
  expect(stack.only('aws_lambda_event_source_mapping')).toEqual({
    function_name: ALIAS_ARN,
    event_source_arn: 'arn:from',
    depends_on: ['aws_iam_role_policy.api_Alias_EventSource-orders_Policy_E78B8D0F'],
    ...expected,
  });
  expect(inlinePolicies(stack)[0]).toEqual({
    role: '${aws_iam_role.api_Role_61B66F73.name}',
    name: expect.stringMatching(/^event-source-[0-9a-f]{8}-orders$/) as string,
    document: policyOf({ Effect: 'Allow', Action: actions, Resource: ['arn:from'] }),
  });
});

test('what a stream gives up on is sent where the role may send it', () => {
  const stack = synthesizeLambda({}, (lambda) =>
    lambda.addEventSource('orders', {
      streamArn: 'arn:from',
      startingPosition: 'LATEST',
      onFailure: { topicArn: 'arn:failed' },
    }),
  );
  expect(stack.only('aws_lambda_event_source_mapping').destination_config).toEqual({
    on_failure: { destination_arn: 'arn:failed' },
  });
  expect(inlinePolicies(stack)[0]?.document).toEqual(
    policyOf(
      { Effect: 'Allow', Action: READ_KINESIS, Resource: ['arn:from'] },
      { Effect: 'Allow', Action: ['sns:Publish'], Resource: ['arn:failed'] },
    ),
  );
});

test('the mapping takes the tags of the function', () => {
  const stack = synthesizeLambda({ tags: { team: '${shop}' } }, (lambda) => {
    lambda.addEventSource('work', { queueArn: 'arn:from' });
  });
  expect(stack.only('aws_lambda_event_source_mapping').tags).toEqual({ team: '$${shop}' });
});
