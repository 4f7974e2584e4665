import { deployBench } from './deploy/bench';
import { functionsBench } from './functions/bench';
import { readOptions, USAGE, UsageError } from './options';
import { pushBench } from './push/bench';
import { machine } from './report/machine';
import { runBenches } from './run';
import { synthBench } from './synth/bench';

const BENCHES = { synth: synthBench, functions: functionsBench, deploy: deployBench, push: pushBench };

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(USAGE);
    return;
  }
  process.exitCode = await runBenches(BENCHES, options, {
    out: (text) => void process.stdout.write(text),
    progress: (line) => void process.stderr.write(`${line}\n`),
    measured: `${new Date().toISOString().slice(0, 10)} on ${machine()}`,
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
