import { shorten } from '../deploy/lease-text';
import { labelOf } from '../deploy/release-name';
import { plain } from '../notify/markup';
import { formatBytes } from '../output/units';
import type { Difference } from './difference';

/** Most characters of a summary: an approval of CodePipeline's takes 1,000 with what stands around it. */
export const MAX_SUMMARY = 800;

/** Characters of a source version with its tag. */
const MAX_NAME = 80;

/** Characters of the settings that change. */
const MAX_SETTINGS = 200;

/** What is left for the last line, which says how many files are not shown. */
const MAX_MORE = 24;

const DEPENDENCIES: Readonly<Record<Difference['dependencies']['state'], string | undefined>> = {
  none: undefined,
  packaged: 'among the files',
  unchanged: 'unchanged',
  layerExists: 'changed, by a layer version that was built before',
  built: 'changed',
  removed: 'removed',
};

/** What a deploy would change, in a few lines without colour: for an approval's message, which chats show. */
export function summarizeDifference(difference: Difference): string {
  const { functionName, aliasName, different, from, sourceVersion, dependencies, configuration } = difference;
  const served =
    from.sourceVersion === undefined ? '' : ` (${nameOf(labelOf({ ...from, sourceVersion: from.sourceVersion }))})`;
  const alias = `${functionName}:${aliasName}`;
  if (!different) return `${alias}: nothing would change, version ${from.version}${served} stays`;
  const state = DEPENDENCIES[dependencies.state];
  const settings = configuration.map(({ name, change }) => (change === undefined ? name : `${name} ${plain(change)}`));
  const lines = [
    `${alias}: version ${from.version}${served} → ${nameOf(sourceVersion)}`,
    ...(state === undefined ? [] : [`Dependencies: ${state}`]),
    ...(settings.length === 0 ? [] : [`Configuration: ${shorten(settings.join(', '), MAX_SETTINGS)}`]),
    filesOf(difference.code),
  ];
  return [...lines, ...pathsOf(difference.code, MAX_SUMMARY - lines.join('\n').length)].join('\n');
}

function nameOf(name: string): string {
  return shorten(plain(name), MAX_NAME);
}

function filesOf({ changed, image, bytesBefore, bytes, added, removed, modified }: Difference['code']): string {
  if (image !== undefined) return changed ? `Image: ${image.before} → ${image.after}` : 'Image: unchanged';
  if (!changed) return 'Files: unchanged';
  const counts = `${added.length} added, ${removed.length} removed, ${modified.length} changed`;
  return `Files: ${counts}; ${formatBytes(bytesBefore)} → ${formatBytes(bytes)}`;
}

/** As many paths as there is room for; the line breaks before them count. */
function pathsOf({ added, removed, modified }: Difference['code'], room: number): string[] {
  const all = [
    ...modified.map(({ path }) => `~ ${plain(path)}`),
    ...added.map(({ path }) => `+ ${plain(path)}`),
    ...removed.map(({ path }) => `- ${plain(path)}`),
  ];
  const shown: string[] = [];
  let left = room;
  for (const line of all) {
    const isLast = shown.length === all.length - 1;
    if (line.length + 1 > left - (isLast ? 0 : MAX_MORE)) break;
    shown.push(line);
    left -= line.length + 1;
  }
  return shown.length === all.length ? shown : [...shown, `… and ${all.length - shown.length} more`];
}
