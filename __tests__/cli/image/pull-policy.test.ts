import { mayPull } from '../../../cli/image/pull-policy';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:demo-api';
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const LAMBDA = { Service: 'lambda.amazonaws.com' };

const policy = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (more: object = {}): object => ({ Effect: 'Allow', Principal: LAMBDA, Action: PULL, ...more });

test.each<[string, string | undefined, boolean | undefined]>([
  ['that lets Lambda', policy(allow()), true],
  ['that lets everyone do all', policy(allow({ Principal: '*', Action: 'ecr:*' })), true],
  [
    'for functions of the account',
    policy(allow({ Condition: { StringLike: { 'aws:sourceARN': 'arn:aws:lambda:*:111122223333:function:*' } } })),
    true,
  ],
  [
    'for functions of another account',
    policy(allow({ Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } })),
    false,
  ],
  [
    'for functions by a pattern where none counts',
    policy(allow({ Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:lambda:*:111122223333:function:*' } } })),
    false,
  ],
  ['that lets one of the two', policy(allow({ Action: PULL[0] })), false],
  ['that lets another service', policy(allow({ Principal: { Service: 'codebuild.amazonaws.com' } })), false],
  ['that denies what it lets', policy(allow(), allow({ Effect: 'Deny' })), false],
  [
    'with a condition of another kind',
    policy(allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
    undefined,
  ],
  ['that is none', undefined, false],
  ['that is no policy', 'hello', undefined],
])('judges a policy %s', (_what, text, verdict) => {
  expect(mayPull(text, ARN)).toBe(verdict);
});
