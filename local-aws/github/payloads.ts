import type { Push } from '../services/ports';
import { DEFAULT_BRANCH, NOTHING, type LocalRepository } from './local-repository';

/** What GitHub tells of something. */
export type Json = Readonly<Record<string, unknown>>;

/** The one user that there is: any credentials are taken for his. */
export const USER = { login: 'local', id: 1, node_id: 'U_1', type: 'User', site_admin: false } as const;

/** A time as GitHub writes it. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '');
}

/** @see https://docs.github.com/en/rest/repos/repos#get-a-repository */
export function repositoryJson({ id, fullName, html, api, cloneUrl }: LocalRepository): Json {
  const [owner, name] = fullName.split('/');
  return {
    id,
    node_id: `R_${id}`,
    name,
    full_name: fullName,
    private: false,
    owner: { login: owner, id: 2, node_id: 'O_2', type: 'Organization', site_admin: false },
    html_url: html,
    url: api,
    hooks_url: `${api}/hooks`,
    clone_url: cloneUrl,
    default_branch: DEFAULT_BRANCH,
  };
}

/**
 * What a push tells; of its commits, the last one alone.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export function pushPayload({ ref, before, after, commit, files }: Push, { html }: LocalRepository): Json {
  const { id = '', message, author, date: timestamp } = commit ?? {};
  const url = `${html}/commit/${id}`;
  const head = commit && { id, distinct: true, message, timestamp, url, author, committer: author, modified: files };
  return {
    ref,
    before,
    after,
    created: before === NOTHING,
    deleted: after === NOTHING,
    compare: `${html}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: head ? [head] : [],
    head_commit: head ?? null,
    pusher: { name: USER.login, email: author?.email ?? '' },
  };
}

/** @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#create */
export function createPayload({ ref }: Push): Json {
  const [, kind = '', name = ''] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  const ref_type = kind === 'tags' ? 'tag' : 'branch';
  return { ref: name, ref_type, master_branch: DEFAULT_BRANCH, description: null, pusher_type: 'user' };
}
