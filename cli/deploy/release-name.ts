import { MAX_DESCRIPTION, shorten } from './lease-text';

/** What was released. */
export interface ReleaseName {
  /** A commit, or what else the source version is. */
  readonly sourceVersion: string;
  /** The tag of Git's that it was released by. */
  readonly tag?: string | undefined;
}

/** A tag has no space in it, and no opening bracket. */
const FORM = /^(.*) \[tag ([^\s[]+)\]$/s;

/** How the descriptions of a version and of the alias tell it: `1f3c9a2 [tag v1.4.0]`, the tag cut where there is no room. */
export function describeRelease({ sourceVersion, tag }: ReleaseName): string {
  const text = shorten(sourceVersion);
  const room = MAX_DESCRIPTION - `${text} [tag ]`.length;
  return tag === undefined || tag === sourceVersion || room < 1 ? text : `${text} [tag ${shorten(tag, room)}]`;
}

/** What a description tells of a release. */
export function parseRelease(description: string): ReleaseName {
  const [, sourceVersion, tag] = FORM.exec(description) ?? [];
  return sourceVersion === undefined || tag === undefined ? { sourceVersion: description } : { sourceVersion, tag };
}

/** How people read it: `1f3c9a2, v1.4.0`. */
export function labelOf({ sourceVersion, tag }: ReleaseName): string {
  return tag === undefined || tag === sourceVersion ? sourceVersion : `${sourceVersion}, ${tag}`;
}
