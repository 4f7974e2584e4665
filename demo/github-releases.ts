import { createHmac } from 'node:crypto';

import { StepError } from './step-error';

/** An answer to a delivery of a hook. */
export interface DeliveryOutcome {
  /** What GitHub told of, such as `ping` or `release published`. */
  readonly event: string;
  /** HTTP status of the answer. */
  readonly status: number;
}

interface Hook {
  readonly id: number;
  readonly config: { readonly url: string };
}

interface Delivery {
  readonly event: string;
  readonly action: string | null;
  readonly status_code: number;
}

/** The releases of a repository, and the hooks that hear of them, by GitHub's REST API. */
export class GitHubReleases {
  /**
   * @param url - of the GitHub
   * @param repository - `owner/name`
   */
  constructor(
    private readonly url: string,
    private readonly repository: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Publishes a release, whose tag is made at a commit. */
  public async publish(tag: string, commit: string): Promise<void> {
    await this.call('releases', { tag_name: tag, target_commitish: commit });
  }

  /** What the hook of an address was told, and what that answered; the oldest first. */
  public async deliveries(address: string): Promise<readonly DeliveryOutcome[]> {
    const hooks = (await this.call('hooks')) as readonly Hook[];
    const hook = hooks.find(({ config }) => config.url === address);
    if (hook === undefined)
      throw new StepError(`No hook of ${this.repository} has the address of the pipeline's webhook.`);
    const deliveries = (await this.call(`hooks/${hook.id}/deliveries`)) as readonly Delivery[];
    return deliveries
      .map(({ event, action, status_code: status }) => ({ event: [event, action].filter(Boolean).join(' '), status }))
      .reverse();
  }

  private async call(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v3/repos/${this.repository}/${path}`, {
      headers: { authorization: 'Bearer local' },
      signal: this.signal,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new StepError(`GitHub answered ${response.status} to ${path}.`, answer.split('\n'));
    return JSON.parse(answer);
  }
}

/** Tells a webhook of a release as one does who does not know its secret. Returns the HTTP status of the answer. */
export async function forgeRelease(address: string, tag: string, signal: AbortSignal): Promise<number> {
  const body = JSON.stringify({ action: 'published', release: { tag_name: tag } });
  const signature = createHmac('sha256', 'a guess').update(body).digest('hex');
  const { status } = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'release',
      'x-github-delivery': '00000000-0000-0000-0000-000000000000',
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
    signal,
  });
  return status;
}
