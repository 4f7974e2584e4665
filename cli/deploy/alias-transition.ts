import type { AliasConfiguration } from '@aws-sdk/client-lambda';

import { CodelessError } from '../errors';
import type { Engine } from './engine';
import { look } from './prepare';
import { weightsOf, type FunctionState } from './state';

/** Milliseconds between two looks. */
const LOOK_EVERY = 2_000;

/** Milliseconds for which weights may outlast the allocation. */
const GRACE = 20_000;

/**
 * Reads what the function is like. While Lambda allocates provisioned concurrency to the version that an alias was moved to, it
 * keeps the traffic on the old one by weights of its own: that is waited for, since they are nobody's canary.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/48116
 * @throws CodelessError `Allocating` if it is not over in `--wait-seconds`, and those of {@link look}
 */
export async function lookWhenAllocated(engine: Engine): Promise<FunctionState> {
  const state = await look(engine);
  if (!hasWeights(state.alias) || !(await engine.untimed(() => waitForAllocation(engine)))) return state;
  return look(engine);
}

/** @returns whether the alias may be another by now: false if there is nothing to wait for */
async function waitForAllocation(engine: Engine): Promise<boolean> {
  const { settings, lambda, clock, signal, onProgress } = engine;
  const aliasName = settings.aliasName.value;
  const begun = clock.now();
  let ready: number | undefined;
  for (let looks = 0; ; looks += 1) {
    const Status = await allocation(engine);
    if (Status === 'denied') warn(engine, `they are taken for someone's canary`);
    if (Status !== 'IN_PROGRESS' && Status !== 'READY') return looks > 0;
    const now = clock.now();
    ready = Status === 'READY' ? (ready ?? now) : undefined;
    const isOver = now - begun >= settings.waitSeconds.value * 1000;
    if (ready !== undefined && (isOver || now - ready >= GRACE)) return looks > 0;
    if (isOver) {
      const message = `Lambda still allocates provisioned concurrency to the alias ${aliasName} of ${lambda.functionName}`;
      throw new CodelessError('busy', 'Allocating', message, {
        hint: 'Run this again later, or raise --wait-seconds.',
      });
    }
    if (looks === 0) {
      const text = `waiting: Lambda allocates provisioned concurrency to the alias ${aliasName}`;
      onProgress({ kind: 'note', level: 'notice', text });
    }
    await clock.pause(LOOK_EVERY, signal);
    if (!hasWeights(await lambda.alias(aliasName))) return true;
  }
}

/**
 * The same state without the weights that Lambda set by itself: who goes back does not wait for them. Lambda's keep the traffic on
 * an older version; those of a canary lead to a newer one, and stay.
 */
export async function withoutTransition(engine: Engine, state: FunctionState): Promise<FunctionState> {
  const { FunctionVersion } = state.alias;
  const isOlder = (version: string): boolean => Number(version) < Number(FunctionVersion);
  if (!hasWeights(state.alias) || !Object.keys(weightsOf(state.alias)).every(isOlder)) return state;
  const status = await allocation(engine);
  // To stay on the release that is to be left would be the worse mistake.
  if (status === 'denied') warn(engine, "they are taken for Lambda's");
  const isLambdas = status === 'IN_PROGRESS' || status === 'denied';
  return isLambdas ? { ...state, alias: { ...state.alias, RoutingConfig: undefined } } : state;
}

async function allocation({ concurrency, settings }: Engine): Promise<string | undefined> {
  const provisioned = await concurrency.provisioned(settings.aliasName.value);
  return provisioned === 'denied' ? provisioned : provisioned?.Status;
}

function warn({ onProgress, settings }: Engine, consequence: string): void {
  const weights = `whether the weights of the alias ${settings.aliasName.value} are Lambda's own is not known`;
  const text = `lambda:GetProvisionedConcurrencyConfig is denied, so that ${weights}: ${consequence}`;
  onProgress({ kind: 'note', level: 'warning', text });
}

function hasWeights(alias: AliasConfiguration): boolean {
  return Object.keys(weightsOf(alias)).length > 0;
}
