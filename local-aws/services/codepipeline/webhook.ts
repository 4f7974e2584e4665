import { createHmac, timingSafeEqual, randomBytes } from 'node:crypto';

import type * as sdk from '@aws-sdk/client-codepipeline';

import { jsonObject, type Request } from '../../front/message';
import { ServiceError } from '../service';
import type { Checked } from './declaration';
import { isJsonPath, select } from './json-path';

export type WebhookDefinition = Checked<sdk.WebhookDefinition>;

/**
 * A webhook. A delivery that started a pipeline does not start it again: AWS says nothing of that, and GitHub sends one
 * again under the same id.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_WebhookDefinition.html
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export class Webhook {
  /** What makes its URL one that nobody guesses. */
  readonly token = randomBytes(32).toString('base64url');
  readonly tags = new Map<string, string>();
  readonly #done = new Set<unknown>();

  constructor(
    readonly arn: string,
    public definition: WebhookDefinition,
  ) {}

  /** The definition without its secret. */
  get redacted(): WebhookDefinition {
    return { ...this.definition, authenticationConfiguration: { SecretToken: '****' } };
  }

  /** Whether a delivery is signed with the secret; the stronger signature decides. */
  isAuthentic({ headers, body = Buffer.alloc(0) }: Request): boolean {
    const { SecretToken = '' } = this.definition.authenticationConfiguration;
    const strong = headers['x-hub-signature-256'];
    const algorithm = strong === undefined ? 'sha1' : 'sha256';
    const wanted = Buffer.from(`${algorithm}=${createHmac(algorithm, SecretToken).update(body).digest('hex')}`);
    const given = Buffer.from(String(strong ?? headers['x-hub-signature']));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  /** @param configuration - of the target action: filters may refer to it */
  wants({ headers, body }: Request, configuration: Readonly<Record<string, string>>): boolean {
    if (headers['x-github-event'] === 'ping' || this.#done.has(headers['x-github-delivery'])) return false;
    const payload = jsonObject(body);
    return this.definition.filters.every(({ jsonPath, matchEquals }) => {
      const value = select(payload, jsonPath);
      const wanted = matchEquals?.replaceAll(/\{(\w+)\}/g, (whole, key: string) => configuration[key] ?? whole);
      return value !== undefined && (wanted === undefined || value === wanted);
    });
  }

  /** Notes that a delivery started the pipeline. */
  note({ headers }: Request): void {
    const id = headers['x-github-delivery'];
    if (id !== undefined) this.#done.add(id);
  }
}

/**
 * Refuses a definition that AWS refuses, or that cannot be judged here.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutWebhook.html
 */
export function checkWebhook({ authentication, authenticationConfiguration, filters }: WebhookDefinition): void {
  if (authentication !== 'GITHUB_HMAC' || authenticationConfiguration.SecretToken === undefined) {
    const message = 'A webhook needs GITHUB_HMAC and a SecretToken: the local AWS has no other authentication';
    throw new ServiceError('InvalidWebhookAuthenticationParametersException', message);
  }
  const path = filters.find(({ jsonPath }) => !isJsonPath(jsonPath))?.jsonPath;
  if (path === undefined) return;
  const message = `The local AWS reads JSON paths of names and indexes, such as $.release.tag_name; not ${path}`;
  throw new ServiceError('InvalidWebhookFilterPatternException', message);
}
