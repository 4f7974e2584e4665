import type { RollbackResult } from '../deploy/deploy-result';
import { labelOf } from '../deploy/release-name';
import { rollback } from '../deploy/rollback';
import { withinTime } from '../deploy/time-limit';
import { neutral } from '../neutral';
import { announce } from '../notify/announce';
import type { Style, VerbContext, VerbOutcome } from '../verb';

/** Moves the alias back to the last good release, or to one that is named. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { dryRun, to } = context.flags;
  const result = await withinTime(context, 'rollback', async (engine) => {
    const begun = engine.clock.now();
    const done = await rollback(engine, { dryRun, to });
    await announce(engine, done, begun);
    return done;
  });
  return { exit: 'ok', result, text: (style) => describe(result, style) };
}

function describe(result: RollbackResult, style: Style): string {
  const { outcome, functionName, aliasName, fromVersion, toVersion, sourceVersion, tag } = result;
  const target = `version ${toVersion}${sourceVersion === undefined ? '' : ` (${neutral(labelOf({ sourceVersion, tag }))})`}`;
  const alias = style.bold(`${functionName}:${aliasName}`);
  switch (outcome) {
    case 'planned':
      return `${alias} would go from version ${fromVersion} to ${target}.`;
    case 'rolledBack':
      return `${alias} went from version ${fromVersion} back to ${target}.`;
    case 'cleared':
      return `${alias} serves ${target}; what was half done is cleared away.`;
    case 'unchanged':
      return `${alias} serves ${target} already: nothing to be done.`;
  }
}
