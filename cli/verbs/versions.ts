import { Engine } from '../deploy/engine';
import { placeholderSha256 } from '../deploy/placeholder';
import { rebuildLedger } from '../deploy/rebuild-ledger';
import { releaseHistory, type ReleaseHistory } from '../inspect/release-history';
import { describeHistory } from '../inspect/release-history-text';
import type { VerbContext, VerbOutcome } from '../verb';

/** Lists the releases of the ledger or, without one, what Lambda's versions tell of them. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const history = await readHistory(new Engine(context), context.flags.limit);
  return { exit: 'ok', result: history, text: (style) => describeHistory(history, style) };
}

async function readHistory({ lambda, settings, ledgerStore }: Engine, limit: number): Promise<ReleaseHistory> {
  const aliasName = settings.aliasName.value;
  const [alias, stored] = await Promise.all([lambda.alias(aliasName), ledgerStore?.read()]);
  const current = alias.FunctionVersion ?? '';
  if (stored !== undefined) return releaseHistory(stored.ledger, 'ledger', current, limit);
  const rebuilt = await rebuildLedger({
    lambda,
    aliasName,
    latest: await lambda.configuration(),
    current,
    placeholderSha256: placeholderSha256(settings.contract),
  });
  return releaseHistory(rebuilt, 'lambda', current, limit);
}
