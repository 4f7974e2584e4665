import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../modules/shared/package-root';
import { runChild } from '../child';
import { interleave } from '../interleave';
import type { BenchOptions } from '../options';
import { ratio } from '../report/figures';
import type { BenchReport } from '../report/report';
import { median } from '../statistics';
import { copyProject, createSmallestProject } from './projects';

/** `cdktf synth` of the demo stack may take this many times what it takes of the smallest app. */
const GOAL = 1.5;

/** Times `cdktf synth`, and the app alone, of the demo stack and of the smallest app there is. */
export async function synthBench(options: BenchOptions, progress: (line: string) => void): Promise<BenchReport> {
  const root = packageRoot(__dirname);
  const directory = mkdtempSync(join(tmpdir(), 'codeless-bench-'));
  try {
    const demo = join(directory, 'demo');
    const smallest = join(directory, 'smallest');
    copyProject(root, demo);
    createSmallestProject(root, smallest);
    progress('cdktf synth: once each, unmeasured');
    await cdktfSynth(demo);
    await cdktfSynth(smallest);
    progress(`cdktf synth: ${options.rounds} × demo stack, smallest app`);
    const cli = await interleave(options.rounds, {
      demo: () => cdktfSynth(demo),
      smallest: () => cdktfSynth(smallest),
    });
    progress(`node: ${options.rounds} × demo stack, smallest app`);
    const node = await interleave(options.rounds, {
      demo: () => nodeSynth(demo, 'dist/main.js'),
      smallest: () => nodeSynth(smallest, 'main.js'),
    });
    return synthReport(cli, node);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The runs of both apps. */
type Seconds = Record<'demo' | 'smallest', readonly number[]>;

/** @param cli runs of `cdktf synth` @param node runs of the apps alone */
export function synthReport(cli: Seconds, node: Seconds): BenchReport {
  const row = (name: string, { demo, smallest }: Seconds): string[] => [
    name,
    String(demo.length),
    ...[median(demo), median(smallest)].map((seconds) => `${seconds.toFixed(2)} s`),
    (median(demo) / median(smallest)).toFixed(2),
  ];
  const { demo, smallest } = cli;
  const goal = {
    name: 'cdktf synth, beside the smallest app',
    bound: GOAL,
    value: median(demo) / median(smallest),
    fastest: Math.min(...demo) / Math.min(...smallest),
    text: ratio,
  };
  return {
    header: ['median', 'runs', 'demo stack', 'smallest app', 'ratio'],
    rows: [row('cdktf synth', cli), row('node alone', node)],
    goals: [goal],
    notes: [],
  };
}

async function cdktfSynth(directory: string): Promise<number> {
  const cdktf = join('node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');
  return (await runChild(process.execPath, [cdktf, 'synth'], { cwd: directory, env: environment() })).seconds;
}

async function nodeSynth(directory: string, main: string): Promise<number> {
  return (await runChild(process.execPath, [main], { cwd: directory, env: environment() })).seconds;
}

/** The caller's environment less what would change the stack or make the CLI ask the network. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|DEMO|TERRAFORM|TF|CDKTF)_/.test(name));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: '1', CI: '1' };
}
