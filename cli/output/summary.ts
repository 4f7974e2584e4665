import type { DeployResult } from '../deploy/deploy-result';
import { labelOf } from '../deploy/release-name';
import { neutral } from '../neutral';
import type { Style } from '../verb';
import { layerVersionUrl, objectUrl, versionUrl } from './console-links';
import { rollbackCommand } from './rollback-command';
import { formatBytes } from './units';

type Row = readonly [label: string, value: string, link?: string];

/** What a deploy did, for people: what the alias serves now, from where, and how to go back. */
export function summarize(result: DeployResult, style: Style): string {
  const { imageUri } = result.code;
  const rows = [functionRow(result), ...layerRow(result), codeRow(result)];
  rows.push(...(imageUri === undefined ? dependenciesRow(result) : [['Image', imageUri] as const]));
  if (result.configuration.length > 0) rows.push(['Configuration', result.configuration.map(neutral).join(', ')]);
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.flatMap(([label, value, link]) => [
    `  ${style.bold(label.padEnd(width))}  ${value}`,
    ...(link === undefined ? [] : [`  ${' '.repeat(width)}  ${style.dim(style.link(link))}`]),
  ]);
  return [headline(result, style), ...lines, ...wayBack(result, style)].join('\n');
}

function headline(
  { outcome, functionName, aliasName, fromVersion, toVersion, sourceVersion }: DeployResult,
  style: Style,
): string {
  const alias = style.bold(`${functionName}:${aliasName}`);
  const source = neutral(sourceVersion ?? 'the source');
  switch (outcome) {
    case 'released':
      return style.green(`Released ${source} to `) + `${alias}.`;
    case 'recorded':
      return `${alias} serves ${source} already; what an interrupted deploy had left undone is done.`;
    case 'unchanged':
      return `Nothing changed: ${alias} stays on version ${fromVersion}.`;
    case 'planned':
      return toVersion === fromVersion
        ? `Dry run: nothing would change, ${alias} stays on version ${fromVersion}.`
        : style.yellow(`Dry run: ${source} would be released to `) + `${alias}.`;
  }
}

function functionRow({ functionName, region, fromVersion, toVersion }: DeployResult): Row {
  const version = toVersion === fromVersion ? fromVersion : `${fromVersion} → ${toVersion ?? 'a new version'}`;
  return ['Version', version, toVersion === undefined ? undefined : versionUrl(region, functionName, toVersion)];
}

function layerRow({ region, dependencies }: DeployResult): Row[] {
  const { layerVersionArn, state } = dependencies;
  if (layerVersionArn === undefined) return state === 'changed' ? [['Layer', 'a new version']] : [];
  const [name = '', version = ''] = layerVersionArn.split(':').slice(-2);
  const change = state === 'changed' ? 'published' : 'unchanged';
  return [['Layer', `${name}:${version} (${change})`, layerVersionUrl(region, layerVersionArn)]];
}

function codeRow({ region, code, sourceVersion, tag, fromVersion, toVersion }: DeployResult): Row {
  const { changed, bytes, stored } = code;
  const source = sourceVersion === undefined ? undefined : neutral(labelOf({ sourceVersion, tag }));
  const size = formatBytes(bytes);
  const value =
    toVersion === fromVersion
      ? `unchanged${source === undefined ? '' : ` since ${source}`} (${size})`
      : `${source ?? 'the source'} (${changed ? 'changed' : 'unchanged'}, ${size})`;
  return ['Source', value, stored && objectUrl(region, stored.bucket, stored.key)];
}

function dependenciesRow({ region, dependencies: { state, builder, stored } }: DeployResult): Row[] {
  if (state === 'none') return [['Dependencies', 'none']];
  const by = builder === undefined ? '' : ` by ${builder}`;
  const words = { packaged: `in the package${by}`, changed: `changed${by}`, unchanged: `unchanged${by}` }[state];
  return [['Dependencies', words, stored && objectUrl(region, stored.bucket, stored.key)]];
}

function wayBack(result: DeployResult, style: Style): string[] {
  const { backTo, toVersion } = result;
  if (backTo === undefined || backTo === toVersion) return [];
  return ['', `To go back: ${style.bold(rollbackCommand(result, backTo))}`];
}
