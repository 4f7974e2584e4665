import { admitsNotifications } from '../../../../local-aws/services/notifications/topic-policy';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:info';
const RULE = 'arn:aws:codestar-notifications:us-east-1:000000000000:notificationrule/1';
const SOURCE = { 'aws:sourceaccount': '000000000000', 'aws:sourcearn': RULE };
const SERVICE = { Service: 'codestar-notifications.amazonaws.com' };
const ALLOW = { Effect: 'Allow', Principal: SERVICE, Action: 'sns:Publish', Resource: TOPIC };

function admits(...statements: object[]): boolean {
  return admitsNotifications(JSON.stringify({ Version: '2012-10-17', Statement: statements }), TOPIC, SOURCE);
}

test.each([
  ['names the service', ALLOW],
  ['names it among others', { ...ALLOW, Principal: { Service: ['events.amazonaws.com', SERVICE.Service] } }],
  ['has SNS’s own spelling', { ...ALLOW, Action: ['SNS:Publish'] }],
  ['allows everything to everyone', { ...ALLOW, Principal: '*', Action: '*', Resource: '*' }],
  ['names topics by pattern', { ...ALLOW, Resource: 'arn:aws:sns:*:*:in?o' }],
  ['asks for this account', { ...ALLOW, Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } } }],
  [
    'asks for a rule of this account',
    { ...ALLOW, Condition: { ArnLike: { 'aws:SourceArn': RULE.replace('1', '*') } } },
  ],
])('a policy admits notifications when it %s', (_, statement) => {
  expect(admits(statement)).toBe(true);
});

test.each([
  ['says nothing', []],
  ['names another service', [{ ...ALLOW, Principal: { Service: 'events.amazonaws.com' } }]],
  ['names another action', [{ ...ALLOW, Action: 'sns:Subscribe' }]],
  ['names another topic', [{ ...ALLOW, Resource: `${TOPIC}-2` }]],
  [
    'is the one that SNS makes',
    [{ ...ALLOW, Principal: { AWS: '*' }, Condition: { StringEquals: { 'AWS:SourceOwner': '000000000000' } } }],
  ],
  ['asks for another account', [{ ...ALLOW, Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }]],
  ['denies what it allows', [ALLOW, { ...ALLOW, Effect: 'Deny', Principal: '*' }]],
])('fails to admit notifications when a policy %s', (_, statements) => {
  expect(admits(...statements)).toBe(false);
});

test('fails to admit notifications where there is no policy', () => {
  expect(admitsNotifications('{}', TOPIC, SOURCE)).toBe(false);
});
