import { createHmac, randomUUID } from 'node:crypto';

import { GitHubError } from './rest';

/** Where a hook is told, and how. */
export interface HookConfig {
  readonly url: string;
  readonly content_type: string;
  /** `1` where any certificate will do. */
  readonly insecure_ssl: string;
  readonly secret?: string;
}

/** What is sent to a hook. */
export interface Message {
  readonly hook: { readonly id: number; readonly config: HookConfig };
  /** Such as `push`. */
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Number of the repository. */
  readonly repository: number;
  /** Of the delivery that this one repeats. */
  readonly guid?: string;
}

/** What GitHub remembers of a delivery. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  /** ISO 8601. */
  readonly delivered_at: string;
  readonly redelivery: boolean;
  /** Seconds. */
  readonly duration: number;
  readonly status: string;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
  readonly installation_id: null;
  readonly repository_id: number;
  readonly throttled_at: null;
  readonly url: string;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly payload: Message['payload'] };
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly payload: string };
}

/** Seconds until GitHub gives an answer up. */
const TIMEOUT = 10;

/**
 * The headers and the body of a delivery.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signed({ hook, event, payload, repository }: Message, guid: string): [Record<string, string>, string] {
  const { content_type, secret } = hook.config;
  const json = JSON.stringify(payload);
  const isForm = content_type === 'form';
  const body = isForm ? new URLSearchParams({ payload: json }).toString() : json;
  const hmac = (algorithm: string): string =>
    `${algorithm}=${createHmac(algorithm, secret ?? '')
      .update(body)
      .digest('hex')}`;
  const headers = {
    Accept: '*/*',
    'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    'User-Agent': 'GitHub-Hookshot/local',
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': event,
    'X-GitHub-Hook-ID': `${hook.id}`,
    'X-GitHub-Hook-Installation-Target-ID': `${repository}`,
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    ...(secret && { 'X-Hub-Signature': hmac('sha1'), 'X-Hub-Signature-256': hmac('sha256') }),
  };
  return [headers, body];
}

/**
 * Sends a message to its hook, whatever comes of it.
 *
 * @param stopping - gives up when the local GitHub stops
 */
export async function deliver(
  message: Message,
  { id, now, stopping }: { id: number; now: () => number; stopping: AbortSignal },
): Promise<Delivery> {
  const { hook, event, payload, repository, guid = randomUUID() } = message;
  const [headers, body] = signed(message, guid);
  const begun = now();
  const result = await post(hook.config.url, headers, body, stopping);
  return {
    id,
    guid,
    delivered_at: new Date(begun).toISOString(),
    redelivery: message.guid !== undefined,
    duration: (now() - begun) / 1000,
    status: result.status,
    status_code: result.code,
    event,
    action: typeof payload.action === 'string' ? payload.action : null,
    installation_id: null,
    repository_id: repository,
    throttled_at: null,
    url: hook.config.url,
    request: { headers, payload },
    response: { headers: result.headers, payload: result.body },
  };
}

interface Result {
  readonly code: number;
  readonly status: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  stopping: AbortSignal,
): Promise<Result> {
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT * 1000), stopping]);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    return {
      code: response.status,
      status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    const isLate = (error as Error).name === 'TimeoutError';
    return { code: isLate ? 504 : 502, status: isLate ? 'timed out' : 'failed to connect', headers: {}, body: '' };
  }
}

/** A delivery as a list has it. */
export function summary(delivery: Delivery): object {
  return { ...delivery, url: undefined, request: undefined, response: undefined };
}

/** The delivery of a number. */
export function deliveryOf(deliveries: readonly Delivery[], id: string | undefined): Delivery {
  const found = deliveries.find((delivery) => `${delivery.id}` === id);
  if (found === undefined) throw new GitHubError(404, 'Not Found');
  return found;
}
