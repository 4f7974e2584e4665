import type { Clock } from '../clock';
import type { LocalRepository } from './local-repository';
import { isoTime, USER } from './payloads';
import { GitHubError, type Routes } from './rest';

const STATES: readonly unknown[] = ['error', 'failure', 'pending', 'success'];

/**
 * The statuses of a repository's commits, and its tags.
 *
 * @see https://docs.github.com/en/rest/commits/statuses
 * @see https://docs.github.com/en/rest/repos/repos#list-repository-tags
 */
export function commits(repository: LocalRepository, clock: Clock): Routes {
  /** From the newest on, by the commit. */
  const statuses = new Map<string, object[]>();
  let lastId = 0;

  const find = async (ref = ''): Promise<string> => {
    const commit = await repository.commit(ref);
    if (commit === undefined) throw new GitHubError(422, `No commit found for SHA: ${ref}`);
    return commit.id;
  };

  return {
    'POST /statuses/{sha}': async ({ params, body }) => {
      const sha = await find(params.sha);
      const { state, target_url = null, description = null, context = 'default' } = body;
      if (!STATES.includes(state)) throw GitHubError.invalid('Status', 'state', 'invalid');
      const now = isoTime(clock.now());
      const url = `${repository.api}/statuses/${sha}`;
      const common = { id: (lastId += 1), url, created_at: now, updated_at: now, creator: USER };
      const status = { ...common, state, target_url, description, context };
      statuses.set(sha, [status, ...(statuses.get(sha) ?? [])]);
      return { status: 201, body: status };
    },
    'GET /commits/{ref+}/statuses': async ({ params }) => ({ body: statuses.get(await find(params.ref)) ?? [] }),
    'GET /tags': async () => {
      const tags = await repository.refs('refs/tags/');
      return { body: [...tags].map(([ref, sha]) => ({ name: ref.slice('refs/tags/'.length), commit: { sha } })) };
    },
  };
}
