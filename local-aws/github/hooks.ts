import type { Runtime } from '../runtime';
import { deliver, summary, type Delivery, type HookConfig, type Message } from './deliveries';
import type { LocalRepository } from './local-repository';
import { isoTime, repositoryJson, USER, type Json } from './payloads';
import { byId, GitHubError, type RestRequest, type Routes } from './rest';

interface Hook {
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly active: boolean;
  readonly events: readonly string[];
  readonly config: HookConfig;
  /** From the newest on. */
  readonly deliveries: Delivery[];
}

/**
 * The webhooks of a repository.
 *
 * @see https://docs.github.com/en/rest/repos/webhooks
 */
export class Hooks {
  #hooks: readonly Hook[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** Of hooks and deliveries. */
  #lastId = 0;

  /** @param stopping - gives deliveries up */
  constructor(
    private readonly repository: LocalRepository,
    private readonly runtime: Pick<Runtime, 'clock' | 'activity'>,
    private readonly stopping: AbortSignal,
  ) {}

  readonly routes: Routes = {
    'GET /hooks': () => ({ body: this.#hooks.map((hook) => this.#json(hook)) }),
    'POST /hooks': ({ body }) => {
      const at = isoTime(this.runtime.clock.now());
      const empty = { events: ['push'], active: true, config: hookConfig(body.config), deliveries: [] };
      const hook = changed({ ...empty, id: (this.#lastId += 1), created_at: at, updated_at: at }, body);
      this.#hooks = [...this.#hooks, hook];
      this.#ping(hook);
      return { status: 201, body: this.#json(hook) };
    },
    'GET /hooks/{id}': ({ params }) => ({ body: this.#json(byId(this.#hooks, params.id)) }),
    'PATCH /hooks/{id}': ({ params, body }) => {
      const before = byId(this.#hooks, params.id);
      const hook = changed({ ...before, updated_at: isoTime(this.runtime.clock.now()) }, body);
      this.#hooks = this.#hooks.map((one) => (one === before ? hook : one));
      return { body: this.#json(hook) };
    },
    'DELETE /hooks/{id}': ({ params }) => {
      const gone = byId(this.#hooks, params.id);
      this.#hooks = this.#hooks.filter((hook) => hook !== gone);
      return undefined;
    },
    'POST /hooks/{id}/pings': ({ params }) => {
      this.#ping(byId(this.#hooks, params.id));
      return undefined;
    },
    'GET /hooks/{id}/deliveries': ({ params }) => ({
      body: byId(this.#hooks, params.id).deliveries.map(summary),
    }),
    'GET /hooks/{id}/deliveries/{delivery}': ({ params }) => ({
      body: byId(byId(this.#hooks, params.id).deliveries, params.delivery),
    }),
    'POST /hooks/{id}/deliveries/{delivery}/attempts': ({ params }) => {
      const hook = byId(this.#hooks, params.id);
      const { event, guid, request } = byId(hook.deliveries, params.delivery);
      this.#send({ hook, event, guid, payload: request.payload });
      return { status: 202, body: {} };
    },
  };

  /** Sends an event to every hook that listens to it. */
  tell(event: string, payload: Json): void {
    for (const hook of this.#hooks) {
      const listens = hook.active && (hook.events.includes(event) || hook.events.includes('*'));
      if (listens) this.#send({ hook, event, payload: this.#payload(payload) });
    }
  }

  /** Waits until nothing is being delivered. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #ping(hook: Hook): void {
    const ping = { zen: 'Keep it logically awesome.', hook_id: hook.id, hook: this.#json(hook) };
    this.#send({ hook, event: 'ping', payload: this.#payload(ping) });
  }

  #payload(payload: Json): Json {
    return { ...payload, repository: repositoryJson(this.repository), sender: USER };
  }

  #send({ hook, ...what }: Omit<Message, 'repository'> & { readonly hook: Hook }): void {
    const { repository, runtime } = this;
    const message = { hook, ...what, repository: repository.id };
    const now = (): number => runtime.clock.now();
    const sent = deliver(message, (this.#lastId += 1), now, this.stopping).then((delivery) => {
      hook.deliveries.unshift(delivery);
      const name = [delivery.event, delivery.action].filter(Boolean).join(' ');
      const text = `${name} → ${new URL(delivery.url).host}: ${delivery.status_code} ${delivery.status}`;
      runtime.activity({ kind: 'delivery', text: `${repository.fullName}: ${text}` });
      this.#underWay.delete(sent);
    });
    this.#underWay.add(sent);
  }

  #json(hook: Hook): Json {
    const { config } = hook;
    const url = `${this.repository.api}/hooks/${hook.id}`;
    return {
      type: 'Repository',
      name: 'web',
      ...hook,
      deliveries: undefined,
      config: { ...config, ...(config.secret && { secret: '********' }) },
      url,
      ping_url: `${url}/pings`,
      deliveries_url: `${url}/deliveries`,
    };
  }
}

/** A hook as a body changes it. */
function changed(hook: Hook, { events = hook.events, active = hook.active, config }: RestRequest['body']): Hook {
  const made = config === undefined ? hook.config : hookConfig(config);
  return { ...hook, events: events as string[], active: active === true, config: made };
}

/** Reads a configuration; what is left out is as GitHub's reference says, a secret is gone. */
function hookConfig(config: unknown): HookConfig {
  const { url, content_type = 'form', insecure_ssl = '0', secret } = (config ?? {}) as Record<string, unknown>;
  if (typeof url !== 'string' || !URL.canParse(url)) throw GitHubError.invalid('Hook', 'url', 'missing_field');
  if (content_type !== 'json' && content_type !== 'form') throw GitHubError.invalid('Hook', 'content_type', 'invalid');
  const given = typeof secret === 'string' && secret !== '' ? { secret } : {};
  return { content_type, insecure_ssl: String(insecure_ssl), url, ...given };
}
