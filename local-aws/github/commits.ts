import type { Commit } from '../services/ports';
import type { Hosted } from './hosted';
import { isoTime, USER } from './payloads';
import { GitHubError, type Routes } from './rest';

const STATES = ['error', 'failure', 'pending', 'success'] as const;

interface Status {
  readonly id: number;
  readonly sha: string;
  readonly state: (typeof STATES)[number];
  readonly context: string;
  readonly [key: string]: unknown;
}

/**
 * The statuses of a repository's commits, its tags, and other references.
 *
 * @see https://docs.github.com/en/rest/commits/statuses
 * @see https://docs.github.com/en/rest/git/refs
 */
export function commits(hosted: Hosted): Routes {
  const { repository, addresses } = hosted;
  const statuses: Status[] = [];

  const find = async (ref: string | undefined): Promise<Commit> => {
    const commit = await repository.commit(ref ?? '');
    if (commit === undefined) throw new GitHubError(422, `No commit found for SHA: ${ref ?? ''}`);
    return commit;
  };
  const refJson = (ref: string, sha: string): object => ({
    ref,
    url: `${addresses.api}/git/${ref}`,
    object: { type: 'commit', sha, url: `${addresses.api}/git/commits/${sha}` },
  });
  const latest = (sha: string): Status[] => [
    ...new Map(statuses.filter((status) => status.sha === sha).map((status) => [status.context, status])).values(),
  ];
  const combined = (found: readonly Status[]): string => {
    if (found.some(({ state }) => state === 'error' || state === 'failure')) return 'failure';
    return found.length > 0 && found.every(({ state }) => state === 'success') ? 'success' : 'pending';
  };

  return {
    'POST /statuses/{sha}': async ({ params, body }) => {
      const { id: sha } = await find(params.sha);
      const state = STATES.find((known) => known === body.state);
      if (state === undefined) throw GitHubError.invalid('Status', 'state', 'invalid');
      const { target_url = null, description = null, context = 'default' } = body;
      const now = isoTime(hosted.now());
      const times = { created_at: now, updated_at: now };
      const id = hosted.nextId();
      const url = `${addresses.api}/statuses/${sha}`;
      const status = { id, url, state, context: String(context), target_url, description, ...times, creator: USER };
      statuses.push({ ...status, sha });
      return { status: 201, body: status };
    },
    'GET /commits/{ref+}/statuses': async ({ params }) => {
      const { id } = await find(params.ref);
      return {
        body: statuses
          .filter(({ sha }) => sha === id)
          .map((status) => ({ ...status, sha: undefined }))
          .reverse(),
      };
    },
    'GET /commits/{ref+}/status': async ({ params }) => {
      const { id: sha } = await find(params.ref);
      const found = latest(sha);
      return { body: { sha, state: combined(found), total_count: found.length, statuses: found } };
    },
    'GET /tags': async () => {
      const tags = await repository.refs('refs/tags/');
      return { body: [...tags].map(([ref, sha]) => ({ name: ref.slice('refs/tags/'.length), commit: { sha } })) };
    },
    'GET /git/ref/{ref+}': async ({ params }) => {
      const ref = `refs/${params.ref ?? ''}`;
      const sha = (await repository.refs(ref)).get(ref);
      if (sha === undefined) throw new GitHubError(404, 'Not Found');
      return { body: refJson(ref, sha) };
    },
    'POST /git/refs': async ({ body: { ref, sha } }) => {
      if (typeof ref !== 'string' || !/^refs\/[^/]+\/./.test(ref))
        throw GitHubError.invalid('Reference', 'ref', 'invalid');
      if ((await repository.refs(ref)).has(ref)) throw new GitHubError(422, 'Reference already exists');
      if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || (await repository.commit(sha)) === undefined) {
        throw new GitHubError(422, 'Object does not exist');
      }
      await hosted.createRef(ref, sha);
      return { status: 201, body: refJson(ref, sha) };
    },
  };
}
