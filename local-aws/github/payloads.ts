import type { Push } from '../services/ports';
import { DEFAULT_BRANCH, type LocalRepository } from './local-repository';

/** Where a repository is: `api` for programs, `html` for people. */
export interface Addresses {
  readonly api: string;
  readonly html: string;
}

/** The one user that there is: any credentials are taken for his. */
export const USER = { login: 'local', id: 1, node_id: 'U_1', type: 'User', site_admin: false } as const;

/** A time as GitHub writes it. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '');
}

/** @see https://docs.github.com/en/rest/repos/repos#get-a-repository */
export function repositoryJson(repository: LocalRepository, { api, html }: Addresses): Record<string, unknown> {
  const [owner = '', name = ''] = repository.fullName.split('/');
  const off = { private: false, fork: false, archived: false, disabled: false, is_template: false, has_pages: false };
  return {
    id: repository.id,
    node_id: `R_${repository.id}`,
    name,
    full_name: repository.fullName,
    ...off,
    owner: { login: owner, id: 2, node_id: 'O_2', type: 'Organization', site_admin: false },
    html_url: html,
    url: api,
    hooks_url: `${api}/hooks`,
    clone_url: repository.cloneUrl,
    git_url: repository.cloneUrl,
    ssh_url: repository.cloneUrl,
    svn_url: html,
    description: null,
    homepage: null,
    language: null,
    topics: [],
    visibility: 'public',
    default_branch: DEFAULT_BRANCH,
    created_at: isoTime(repository.createdAt),
    updated_at: isoTime(repository.pushedAt),
    pushed_at: isoTime(repository.pushedAt),
    permissions: { admin: true, maintain: true, push: true, triage: true, pull: true },
  };
}

/**
 * What a push tells; of its commits, the last one alone.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
 */
export function pushPayload({ ref, before, after, commit, files }: Push, { html }: Addresses): Record<string, unknown> {
  const { id, message, author, date: timestamp } = commit ?? {};
  const url = `${html}/commit/${id ?? ''}`;
  const head = commit && { id, distinct: true, message, timestamp, url, author, committer: author, modified: files };
  return {
    ref,
    before,
    after,
    created: /^0+$/.test(before),
    deleted: /^0+$/.test(after),
    base_ref: null,
    compare: `${html}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: head === undefined ? [] : [head],
    head_commit: head ?? null,
    pusher: { name: USER.login, email: author?.email ?? '' },
  };
}

/** @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#create */
export function createPayload({ ref }: Push): Record<string, unknown> {
  const [, kind = '', name = ''] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  return {
    ref: name,
    ref_type: kind === 'tags' ? 'tag' : 'branch',
    master_branch: DEFAULT_BRANCH,
    description: null,
    pusher_type: 'user',
  };
}
