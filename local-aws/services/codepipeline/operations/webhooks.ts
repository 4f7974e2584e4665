import type * as sdk from '@aws-sdk/client-codepipeline';

import type { Call } from '../../../front/identify';
import { errorAnswer, jsonAnswer, type Answer } from '../../../front/message';
import { ServiceError, type Operate } from '../../service';
import type { CodePipeline } from '../code-pipeline';
import type { Checked } from '../declaration';
import { pageOf, seconds } from '../describe';
import { checkWebhook, Webhook } from '../webhook';
import { operations } from './operations';

/**
 * Webhooks.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutWebhook.html
 */
export function webhookOperations(service: CodePipeline): Record<string, Operate> {
  const { webhooks, tags, runtime } = service;

  function item({ arn, redacted: definition, token, lastTriggered }: Webhook): object {
    const url = `${runtime.endpoint}/_aws/codepipeline/trigger?t=${token}&v=1`;
    return { definition, url, arn, tags: tags.list(arn), lastTriggered: seconds(lastTriggered) };
  }

  /** AWS registers webhooks of actions of the provider GitHub alone, which is not here. */
  function register({ webhookName = '' }: Checked<sdk.RegisterWebhookWithThirdPartyInput>): never {
    if (!webhooks.has(webhookName)) {
      throw new ServiceError('WebhookNotFoundException', `There is no webhook ${webhookName}`);
    }
    throw new ServiceError('ValidationException', 'Only webhooks of actions of the provider GitHub can be registered');
  }

  return operations({
    PutWebhook({ webhook: definition, tags: own = [] }: Checked<sdk.PutWebhookInput>) {
      const { declaration } = service.pipeline(definition.targetPipeline);
      if (declaration.stages[0]?.actions.every(({ name }) => name !== definition.targetAction)) {
        throw new ServiceError('ValidationException', `The first stage has no action ${definition.targetAction}`);
      }
      checkWebhook(definition);
      const arn = `arn:aws:codepipeline:${runtime.region}:${runtime.account}:webhook:${definition.name}`;
      const webhook = webhooks.get(definition.name) ?? new Webhook(arn, definition);
      webhook.definition = definition;
      tags.register(arn, own);
      webhooks.set(definition.name, webhook);
      return { webhook: item(webhook) };
    },
    ListWebhooks({ MaxResults, NextToken: token }: Checked<sdk.ListWebhooksInput>) {
      const { page, nextToken: NextToken } = pageOf([...webhooks.values()], MaxResults, token);
      return { webhooks: page.map(item), NextToken };
    },
    DeleteWebhook({ name }: Checked<sdk.DeleteWebhookInput>) {
      tags.forget(webhooks.get(name)?.arn ?? '');
      webhooks.delete(name);
    },
    RegisterWebhookWithThirdParty: register,
    DeregisterWebhookWithThirdParty: register,
  });
}

/**
 * Answers a delivery to the URL of a webhook. AWS documents no status: 404 stands for a URL or a pipeline that is gone,
 * 403 for a signature that is missing or wrong, 429 for a pipeline whose executions are too many, and 200 for the rest,
 * whether something starts or not.
 */
export function deliver({ webhooks, pipelines, runtime }: CodePipeline, { url, request }: Call): Answer {
  const webhook = [...webhooks.values()].find(({ token }) => token === url.searchParams.get('t'));
  const pipeline = pipelines.get(webhook?.definition.targetPipeline ?? '');
  if (request.method !== 'POST') return errorAnswer(405, 'MethodNotAllowed', 'Deliveries come by POST');
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
  webhook.note(request, runtime.clock.now());
  return jsonAnswer(200, {});
}
