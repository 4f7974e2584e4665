import { labelOf } from '../deploy/release-name';
import { neutral } from '../neutral';
import { formatBytes } from '../output/units';
import type { Style } from '../verb';
import { columns } from './columns';
import type { Difference } from './difference';

/** Most files of a kind that people are shown; `--json` has all. */
const MAX_FILES = 15;

type Image = NonNullable<Difference['code']['image']>;

const DEPENDENCIES: Readonly<Record<Difference['dependencies']['state'], string>> = {
  none: 'none',
  packaged: 'in the package, among its files',
  unchanged: 'unchanged',
  layerExists: 'changed: a layer version that was built before is attached',
  built: 'changed: a layer version would be built and published',
  removed: 'none any more: the layer would be detached',
};

/** What a deploy would change, in a page. */
export function describeDifference(difference: Difference, style: Style): string {
  const { functionName, aliasName, different, from, sourceVersion, dependencies, configuration } = difference;
  const source =
    from.sourceVersion === undefined ? '' : ` (${neutral(labelOf({ ...from, sourceVersion: from.sourceVersion }))})`;
  const serves = `${style.bold(`${functionName}:${aliasName}`)} serves version ${from.version}${source}`;
  if (!different) return `${serves}: a deploy would change nothing.`;
  const builder = dependencies.builder === undefined ? '' : ` (${dependencies.builder})`;
  return [
    `${serves}; a deploy of ${neutral(sourceVersion)} would change:`,
    '',
    ...filesOf(difference, style),
    ...(difference.code.image === undefined
      ? [`${style.bold('Dependencies')}  ${DEPENDENCIES[dependencies.state]}${builder}`, ...layersOf(difference, style)]
      : []),
    `${style.bold('Configuration')}  ${configuration.length === 0 ? 'unchanged' : ''}`.trimEnd(),
    ...columns(configuration.map(({ name, change = 'differs' }) => [`  ${name}`, neutral(change)])),
  ].join('\n');
}

function filesOf({ code }: Difference, style: Style): string[] {
  if (code.image !== undefined) return imageOf(code, code.image, style);
  const heading = style.bold('Files');
  const { changed, bytesBefore, bytes, added, removed, modified } = code;
  if (!changed) return [`${heading}  unchanged (${formatBytes(bytes)})`];
  const counts = `${added.length} added, ${removed.length} removed, ${modified.length} changed`;
  const kinds = [
    { paint: (line: string) => style.green(line), rows: added.map((file) => ['  +', ...cellsOf(file)]) },
    { paint: (line: string) => style.red(line), rows: removed.map((file) => ['  -', ...cellsOf(file)]) },
    {
      paint: (line: string) => style.yellow(line),
      rows: modified.map(({ path, bytesBefore: before, bytes: after }) => [
        '  ~',
        neutral(path),
        before === after ? formatBytes(after) : `${formatBytes(before)} → ${formatBytes(after)}`,
      ]),
    },
  ];
  return [
    `${heading}  ${counts}; the package ${formatBytes(bytesBefore)} → ${formatBytes(bytes)}`,
    ...kinds.flatMap(({ paint, rows }) => [
      ...columns(rows.slice(0, MAX_FILES)).map(paint),
      ...(rows.length > MAX_FILES ? [style.dim(`  … and ${rows.length - MAX_FILES} more`)] : []),
    ]),
  ];
}

function imageOf({ changed }: Difference['code'], { before, after }: Image, style: Style): string[] {
  const heading = style.bold('Image');
  if (!changed) return [`${heading}  unchanged (${after})`];
  return [heading, style.red(`  - ${before}`), style.green(`  + ${after}`)];
}

function cellsOf({ path, bytes }: { readonly path: string; readonly bytes: number }): string[] {
  return [neutral(path), formatBytes(bytes)];
}

function layersOf({ layers: { before, after } }: Difference, style: Style): string[] {
  const rows = [
    ...after.filter((arn) => !before.includes(arn)).map((arn) => style.green(`  + ${arn}`)),
    ...before.filter((arn) => !after.includes(arn)).map((arn) => style.red(`  - ${arn}`)),
  ];
  if (rows.length > 0) return [style.bold('Layers'), ...rows];
  const order = before.every((arn, index) => arn === after[index]);
  return [`${style.bold('Layers')}  ${order ? 'unchanged' : 'in another order'}`];
}
