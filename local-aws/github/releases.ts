import type { Clock } from '../clock';
import type { Hooks } from './hooks';
import { DEFAULT_BRANCH, type LocalRepository } from './local-repository';
import { isoTime, USER, type Json } from './payloads';
import { byId, GitHubError, type Routes } from './rest';

/**
 * The releases of a repository, published as they are made; no drafts. Each makes its tag, where it is missing, at
 * `target_commitish`.
 *
 * @param createTag - makes a tag, and tells of it as of a push
 * @see https://docs.github.com/en/rest/releases/releases
 */
export function releases(
  repository: LocalRepository,
  hooks: Hooks,
  clock: Clock,
  createTag: (tag: string, commit: string) => Promise<void>,
): Routes {
  /** From the newest on. */
  const all: (Json & { readonly id: number })[] = [];
  let lastId = 0;

  return {
    'GET /releases': () => ({ body: all }),
    'GET /releases/{id}': ({ params }) => ({ body: byId(all, params.id) }),
    'POST /releases': async ({ body }) => {
      const { tag_name, target_commitish = DEFAULT_BRANCH, name = null, body: notes = null, draft, prerelease } = body;
      if (typeof tag_name !== 'string') throw GitHubError.invalid('Release', 'tag_name', 'missing_field');
      if (draft === true) throw GitHubError.invalid('Release', 'draft', 'invalid');
      if (all.some((other) => tag_name === other.tag_name)) {
        throw GitHubError.invalid('Release', 'tag_name', 'already_exists');
      }
      if ((await repository.commit(`refs/tags/${tag_name}`)) === undefined) {
        const commit = await repository.commit(String(target_commitish));
        if (commit === undefined) throw GitHubError.invalid('Release', 'target_commitish', 'invalid');
        await createTag(tag_name, commit.id);
      }
      const id = (lastId += 1);
      const now = isoTime(clock.now());
      const release = {
        id,
        url: `${repository.api}/releases/${id}`,
        html_url: `${repository.html}/releases/tag/${tag_name}`,
        tag_name,
        target_commitish,
        name,
        body: notes,
        draft: false,
        prerelease: prerelease === true,
        created_at: now,
        published_at: now,
        author: USER,
        assets: [],
      };
      all.unshift(release);
      for (const action of ['created', 'published', prerelease === true ? 'prereleased' : 'released']) {
        hooks.tell('release', { action, release });
      }
      return { status: 201, body: release };
    },
  };
}
