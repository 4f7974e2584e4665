import { deploy } from '../deploy/deploy';
import type { DeployResult } from '../deploy/deploy-result';
import { Engine } from '../deploy/engine';
import { announce } from '../notify/announce';
import { summarize } from '../output/summary';
import { prune } from '../prune/prune';
import type { VerbContext, VerbOutcome } from '../verb';

/** Ships the source. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { dryRun, redeploy } = context.flags;
  const engine = new Engine(context);
  const begun = engine.clock.now();
  const result = await deploy(engine, { dryRun, redeploy });
  await announce(engine, result, begun);
  await pruneAfter(engine, result);
  return { exit: 'ok', result, text: (style) => summarize(result, style) };
}

/** Prunes once there are more releases than are kept. The release is done, so a failure here is a warning. */
async function pruneAfter(engine: Engine, { releases = 0 }: DeployResult): Promise<void> {
  const { settings, onProgress, signal } = engine;
  if (!settings.prune.value || releases <= settings.keep.value) return;
  try {
    await prune(engine, { dryRun: false });
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    onProgress({ kind: 'note', level: 'warning', text: `released, but not pruned: ${reason}` });
  }
}
