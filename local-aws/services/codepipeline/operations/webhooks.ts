import type * as sdk from '@aws-sdk/client-codepipeline';

import type { Call } from '../../../front/identify';
import { errorAnswer, jsonAnswer, type Answer } from '../../../front/message';
import { ServiceError } from '../../service';
import type { CodePipeline, Operations } from '../code-pipeline';
import type { Checked } from '../declaration';
import { tagList } from '../describe';
import { checkWebhook, Webhook } from '../webhook';

/**
 * Webhooks.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutWebhook.html
 */
export function webhookOperations(service: CodePipeline): Operations {
  const { webhooks, runtime } = service;

  function item({ arn, redacted: definition, token, tags }: Webhook): object {
    const url = `${runtime.endpoint}/_aws/codepipeline/trigger?t=${token}&v=1`;
    return { definition, url, arn, tags: tagList(tags) };
  }

  /** AWS registers webhooks of actions of the provider GitHub alone, which is not here. */
  function register(): never {
    throw new ServiceError('WebhookNotFoundException', 'There is no webhook of an action of the provider GitHub');
  }

  return {
    PutWebhook({ webhook: definition, tags = [] }: Checked<sdk.PutWebhookInput>) {
      const { name, targetPipeline, targetAction } = definition;
      const [source] = service.pipeline(targetPipeline).declaration.stages;
      if (source?.actions.every((action) => action.name !== targetAction)) {
        throw new ServiceError('ValidationException', `The first stage has no action ${targetAction}`);
      }
      checkWebhook(definition);
      const arn = `arn:aws:codepipeline:${runtime.region}:${runtime.account}:webhook:${name}`;
      const webhook = webhooks.get(name) ?? new Webhook(arn, definition);
      webhook.definition = definition;
      for (const { key, value } of tags) webhook.tags.set(key, value);
      webhooks.set(name, webhook);
      return { webhook: item(webhook) };
    },
    ListWebhooks() {
      return { webhooks: [...webhooks.values()].map(item) };
    },
    DeleteWebhook({ name }: Checked<sdk.DeleteWebhookInput>) {
      webhooks.delete(name);
    },
    RegisterWebhookWithThirdParty: register,
    DeregisterWebhookWithThirdParty: register,
  };
}

/**
 * Answers a delivery to the URL of a webhook. AWS documents no status: 404 stands for a URL or a pipeline that is gone,
 * 403 for a signature that is missing or wrong, 429 for a pipeline whose executions are too many, and 200 for the rest,
 * whether something starts or not.
 */
export function deliver({ webhooks, pipelines }: CodePipeline, { url, request }: Call): Answer {
  const webhook = [...webhooks.values()].find(({ token }) => token === url.searchParams.get('t'));
  const pipeline = pipelines.get(webhook?.definition.targetPipeline ?? '');
  if (!webhook || !pipeline) return errorAnswer(404, 'NotFound', 'There is no such webhook, or its pipeline is gone');
  if (!webhook.isAuthentic(request)) return errorAnswer(403, 'Forbidden', 'The signature is missing or wrong');
  const { targetAction } = webhook.definition;
  const action = pipeline.declaration.stages[0]?.actions.find(({ name }) => name === targetAction);
  if (!webhook.wants(request, action?.configuration ?? {})) return jsonAnswer(200, {});
  try {
    pipeline.start({ trigger: { triggerType: 'Webhook', triggerDetail: webhook.arn } });
  } catch (error) {
    if (error instanceof ServiceError) return errorAnswer(429, error.code, error.message);
    throw error;
  }
  webhook.note(request);
  return jsonAnswer(200, {});
}
