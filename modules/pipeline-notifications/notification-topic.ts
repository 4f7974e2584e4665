import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { Construct } from 'constructs';
import { checkPattern } from '../shared/checks';
import { policyDocument } from '../shared/iam';
import { checkTags } from '../shared/tags';
import { escapeTemplates } from '../shared/template';

/** A topic for notifications. */
export interface NotificationTopicProps {
  /**
   * The topic's name: 1 to 256 letters, digits, `-` and `_`.
   *
   * @default - the construct's id
   */
  readonly topicName?: string;
  /**
   * ARN of the KMS key that encrypts the messages. Its policy must let `codestar-notifications.amazonaws.com` use it, so
   * AWS's own key `alias/aws/sns` can't be taken.
   *
   * @default - not encrypted
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html
   */
  readonly kmsKeyArn?: string;
  /**
   * Tags of the topic; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A topic to which notifications of pipelines may be sent, and nothing else of AWS's. */
export class NotificationTopic extends Construct {
  /** The topic. */
  public readonly resource: SnsTopic;
  /** What lets the notifications in. */
  public readonly policy: SnsTopicPolicy;
  /** ARN of the topic: a `topicArn` of notifications. */
  public readonly topicArn: string;

  constructor(scope: Construct, id: string, props: NotificationTopicProps = {}) {
    super(scope, id);
    const topicName = props.topicName ?? id;
    const { kmsKeyArn, tags } = props;
    const wanted = "1 to 256 letters, digits, '-' and '_'";
    checkPattern(this, 'InvalidTopicName', 'topicName', topicName, /^[A-Za-z0-9_-]{1,256}$/, wanted);
    const own = 'the ARN of a key of your own: notifications can not use alias/aws/sns';
    checkPattern(this, 'TopicKeyOfAws', 'kmsKeyArn', kmsKeyArn, /^(?!.*alias\/aws\/sns$)./, own);
    checkTags(this, tags);

    this.resource = new SnsTopic(this, 'Resource', {
      name: topicName,
      kmsMasterKeyId: kmsKeyArn,
      tags: tags && escapeTemplates(tags),
    });
    this.topicArn = this.resource.arn;
    this.policy = new SnsTopicPolicy(this, 'Policy', {
      arn: this.topicArn,
      policy: policyDocument(this, [
        {
          sid: 'Notifications',
          principal: { service: 'codestar-notifications.amazonaws.com' },
          actions: ['sns:Publish'],
          resources: [this.topicArn],
          // Only for resources of this account, so that nobody else can have the service publish here.
          conditions: { StringEquals: { 'aws:SourceAccount': this.resource.owner } },
        },
      ]),
    });
  }
}
