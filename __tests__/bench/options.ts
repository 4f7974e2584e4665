import { readOptions, type BenchOptions } from '../../bench/options';

/** The options of a command line that asks for no help. */
export function options(args: readonly string[]): BenchOptions {
  const read = readOptions(args);
  if (read === undefined) throw new Error('these ask for help');
  return read;
}
