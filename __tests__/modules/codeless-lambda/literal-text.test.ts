import { SMALLEST_IMAGE, synthesizeLambda, synthesizeWithToken } from '../../helpers/lambda';
import { documentOf } from '../../helpers/policies';
import type { Attributes } from '../../helpers/synth';

/** What Terraform or JSON would read as its own, and how it must be written so that it comes out as it is. */
const TEXT = 'a "b" \\ ${aws:username} %{ if x } $${y} $ %\nend';
const WRITTEN = 'a "b" \\ $${aws:username} %%{ if x } $$${y} $ %\nend';

test('the description, the environment and the tags come out as they are written', () => {
  const stack = synthesizeLambda({ description: TEXT, environment: { TEXT }, tags: { text: TEXT } });
  expect(stack.only('aws_lambda_function')).toMatchObject({
    description: WRITTEN,
    environment: { variables: { TEXT: WRITTEN } },
    tags: { text: WRITTEN },
  });
  for (const type of ['aws_iam_role', 'aws_cloudwatch_log_group', 'aws_ssm_parameter']) {
    expect(stack.only(type).tags).toEqual({ text: WRITTEN });
  }
});

test('the hash is taken over the same text as the function gets', () => {
  const { value } = synthesizeLambda({ description: TEXT, environment: { TEXT } }).local('Configuration');
  expect(value).toMatchObject({ description: WRITTEN, environment: { variables: { TEXT: WRITTEN } } });
});

test('the texts of an image come out as they are written', () => {
  const stack = synthesizeLambda({
    ...SMALLEST_IMAGE,
    image: { ...SMALLEST_IMAGE.image, command: ['sh', TEXT], entryPoint: [TEXT], workingDirectory: TEXT },
  });
  expect(stack.only('aws_lambda_function').image_config).toEqual({
    command: ['sh', WRITTEN],
    entry_point: [WRITTEN],
    working_directory: WRITTEN,
  });
});

test('the texts that only the contract carries come out as they are written', () => {
  const stack = synthesizeLambda({ alarms: [TEXT], artifacts: { bucket: 'b', prefix: TEXT } });
  expect(stack.local('Document').value).toMatchObject({ alarms: [WRITTEN], artifactPrefix: WRITTEN });
});

test('a pattern of an event source comes out as it is written', () => {
  const pattern = JSON.stringify({ body: { text: [TEXT] } });
  const stack = synthesizeLambda({}, (lambda) =>
    lambda.addEventSource('orders', { queueArn: 'arn:aws:sqs:eu-west-1:1:orders', filterPatterns: [pattern] }),
  );
  expect(stack.only('aws_lambda_event_source_mapping').filter_criteria).toEqual({
    filter: [{ pattern: JSON.stringify({ body: { text: [WRITTEN] } }) }],
  });
});

test('an IAM policy variable in a statement reaches IAM', () => {
  const policy = functionPolicy(
    synthesizeLambda({
      policy: [
        {
          actions: ['s3:GetObject'],
          resources: ['arn:aws:s3:::bucket/${aws:username}/*'],
          conditions: { StringLike: { 's3:prefix': ['${aws:username}/*', TEXT] } },
        },
      ],
    }).all('aws_iam_role_policy'),
  );
  expect(documentOf(policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::bucket/$${aws:username}/*'],
        Condition: { StringLike: { 's3:prefix': ['$${aws:username}/*', WRITTEN] } },
      },
    ],
  });
});

test('a policy given as JSON comes out as it is written', () => {
  const document = { Version: '2012-10-17', Statement: [{ Resource: '${aws:username}' }] };
  const policy = functionPolicy(
    synthesizeLambda({ policy: JSON.stringify(document, undefined, 2) }).all('aws_iam_role_policy'),
  );
  expect(policy.policy).toBe(JSON.stringify(document, undefined, 2).replace('${', () => '$${'));
});

test('a policy that Terraform renders is taken whole', () => {
  const stack = synthesizeWithToken((late) => ({ policy: late.stringValue }));
  expect(functionPolicy(stack.all('aws_iam_role_policy')).policy).toBe('${var.late}');
});

test('text and tokens mix, also where a sign stands right before the token', () => {
  const stack = synthesizeWithToken((late) => ({
    description: `\${x}${late.stringValue}${late.stringValue}%{y}`,
    environment: { PRICE: `US$${late.stringValue}`, SHARE: `%${late.stringValue}` },
    policy: [{ actions: ['a:B'], resources: [`arn:$${late.stringValue}`] }],
  }));
  expect(stack.only('aws_lambda_function')).toMatchObject({
    description: '$${x}${var.late}${var.late}%%{y}',
    environment: { variables: { PRICE: 'US${"$"}${var.late}', SHARE: '%${var.late}' } },
  });
  expect(functionPolicy(stack.all('aws_iam_role_policy')).policy).toContain('["arn:${"$"}${var.late}"]');
});

function functionPolicy(policies: readonly Attributes[]): Attributes {
  return policies.find((policy) => policy.name === 'function') ?? {};
}
