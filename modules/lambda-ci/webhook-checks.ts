import type { IConstruct } from 'constructs';
import { checkLength, checkOneOf, checkPattern, isKnown } from '../shared/checks';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { ReleaseWebhookProps } from './webhook-props';

const MIN_SECRET = 32;
/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookAuthConfiguration.html */
const MAX_SECRET = 100;
/** What neither a shell nor Terraform takes for something else. */
const SECRET = /^[A-Za-z0-9!#&()*+,./:;<=>?@^_{|}~-]+$/;

/** Throws where CodePipeline or GitHub would refuse the webhook, or its secret would be a weak one. */
export function checkWebhook(scope: IConstruct, props: ReleaseWebhookProps): void {
  const { webhookName, repository, action, secret, secretRotation, tags } = props;
  const name = "1 to 100 letters, digits, '.', '@', '_' and '-'";
  checkPattern(scope, 'InvalidWebhookName', 'webhookName', webhookName, /^[A-Za-z0-9.@_-]{1,100}$/, name);
  checkPattern(scope, 'InvalidRepository', 'repository', repository, /^[\w.-]+\/[\w.-]+$/, 'owner/name');
  checkOneOf(scope, 'InvalidReleaseAction', 'action', action, ['published', 'released', 'prereleased']);
  if (secret !== undefined && secretRotation !== undefined) {
    const message = `'secretRotation' must not come with 'secret', whose own change rotates it; leave one out`;
    throw new ValidationError('RotationOfGivenSecret', scope, message);
  }
  checkLength(scope, 'SecretLength', 'secret', secret, MIN_SECRET, MAX_SECRET);
  if (isKnown(secret) && !SECRET.test(secret)) {
    const message = `'secret' must be letters, digits and '!#&()*+,./:;<=>?@^_{|}~-', got other characters`;
    throw new ValidationError('SecretCharacters', scope, message);
  }
  checkTags(scope, tags);
}
