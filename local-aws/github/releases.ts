import type { Hosted } from './hosted';
import { DEFAULT_BRANCH } from './local-repository';
import { isoTime, USER } from './payloads';
import { GitHubError, type RestAnswer, type Routes } from './rest';

interface Release {
  readonly id: number;
  readonly created: number;
  published: number | undefined;
  tag_name: string;
  target_commitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
}

type Body = Readonly<Record<string, unknown>>;

const SETTABLE = ['tag_name', 'target_commitish', 'name', 'body', 'draft', 'prerelease'];

/**
 * The releases of a repository. One that is published makes its tag, where it is missing, at `target_commitish`.
 *
 * @see https://docs.github.com/en/rest/releases/releases
 */
export function releases(hosted: Hosted): Routes {
  const all: Release[] = [];

  const json = ({ id, created, published, ...release }: Release): object => {
    const url = `${hosted.addresses.api}/releases/${id}`;
    return {
      url,
      html_url: `${hosted.addresses.html}/releases/tag/${release.tag_name}`,
      assets_url: `${url}/assets`,
      id,
      node_id: `RE_${id}`,
      ...release,
      created_at: isoTime(created),
      published_at: published === undefined ? null : isoTime(published),
      author: USER,
      assets: [],
    };
  };
  const tell = (release: Release, ...actions: string[]): void => {
    for (const action of actions) hosted.tell('release', { action, release: json(release) });
  };
  const find = (is: (release: Release) => boolean): Release => {
    const release = all.find(is);
    if (release === undefined) throw new GitHubError(404, 'Not Found');
    return release;
  };
  const byId = (id: string | undefined): Release => find((release) => `${release.id}` === id);

  /** Sets what a body names, and makes the tag of a release that is not a draft. */
  const set = async (release: Release, body: Body): Promise<void> => {
    const given = Object.entries(body).filter(([key]) => SETTABLE.includes(key));
    const next = { ...release, ...(Object.fromEntries(given) as Partial<Release>) };
    if (next.tag_name === '') throw GitHubError.invalid('Release', 'tag_name', 'missing_field');
    if (all.some(({ id, tag_name }) => id !== next.id && tag_name === next.tag_name)) {
      throw GitHubError.invalid('Release', 'tag_name', 'already_exists');
    }
    const tag = `refs/tags/${next.tag_name}`;
    if (!next.draft && (await hosted.repository.commit(tag)) === undefined) {
      const commit = await hosted.repository.commit(next.target_commitish);
      if (commit === undefined) throw GitHubError.invalid('Release', 'target_commitish', 'invalid');
      await hosted.createRef(tag, commit.id);
    }
    if (!next.draft) next.published ??= hosted.now();
    Object.assign(release, next);
  };
  /** What GitHub tells when a release becomes one that people see. */
  const publication = ({ prerelease }: Release): string[] => ['published', prerelease ? 'prereleased' : 'released'];

  const create = async (body: Body): Promise<RestAnswer> => {
    const empty = {
      tag_name: '',
      target_commitish: DEFAULT_BRANCH,
      name: null,
      body: null,
      draft: false,
      prerelease: false,
    };
    const release = { id: hosted.nextId(), created: hosted.now(), published: undefined, ...empty };
    await set(release, body);
    all.unshift(release);
    tell(release, 'created', ...(release.draft ? [] : publication(release)));
    return { status: 201, body: json(release) };
  };
  const update = async (release: Release, body: Body): Promise<RestAnswer> => {
    const before = { ...release };
    await set(release, body);
    if (before.draft && !release.draft) tell(release, ...publication(release));
    else if (!before.draft && release.draft) tell(release, 'unpublished');
    else tell(release, 'edited', ...(before.prerelease && !release.prerelease && !release.draft ? ['released'] : []));
    return { body: json(release) };
  };

  return {
    'GET /releases': () => ({ body: all.map(json) }),
    'POST /releases': ({ body }) => create(body),
    'GET /releases/latest': () => ({ body: json(find(({ draft, prerelease }) => !draft && !prerelease)) }),
    'GET /releases/tags/{tag+}': ({ params }) => ({
      body: json(find(({ draft, tag_name }) => !draft && tag_name === params.tag)),
    }),
    'GET /releases/{id}': ({ params }) => ({ body: json(byId(params.id)) }),
    'PATCH /releases/{id}': ({ params, body }) => update(byId(params.id), body),
    'DELETE /releases/{id}': ({ params }) => {
      const release = byId(params.id);
      all.splice(all.indexOf(release), 1);
      tell(release, 'deleted');
      return undefined;
    },
  };
}
