import { functionsBench } from './functions/bench';
import { readOptions, USAGE, UsageError } from './options';
import { synthBench } from './synth/bench';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(USAGE);
    return;
  }
  const progress = (line: string): void => void process.stderr.write(`${line}\n`);
  process.stdout.write(`${await synthBench(options, progress)}\n\n`);
  process.stdout.write(`${await functionsBench(options, progress)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
