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
  const { settings, clock, signal, onProgress } = engine;
  let state = await look(engine);
  if (!hasWeights(state)) return state;
  const aliasName = settings.aliasName.value;
  const begun = clock.now();
  let ready: number | undefined;
  for (let told = false; hasWeights(state);) {
    const { Status } = (await engine.concurrency.provisioned(aliasName)) ?? {};
    if (Status !== 'IN_PROGRESS' && Status !== 'READY') return state;
    const now = clock.now();
    ready = Status === 'READY' ? (ready ?? now) : undefined;
    if (ready !== undefined && now - ready >= GRACE) return state;
    if (now - begun >= settings.waitSeconds.value * 1000) {
      if (ready !== undefined) return state;
      const message = `Lambda still allocates provisioned concurrency to the alias ${aliasName} of ${settings.functionName.value}`;
      throw new CodelessError('busy', 'Allocating', message, {
        hint: 'Run this again later, or raise --wait-seconds.',
      });
    }
    if (!told && Status === 'IN_PROGRESS') {
      const text = `waiting: Lambda allocates provisioned concurrency to the alias ${aliasName}`;
      onProgress({ kind: 'note', level: 'notice', text });
      told = true;
    }
    await clock.pause(LOOK_EVERY, signal);
    state = await look(engine);
  }
  return state;
}

/** The same state without the weights that Lambda set by itself: who goes back does not wait for them. */
export async function withoutTransition(engine: Engine, state: FunctionState): Promise<FunctionState> {
  if (!hasWeights(state)) return state;
  const { Status } = (await engine.concurrency.provisioned(engine.settings.aliasName.value)) ?? {};
  return Status === 'IN_PROGRESS' ? { ...state, alias: { ...state.alias, RoutingConfig: undefined } } : state;
}

function hasWeights({ alias }: FunctionState): boolean {
  return Object.keys(weightsOf(alias)).length > 0;
}
