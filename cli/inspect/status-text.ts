import { contractParameterName } from '../../modules/codeless-lambda/contract';
import { labelOf } from '../deploy/release-name';
import { neutral } from '../neutral';
import type { Setting } from '../settings/settings';
import type { Style } from '../verb';
import { columns, formatMoment } from './columns';
import type { Status } from './status';

/** How a function stands, for people. */
export function describeStatus(
  status: Status,
  settings: Readonly<Record<string, Setting<unknown>>>,
  style: Style,
): string {
  const { functionName, region, state, lastUpdateStatus, alias, contract, ledger } = status;
  const healthy = state === 'Active' && lastUpdateStatus === 'Successful';
  const rows = [
    ['Region', region],
    ['Function', healthy ? state : `${state}, last update ${lastUpdateStatus}`],
    ['Serves', servesOf(alias)],
    ...(alias.image === undefined ? [] : [['Image', alias.image]]),
    ...Object.entries(alias.weights).map(([version, weight]) => [
      'Weights',
      `${formatPercent(weight)} of the traffic goes to version ${version}`,
    ]),
    ['Waiting', waitingOf(status)],
    ...workOf(status).map((work) => ['Under way', work]),
    ['Contract', contract === 'found' ? contractParameterName(functionName) : 'none that may be read'],
    ['Ledger', { found: 'in the bucket', missing: 'none yet', none: 'none: no bucket is given' }[ledger]],
  ];
  return [
    style.bold(`${functionName}:${alias.name}`),
    ...columns(rows).map((line) => `  ${line}`),
    '',
    style.bold('Settings'),
    ...settingsOf(settings),
  ].join('\n');
}

function servesOf({ version, sourceVersion, tag, releasedAt, releasedBy, placeholder }: Status['alias']): string {
  if (placeholder) return `version ${version}: Terraform's placeholder, no code was deployed yet`;
  const source = sourceVersion === undefined ? '' : ` (${neutral(labelOf({ sourceVersion, tag }))})`;
  const when = releasedAt === undefined ? '' : `, released ${formatMoment(releasedAt)} by ${neutral(releasedBy ?? '')}`;
  return `version ${version}${source}${when}`;
}

function waitingOf({ pending: { code, layers, configuration } }: Status): string {
  const what = [...(code ? ['code'] : []), ...(layers ? ['layers'] : []), ...configuration];
  return what.length === 0 ? 'nothing: $LATEST is what the alias serves' : `$LATEST differs in ${what.join(', ')}`;
}

function workOf({ lease, deployments = [] }: Status): string[] {
  return [
    ...(lease === undefined ? [] : [`${neutral(lease.work)}, by ${neutral(lease.holder)}`]),
    ...deployments.map((id) => `CodeDeploy deployment ${id}`),
  ];
}

function settingsOf(settings: Readonly<Record<string, Setting<unknown>>>): string[] {
  const rows = Object.entries(settings).map(([name, { value, source }]) => [name, source, neutral(String(value))]);
  return columns(rows).map((line) => `  ${line}`);
}

function formatPercent(weight: number): string {
  return `${Number((weight * 100).toFixed(1))} %`;
}
