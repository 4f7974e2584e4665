import type { RawFlags } from '../settings/given-values';
import { variableOf, type FlagName } from '../settings/flags';

/** How the program speaks. */
export interface OutputOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly noColour: boolean;
}

/** How to speak, known before anything else is; a variable that is neither yes nor no is complained of later. */
export function outputOptions(flags: RawFlags, env: NodeJS.ProcessEnv): OutputOptions {
  const on = (name: FlagName): boolean =>
    flags[name] === true || (flags[name] === undefined && /^(true|1)$/.test(env[variableOf({ name })] ?? ''));
  return { json: on('json'), verbose: on('verbose'), quiet: on('quiet'), noColour: on('no-color') };
}
