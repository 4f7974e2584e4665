import { Engine } from '../deploy/engine';
import { readState } from '../deploy/state';
import { statusOf } from '../inspect/status';
import { describeStatus } from '../inspect/status-text';
import { describeSettings } from '../settings/describe-settings';
import type { VerbContext, VerbOutcome } from '../verb';

/** Says what the alias serves, who is at work, and where each setting came from. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { settings } = context;
  const engine = new Engine(context);
  const [state, deployments] = await Promise.all([
    readState(engine.lambda, settings.aliasName.value, engine.ledgerStore, settings.contract),
    engine.codeDeploy().then((codeDeploy) => codeDeploy?.underWay()),
  ]);
  const status = statusOf(settings, state, deployments);
  return {
    exit: 'ok',
    result: status,
    text: (style) => describeStatus(status, describeSettings(settings), style),
  };
}
