import { deployBench } from './deploy/bench';
import { functionsBench } from './functions/bench';
import { readOptions, USAGE, UsageError, type BenchName, type BenchOptions } from './options';
import { pushBench } from './push/bench';
import { synthBench } from './synth/bench';

const RUN: Readonly<Record<BenchName, (options: BenchOptions, progress: (line: string) => void) => Promise<string>>> = {
  synth: synthBench,
  functions: functionsBench,
  deploy: deployBench,
  push: pushBench,
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(USAGE);
    return;
  }
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  for (const [index, name] of options.benches.entries()) {
    process.stdout.write(`${index === 0 ? '' : '\n'}${await RUN[name](options, progress)}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
