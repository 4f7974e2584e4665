import { deploy } from '../deploy/deploy';
import { Engine } from '../deploy/engine';
import { summarize } from '../output/summary';
import type { VerbContext, VerbOutcome } from './verb';

/** Ships the source. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { dryRun, redeploy } = context.flags;
  const result = await deploy(new Engine(context), { dryRun, redeploy });
  return { exit: 'ok', result, text: (style) => summarize(result, style) };
}
