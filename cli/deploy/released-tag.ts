import { git } from '../git/git';
import { ANY_TAG, newestTags } from '../git/tags';
import type { Engine } from './engine';

/**
 * The tag that is released: the one that is named, else the newest that matches on the commit that is checked out.
 *
 * @returns undefined where none is, and where the source is no work tree of Git, or differs from its commit
 */
export async function releasedTag({ settings, env, signal }: Engine): Promise<string | undefined> {
  const { tag, tagPattern, source, sourceVersion } = settings;
  if (tag.value !== undefined) return tag.value;
  if (sourceVersion.value.endsWith('-dirty')) return undefined;
  const options = { directory: source.value, env, signal };
  const [commit] = (await git(options, 'rev-parse', '--verify', '--quiet', 'HEAD')).lines;
  return commit === undefined ? undefined : (await newestTags(options, tagPattern.value ?? ANY_TAG, commit))[0];
}
