import { PipelineStarter, type PipelineStarterProps } from '../../../modules/lambda-ci/pipeline-starter';
import { validationErrorOf } from '../../helpers/errors';
import { documentOf, policyOf } from '../../helpers/policies';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

const PIPELINE = 'arn:aws:codepipeline:eu-west-1:111122223333:orders';
const RULE = {
  ruleName: 'orders-contract',
  description: 'Ships again',
  eventPattern: { source: ['aws.ssm'], detail: { name: ['/${a}'] } },
};

function synthesizeStarter(
  props: Partial<PipelineStarterProps> = {},
  extend: (starter: PipelineStarter) => void = (starter) => starter.on('Contract', RULE),
): SynthesizedStack {
  const stack = testStack();
  extend(new PipelineStarter(stack, 'starter', { roleName: 'orders-start', pipelineArn: PIPELINE, ...props }));
  return synthesize(stack);
}

/** The address of the one resource that begins so. */
function address(stack: SynthesizedStack, start: string): string {
  return stack.addresses.find((one) => one.replace(/_[0-9A-F]{8}$/, '') === start) ?? start;
}

test('an event starts the one pipeline, in a role that may do nothing else', () => {
  const stack = synthesizeStarter();
  expect(stack.addresses.map((one) => one.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_cloudwatch_event_rule.starter_Contract',
    'aws_cloudwatch_event_target.starter_ContractTarget',
    'aws_iam_role.starter_Role',
    'aws_iam_role_policy.starter_Policy',
    'data.aws_caller_identity.starter_CallerIdentity',
  ]);
  expect(stack.only('aws_cloudwatch_event_rule')).toEqual({
    name: 'orders-contract',
    description: 'Ships again',
    event_pattern: '{"source":["aws.ssm"],"detail":{"name":["/$${a}"]}}',
  });
  const [rule, role] = [
    address(stack, 'aws_cloudwatch_event_rule.starter_Contract'),
    address(stack, 'aws_iam_role.starter_Role'),
  ];
  expect(stack.only('aws_cloudwatch_event_target')).toEqual({
    rule: `\${${rule}.name}`,
    target_id: 'pipeline',
    arn: PIPELINE,
    role_arn: `\${${role}.arn}`,
  });
  expect(documentOf(stack.only('aws_iam_role_policy'))).toEqual(
    policyOf({ Effect: 'Allow', Action: ['codepipeline:StartPipelineExecution'], Resource: [PIPELINE] }),
  );
});

test('EventBridge may assume the role for the rules made here, and for no other', () => {
  const stack = synthesizeStarter({}, (starter) => {
    starter.on('Contract', RULE);
    starter.on('Source', { ...RULE, ruleName: 'orders-source' });
    expect(starter.rules).toHaveLength(2);
  });
  const arns = ['Contract', 'Source'].map(
    (id) => `\${${address(stack, `aws_cloudwatch_event_rule.starter_${id}`)}.arn}`,
  );
  const account = `\${${address(stack, 'data.aws_caller_identity.starter_CallerIdentity')}.account_id}`;
  expect(JSON.parse(String(stack.only('aws_iam_role').assume_role_policy))).toEqual(
    policyOf({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': arns } },
    }),
  );
});

test('role, boundary and tags can be chosen, and a long description is cut', () => {
  const props = { rolePath: '/ci/', permissionsBoundary: 'arn:b', tags: { team: '${a}' } };
  const stack = synthesizeStarter(props, (starter) => {
    starter.on('Contract', { ...RULE, description: 'x'.repeat(513) });
  });
  const tags = { team: '$${a}' };
  expect(stack.only('aws_iam_role')).toMatchObject({
    name: 'orders-start',
    path: '/ci/',
    permissions_boundary: 'arn:b',
    tags,
  });
  expect(stack.only('aws_cloudwatch_event_rule')).toMatchObject({ description: 'x'.repeat(512), tags });
});

test('fails where it is told of no event', () => {
  expect(() => synthesizeStarter({}, () => undefined)).toThrow("'on' must be called at least once");
});

test.each<[code: string, props: Partial<PipelineStarterProps>, rule: object]>([
  ['InvalidRoleName', { roleName: '' }, {}],
  ['InvalidRoleName', { roleName: 'a'.repeat(65) }, {}],
  ['InvalidRolePath', { rolePath: '/ci' }, {}],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }, {}],
  ['InvalidRuleName', {}, { ruleName: '' }],
  ['InvalidRuleName', {}, { ruleName: 'a'.repeat(65) }],
  ['InvalidRuleName', {}, { ruleName: 'a/b' }],
  ['EmptyEventPattern', {}, { eventPattern: {} }],
])('fails with %s for %j and %j', (code, props, rule) => {
  const error = validationErrorOf(() =>
    synthesizeStarter(props, (starter) => starter.on('Rule', { ...RULE, ...rule })),
  );
  expect(error.code).toBe(code);
});

test('names as long as their services allow are taken', () => {
  const long = 'a'.repeat(64);
  const stack = synthesizeStarter({ roleName: long }, (starter) => starter.on('Rule', { ...RULE, ruleName: long }));
  expect(stack.only('aws_cloudwatch_event_rule')).toMatchObject({ name: long });
});
