import { deploy } from '../deploy/deploy';
import type { DeployResult } from '../deploy/deploy-result';
import type { Engine } from '../deploy/engine';
import { withinTime } from '../deploy/time-limit';
import { announce } from '../notify/announce';
import { summarize } from '../output/summary';
import { prune } from '../prune/prune';
import type { VerbContext, VerbOutcome } from '../verb';

/** Ships the source. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { dryRun, redeploy } = context.flags;
  const result = await withinTime(context, 'deploy', async (engine) => {
    const begun = engine.clock.now();
    const done = await deploy(engine, { dryRun, redeploy });
    await announce(engine, done, begun);
    await pruneAfter(engine, done, context.signal);
    return done;
  });
  return { exit: 'ok', result, text: (style) => summarize(result, style) };
}

/** Prunes once there are more releases than are kept. The release is done, so a failure here is a warning. */
async function pruneAfter(engine: Engine, { releases = 0 }: DeployResult, interrupted: AbortSignal): Promise<void> {
  const { settings, onProgress, signal } = engine;
  if (!settings.prune.value || releases <= settings.keep.value) return;
  try {
    await prune(engine, { dryRun: false });
  } catch (error) {
    interrupted.throwIfAborted();
    const cause: unknown = signal.aborted ? signal.reason : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    onProgress({ kind: 'note', level: 'warning', text: `released, but not pruned: ${reason}` });
  }
}
