import { withinTime } from '../deploy/time-limit';
import { formatBytes } from '../output/units';
import { neutral } from '../neutral';
import { prune, type PruneResult } from '../prune/prune';
import type { Style, VerbContext, VerbOutcome } from '../verb';

/** Deletes what nothing reaches any more. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const result = await withinTime(context, 'prune', (engine) => prune(engine, { dryRun: context.flags.dryRun }));
  return { exit: 'ok', result, text: (style) => describe(result, style) };
}

function describe(result: PruneResult, style: Style): string {
  const { outcome, functionName, layerName, versions, layerVersions, objects, bytes } = result;
  if (outcome === 'unchanged') return `Nothing to prune: all that ${style.bold(functionName)} has is in use.`;
  const head = outcome === 'planned' ? 'Dry run: these would be deleted:' : 'Deleted:';
  return [
    head,
    ...(versions.length === 0 ? [] : [`  versions of ${functionName}: ${versions.join(', ')}`]),
    ...(layerVersions.length === 0 ? [] : [`  versions of the layer ${layerName}: ${layerVersions.join(', ')}`]),
    ...(objects.length === 0 ? [] : [`  packages (${formatBytes(bytes)}):`]),
    ...objects.map((key) => `    ${neutral(key)}`),
  ].join('\n');
}
