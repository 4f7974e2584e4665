import type { Activity } from '../runtime';
import { deliver, deliveryOf, summary, type Delivery, type HookConfig, type Message } from './deliveries';
import { isoTime, repositoryJson, USER } from './payloads';
import { GitHubError, type RestAnswer, type Routes } from './rest';
import type { Hosted } from './hosted';

interface Hook {
  readonly id: number;
  readonly created: number;
  updated: number;
  active: boolean;
  events: readonly string[];
  config: HookConfig;
  readonly deliveries: Delivery[];
}

/** What hooks are made with. */
export interface HooksOptions {
  readonly activity: (activity: Activity) => void;
  readonly stopping: AbortSignal;
}

/**
 * The webhooks of a repository.
 *
 * @see https://docs.github.com/en/rest/repos/webhooks
 */
export class Hooks {
  readonly #hooks = new Map<string, Hook>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly hosted: Pick<Hosted, 'repository' | 'addresses' | 'nextId' | 'now'>,
    private readonly options: HooksOptions,
  ) {}

  readonly routes: Routes = {
    'GET /hooks': () => ({ body: [...this.#hooks.values()].map((hook) => this.#json(hook)) }),
    'POST /hooks': ({ body }) => this.#create(body),
    'GET /hooks/{id}': ({ params }) => ({ body: this.#json(this.#hook(params.id)) }),
    'PATCH /hooks/{id}': ({ params, body }) => this.#update(this.#hook(params.id), body),
    'DELETE /hooks/{id}': ({ params }) => void this.#hooks.delete(`${this.#hook(params.id).id}`),
    'POST /hooks/{id}/pings': ({ params }) => {
      this.#ping(this.#hook(params.id));
      return undefined;
    },
    'GET /hooks/{id}/deliveries': ({ params }) => ({ body: this.#hook(params.id).deliveries.map(summary).reverse() }),
    'GET /hooks/{id}/deliveries/{delivery}': ({ params }) => ({
      body: deliveryOf(this.#hook(params.id).deliveries, params.delivery),
    }),
    'POST /hooks/{id}/deliveries/{delivery}/attempts': ({ params }) => {
      const hook = this.#hook(params.id);
      const { event, guid, request } = deliveryOf(hook.deliveries, params.delivery);
      this.#send(hook, event, request.payload, guid);
      return { status: 202, body: {} };
    },
  };

  /** Sends an event to every hook that listens to it. */
  tell(event: string, payload: Readonly<Record<string, unknown>>): void {
    for (const hook of this.#hooks.values()) {
      if (hook.active && (hook.events.includes(event) || hook.events.includes('*'))) this.#send(hook, event, payload);
    }
  }

  /** Waits until nothing is being delivered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #create({ name = 'web', config, events = ['push'], active = true }: Readonly<Record<string, unknown>>): RestAnswer {
    if (name !== 'web') throw GitHubError.invalid('Hook', 'name', 'invalid');
    const id = this.hosted.nextId();
    const now = this.hosted.now();
    const made = { active: active === true, events: events as string[], config: hookConfig(config) };
    const hook: Hook = { id, created: now, updated: now, ...made, deliveries: [] };
    this.#refuseTwin(hook);
    this.#hooks.set(`${id}`, hook);
    this.#ping(hook);
    return { status: 201, body: this.#json(hook) };
  }

  #update(hook: Hook, body: Readonly<Record<string, unknown>>): RestAnswer {
    const { events = hook.events, active = hook.active } = body;
    const config = body.config === undefined ? hook.config : hookConfig(body.config);
    const changed = { events: events as string[], active: active === true, config };
    this.#refuseTwin({ ...hook, ...changed });
    Object.assign(hook, changed, { updated: this.hosted.now() });
    return { body: this.#json(hook) };
  }

  /** Hooks may share a configuration as long as no event is sent there twice. */
  #refuseTwin(hook: Hook): void {
    const twin = [...this.#hooks.values()].find(
      ({ id, config, events }) =>
        id !== hook.id &&
        JSON.stringify(config) === JSON.stringify(hook.config) &&
        events.some((event) => hook.events.includes(event)),
    );
    if (twin === undefined) return;
    const message = 'Hook already exists on this repository';
    throw new GitHubError(422, 'Validation Failed', [{ resource: 'Hook', code: 'custom', message }]);
  }

  #ping(hook: Hook): void {
    this.#send(hook, 'ping', { zen: 'Keep it logically awesome.', hook_id: hook.id, hook: this.#json(hook) });
  }

  #send(hook: Hook, event: string, payload: Message['payload'], guid?: string): void {
    const { repository, addresses, nextId, now } = this.hosted;
    const about = guid === undefined ? { repository: repositoryJson(repository, addresses), sender: USER } : {};
    const message = {
      hook,
      event,
      payload: { ...payload, ...about },
      repository: repository.id,
      ...(guid && { guid }),
    };
    const context = { id: nextId(), now, stopping: this.options.stopping };
    const sent = deliver(message, context).then((delivery) => {
      hook.deliveries.push(delivery);
      const what = [event, delivery.action].filter(Boolean).join(' ');
      const to = new URL(hook.config.url).host;
      const text = `${repository.fullName}: ${what} → ${to}: ${delivery.status_code} ${delivery.status}`;
      this.options.activity({ kind: 'delivery', text });
      this.#underWay.delete(sent);
    });
    this.#underWay.add(sent);
  }

  #hook(id: string | undefined): Hook {
    const hook = this.#hooks.get(id ?? '');
    if (hook === undefined) throw new GitHubError(404, 'Not Found');
    return hook;
  }

  #json({ id, created, updated, active, events, config, deliveries }: Hook): Record<string, unknown> {
    const url = `${this.hosted.addresses.api}/hooks/${id}`;
    const last = deliveries.at(-1);
    return {
      type: 'Repository',
      id,
      name: 'web',
      active,
      events,
      config: { ...config, ...(config.secret && { secret: '********' }) },
      created_at: isoTime(created),
      updated_at: isoTime(updated),
      url,
      test_url: `${url}/test`,
      ping_url: `${url}/pings`,
      deliveries_url: `${url}/deliveries`,
      last_response:
        last === undefined
          ? { code: null, status: 'unused', message: null }
          : { code: last.status_code, status: last.status_code < 300 ? 'active' : 'invalid', message: last.status },
    };
  }
}

/** Reads a configuration; what is left out is as GitHub's reference says, a secret is gone. */
function hookConfig(config: unknown): HookConfig {
  const { url, content_type = 'form', insecure_ssl = '0', secret } = (config ?? {}) as Record<string, unknown>;
  if (typeof url !== 'string' || !URL.canParse(url)) throw GitHubError.invalid('Hook', 'url', 'missing_field');
  if (content_type !== 'json' && content_type !== 'form') throw GitHubError.invalid('Hook', 'content_type', 'invalid');
  const given = typeof secret === 'string' && secret !== '' ? { secret } : {};
  return { content_type, insecure_ssl: String(insecure_ssl), url, ...given };
}
