import { TerraformVariable } from 'cdktf';
import { assumeRolePolicy, checkPolicyJson, policyDocument } from '../../../modules/shared/iam';
import { attachPolicy } from '../../../modules/shared/role-policy';
import { validationErrorOf } from '../../helpers/errors';
import { policyOf } from '../../helpers/policies';
import { synthesize, testStack } from '../../helpers/synth';

test('a statement is allowed unless it says otherwise, and has only what it was given', () => {
  const document = policyDocument(testStack(), [
    { actions: ['a:B'], resources: ['*'] },
    {
      sid: 'Not',
      effect: 'Deny',
      actions: ['a:B', 'a:C'],
      resources: ['arn:1', 'arn:2'],
      conditions: { StringEquals: { 'a:k': ['x', 'y'] }, Bool: { 'a:l': 'true' } },
    },
  ]);
  expect(JSON.parse(document)).toEqual(
    policyOf(
      { Effect: 'Allow', Action: ['a:B'], Resource: ['*'] },
      {
        Sid: 'Not',
        Effect: 'Deny',
        Action: ['a:B', 'a:C'],
        Resource: ['arn:1', 'arn:2'],
        Condition: { StringEquals: { 'a:k': ['x', 'y'] }, Bool: { 'a:l': 'true' } },
      },
    ),
  );
});

test('policy variables are escaped once, tokens not at all', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'string' }).stringValue;
  const document = policyDocument(stack, [{ actions: ['a:B'], resources: ['${aws:username}', late] }]);
  expect(document).toContain(`["$\${aws:username}","${late}"]`);
});

test.each(['actions', 'resources'] as const)('fails for %s that Terraform alone knows as a list', (name) => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'list(string)' });
  const statement = { actions: ['a:B'], resources: ['*'], [name]: late.listValue };
  const error = validationErrorOf(() => policyDocument(stack, [statement]));
  expect(error.message).toBe(
    `'${name}' of a policy statement must be a list known at synth, got a list known to Terraform alone; ` +
      'give the whole policy as JSON instead, such as the json of an aws_iam_policy_document [PolicyListToken] (at stack)',
  );
});

test.each(['actions', 'resources'] as const)('fails for a statement with no %s', (name) => {
  const error = validationErrorOf(() =>
    policyDocument(testStack(), [{ actions: ['a:B'], resources: ['*'], [name]: [] }]),
  );
  expect(error.message).toBe(
    `'${name}' of a policy statement must have at least one entry, got none [EmptyPolicyList] (at stack)`,
  );
});

test.each(['', 'with space', 'with-dash'])('fails for the sid %j', (sid) => {
  const error = validationErrorOf(() => policyDocument(testStack(), [{ sid, actions: ['a:B'], resources: ['*'] }]));
  expect(error.message).toBe(
    `'sid' of a policy statement must be letters and digits, got '${sid}' [InvalidSid] (at stack)`,
  );
});

test.each(['not json', '[]', 'null', '"text"'])('fails for the policy %s', (policy) => {
  const error = validationErrorOf(() => {
    checkPolicyJson(testStack(), policy);
  });
  expect(error.message).toBe(`'policy' must be a policy as JSON, got '${policy}' [InvalidPolicyJson] (at stack)`);
});

test('a policy as JSON is taken, and one that Terraform alone knows', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'string' }).stringValue;
  for (const policy of ['{"Version":"2012-10-17","Statement":[]}', late, `{"a":"${late}"}`]) {
    expect(() => {
      checkPolicyJson(stack, policy);
    }).not.toThrow();
  }
});

test('a service may assume a role, and nobody else', () => {
  expect(JSON.parse(assumeRolePolicy('lambda.amazonaws.com'))).toEqual(
    policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
  );
});

test('a service may assume a role for the work of one resource alone', () => {
  const source = { account: '111122223333', arn: 'arn:aws:codebuild:eu-west-1:111122223333:project/a' };
  expect(JSON.parse(assumeRolePolicy('codebuild.amazonaws.com', source))).toEqual(
    policyOf({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'codebuild.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': source.account, 'aws:SourceArn': source.arn } },
    }),
  );
});

test('a service may assume a role for the work of several resources', () => {
  const source = { account: '111122223333', arn: ['arn:1', 'arn:2'] };
  expect(JSON.parse(assumeRolePolicy('events.amazonaws.com', source))).toMatchObject({
    Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': source.account, 'aws:SourceArn': source.arn } } }],
  });
});

test('a service that may name no resource may assume a role all the same', () => {
  const source = { account: '111122223333', arn: 'arn:1', isOptional: true };
  const condition = { StringEqualsIfExists: { 'aws:SourceAccount': source.account, 'aws:SourceArn': source.arn } };
  expect(JSON.parse(assumeRolePolicy('codepipeline.amazonaws.com', source))).toMatchObject({
    Statement: [{ Condition: condition }],
  });
});

test('a policy is attached under its name', () => {
  const stack = testStack();
  attachPolicy(stack, 'policy', 'role', 'name', [{ actions: ['a:B'], resources: ['arn:1'] }]);
  const policy = synthesize(stack).only('aws_iam_role_policy');
  expect(policy).toMatchObject({ role: 'role', name: 'name' });
  expect(JSON.parse(String(policy.policy))).toEqual(
    policyOf({ Effect: 'Allow', Action: ['a:B'], Resource: ['arn:1'] }),
  );
});

test('nothing is attached where there is nothing to allow or no role', () => {
  const stack = testStack();
  expect(attachPolicy(stack, 'a', 'role', 'name', [])).toBeUndefined();
  expect(attachPolicy(stack, 'b', undefined, 'name', [{ actions: ['a:B'], resources: ['*'] }])).toBeUndefined();
  expect(synthesize(stack).addresses).toEqual([]);
});

test('a statement of a resource’s policy says whom it is about: everybody, or a service', () => {
  const statement = { actions: ['a:B'], resources: ['r'] };
  const document = policyDocument(testStack(), [
    { ...statement, principal: '*', effect: 'Deny' },
    { ...statement, principal: { service: 'codestar-notifications.amazonaws.com' } },
  ]);
  const common = { Action: ['a:B'], Resource: ['r'] };
  expect(JSON.parse(document)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Principal: '*', ...common },
      { Effect: 'Allow', Principal: { Service: 'codestar-notifications.amazonaws.com' }, ...common },
    ],
  });
});
