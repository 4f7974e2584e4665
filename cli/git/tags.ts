import { git, type GitOptions } from './git';

/** Every tag. */
export const ANY_TAG = '*';

/**
 * Lists tags, the newest first: by the time that Git says a tag was created, which for a lightweight tag is its commit's,
 * and where that is the same by version, `v1.10` before `v1.10-rc1` before `v1.9`.
 *
 * @param pattern a glob as `git tag --list` has it, in which `*` stands for slashes too
 * @param commit only tags on this one
 * @see https://git-scm.com/docs/git-tag
 */
export async function newestTags(options: GitOptions, pattern: string, commit?: string): Promise<readonly string[]> {
  const { lines } = await git(
    options,
    ...['-c', 'versionsort.suffix=-', 'tag', '--list', '--format=%(refname:strip=2)'],
    ...['--sort=-version:refname', '--sort=-creatordate'],
    ...(commit === undefined ? [] : [`--points-at=${commit}`]),
    ...['--', pattern],
  );
  return lines;
}

/**
 * The commit that a tag names, annotated or not; undefined where there is no such tag, or where it names something else.
 *
 * @param tag its whole name: what Git reads as an expression, such as `v1~2`, is no name
 */
export async function commitOf(options: GitOptions, tag: string): Promise<string | undefined> {
  const [object = ''] = (await git(options, 'show-ref', '--verify', '--hash', '--', `refs/tags/${tag}`)).lines;
  if (object === '') return undefined;
  return (await git(options, 'rev-parse', '--verify', '--quiet', `${object}^{commit}`)).lines[0];
}
