import { labelOf } from '../deploy/release-name';
import { neutral } from '../neutral';
import type { Style } from '../verb';
import { columns, formatMoment } from './columns';
import type { ReleaseHistory, ReleaseRow } from './release-history';

/** The releases for people: one line each, the current one marked by `→`. */
export function describeHistory(history: ReleaseHistory, style: Style): string {
  const { functionName, aliasName, version, recorded, source, total, releases } = history;
  const lines = columns([['', 'Version', 'Source', 'When', 'Who', ''], ...releases.map(rowOf)]);
  const [heading = '', ...rows] = lines;
  const coloured = rows.map((line, index) => colour(line, releases[index], style));
  return [
    ...(total === 0 ? [`${style.bold(`${functionName}:${aliasName}`)} has no release yet.`] : [style.bold(heading)]),
    ...coloured,
    ...(total > releases.length ? [style.dim(`… and ${total - releases.length} older: give --limit ${total}`)] : []),
    ...(total > 0 && !recorded ? [`The alias serves version ${version}, which is none of these.`] : []),
    ...(source === 'lambda'
      ? [style.yellow('There is no ledger of releases: this is what Lambda knows, without who and rollbacks.')]
      : []),
  ].join('\n');
}

function rowOf(row: ReleaseRow): string[] {
  const { version, releasedAt, releasedBy, current, rolledBack, rebuilt } = row;
  return [
    current ? '→' : ' ',
    version,
    neutral(labelOf(row)),
    formatMoment(releasedAt),
    rebuilt === true ? '' : neutral(releasedBy),
    rolledBack === undefined
      ? current
        ? 'current'
        : ''
      : `rolled back ${formatMoment(rolledBack.at)} by ${neutral(rolledBack.by)}`,
  ];
}

function colour(line: string, release: ReleaseRow | undefined, style: Style): string {
  if (release?.current === true) return style.green(line);
  return release?.rolledBack === undefined ? line : style.dim(line);
}
