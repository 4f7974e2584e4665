import { CodepipelineWebhook } from '@cdktf/provider-aws/lib/codepipeline-webhook';
import { RepositoryWebhook } from '@cdktf/provider-github/lib/repository-webhook';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { escapeTemplates } from '../shared/template';
import { checkWebhook } from './webhook-checks';
import type { ReleaseWebhookProps } from './webhook-props';
import { WebhookSecret } from './webhook-secret';

/**
 * Both ends of a webhook that starts a pipeline when a release is published at GitHub: the one that GitHub delivers to, and
 * the one that delivers. CodePipeline refuses what is not signed with their secret. The stack needs a GitHub provider that
 * may administer the repository's webhooks.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html
 */
export class ReleaseWebhook extends Construct {
  /** CodePipeline's end. */
  public readonly resource: CodepipelineWebhook;
  /** GitHub's end. */
  public readonly repositoryWebhook: RepositoryWebhook;
  /** What both share. */
  public readonly secret: WebhookSecret;
  /** Where GitHub delivers to. */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: ReleaseWebhookProps) {
    super(scope, id);
    const action = props.action ?? 'published';
    checkWebhook(this, props);
    const { webhookName, pipelineName, targetAction, repository, secret, secretRotation, tags } = props;

    this.secret = new WebhookSecret(this, 'Secret', { secret, secretRotation });
    this.resource = new CodepipelineWebhook(this, 'Resource', {
      name: webhookName,
      targetPipeline: pipelineName,
      targetAction,
      authentication: 'GITHUB_HMAC',
      authenticationConfiguration: { secretToken: this.secret.value },
      filter: [{ jsonPath: '$.action', matchEquals: action }],
      tags: tags && escapeTemplates(tags),
      lifecycle: {
        // CodePipeline never tells the secret again, so every plan would replace the webhook.
        ignoreChanges: ['authentication_configuration'],
        replaceTriggeredBy: [this.secret.address],
      },
    });
    this.url = this.resource.url;
    this.repositoryWebhook = new RepositoryWebhook(this, 'RepositoryWebhook', {
      repository: nameOf(repository),
      events: ['release'],
      active: true,
      configuration: {
        url: this.url,
        contentType: 'json',
        insecureSsl: false,
        secret: this.secret.value,
      },
      lifecycle: { replaceTriggeredBy: [this.secret.address] },
    });
  }
}

/** The repository without its owner, who is the provider's. */
function nameOf(repository: string): string {
  return Token.isUnresolved(repository)
    ? Token.asString(Fn.element(Fn.split('/', repository), 1))
    : repository.slice(repository.indexOf('/') + 1);
}
