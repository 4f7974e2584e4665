import { Engine } from '../deploy/engine';
import { compare } from '../inspect/compare';
import { summarizeDifference } from '../inspect/difference-summary';
import { describeDifference } from '../inspect/difference-text';
import type { VerbContext, VerbOutcome } from '../verb';

/** Says what a deploy would change, and changes nothing. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const difference = await compare(new Engine(context));
  return {
    exit: difference.different && context.flags.exitCode ? 'different' : 'ok',
    result: difference,
    text: (style) => (context.flags.summary ? summarizeDifference(difference) : describeDifference(difference, style)),
  };
}
