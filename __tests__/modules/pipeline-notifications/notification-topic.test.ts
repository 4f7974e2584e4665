import type { NotificationTopicProps } from '../../../modules';
import { NotificationTopic } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { documentOf, policyOf } from '../../helpers/policies';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

function synthesizeTopic(props?: NotificationTopicProps): SynthesizedStack {
  const stack = testStack();
  new NotificationTopic(stack, 'alerts', props);
  return synthesize(stack);
}

test('a topic admits the notifications of its own account, and nobody else', () => {
  const stack = synthesizeTopic();
  expect(stack.only('aws_sns_topic')).toEqual({ name: 'alerts' });
  const policy = stack.only('aws_sns_topic_policy');
  const topic = /aws_sns_topic\.alerts_[0-9A-F]{8}/.exec(String(policy.arn))?.[0] ?? '';
  expect(policy.arn).toBe(`\${${topic}.arn}`);
  expect(documentOf(policy)).toEqual(
    policyOf({
      Sid: 'Notifications',
      Effect: 'Allow',
      Principal: { Service: 'codestar-notifications.amazonaws.com' },
      Action: ['sns:Publish'],
      Resource: [`\${${topic}.arn}`],
      Condition: { StringEquals: { 'aws:SourceAccount': `\${${topic}.owner}` } },
    }),
  );
});

test('name, key and tags can be chosen', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const stack = synthesizeTopic({ topicName: 'x'.repeat(256), kmsKeyArn, tags: { team: '${a}' } });
  expect(stack.only('aws_sns_topic')).toEqual({
    name: 'x'.repeat(256),
    kms_master_key_id: kmsKeyArn,
    tags: { team: '$${a}' },
  });
});

test.each<[code: string, props: NotificationTopicProps]>([
  ['InvalidTopicName', { topicName: 'x'.repeat(257) }],
  ['InvalidTopicName', { topicName: 'a b' }],
  ['TopicKeyOfAws', { kmsKeyArn: 'alias/aws/sns' }],
  ['TopicKeyOfAws', { kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:alias/aws/sns' }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j', (code, props) => {
  expect(validationErrorOf(() => synthesizeTopic(props)).code).toBe(code);
});
