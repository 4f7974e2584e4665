import { createHmac, randomUUID } from 'node:crypto';

import type { Json } from './payloads';

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
  readonly payload: Json;
  /** Number of the repository. */
  readonly repository: number;
  /** Of the delivery that this one repeats. */
  readonly guid?: string | undefined;
}

/** What GitHub remembers of a delivery. */
export type Delivery = Awaited<ReturnType<typeof deliver>>;

/** A delivery as a list has it. */
export function summary(delivery: Delivery): object {
  return { ...delivery, url: undefined, request: undefined, response: undefined };
}

/** Milliseconds until GitHub gives an answer up. */
const TIMEOUT = 10_000;

/**
 * Sends a message to its hook, whatever comes of it.
 *
 * @param stopping - gives up when the local GitHub stops
 * @see https://docs.github.com/en/rest/repos/webhooks#get-a-delivery-for-a-repository-webhook
 */
export async function deliver(message: Message, id: number, now: () => number, stopping: AbortSignal) {
  const { hook, event, payload, repository, guid = randomUUID() } = message;
  const { url } = hook.config;
  const [headers, body] = signed(message, guid);
  const begun = now();
  const { status_code, status, response } = await post(url, { method: 'POST', headers, body }, stopping);
  return {
    id,
    guid,
    delivered_at: new Date(begun).toISOString(),
    redelivery: message.guid !== undefined,
    duration: (now() - begun) / 1000,
    status,
    status_code,
    event,
    action: typeof payload.action === 'string' ? payload.action : null,
    repository_id: repository,
    url,
    request: { headers, payload },
    response,
  };
}

/**
 * The headers and the body of a delivery.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
function signed({ hook, event, payload, repository }: Message, guid: string): [Record<string, string>, string] {
  const { content_type, secret } = hook.config;
  const json = JSON.stringify(payload);
  const isForm = content_type === 'form';
  const body = isForm ? new URLSearchParams({ payload: json }).toString() : json;
  const hmac = (algorithm: string, key: string): string =>
    `${algorithm}=${createHmac(algorithm, key).update(body).digest('hex')}`;
  const headers = {
    Accept: '*/*',
    'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    'User-Agent': 'GitHub-Hookshot/local',
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': event,
    'X-GitHub-Hook-ID': `${hook.id}`,
    'X-GitHub-Hook-Installation-Target-ID': `${repository}`,
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
    ...(secret && { 'X-Hub-Signature': hmac('sha1', secret), 'X-Hub-Signature-256': hmac('sha256', secret) }),
  };
  return [headers, body];
}

async function post(url: string, init: RequestInit, stopping: AbortSignal) {
  const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), stopping]);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    const answered = { headers: Object.fromEntries(response.headers), payload: await response.text() };
    return { status_code: response.status, status, response: answered };
  } catch {
    return { status_code: 502, status: 'failed to connect', response: { headers: {}, payload: '' } };
  }
}
