import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findPython } from '../../local-aws';
import { packageRoot } from '../../modules/shared/package-root';
import type { BenchOptions } from '../options';
import type { BenchReport } from '../report/report';
import { measure } from './measure';
import { deployReport } from './report';
import { findTools } from './tools/find-tools';
import { makeStandIns } from './tools/stand-ins';

/** Times deploys by the program against those by others, each situation on a local AWS of its own. */
export async function deployBench(options: BenchOptions, progress: (line: string) => void): Promise<BenchReport> {
  const python = findPython(process.env);
  if (python === undefined) throw new Error('packages are checked by Python, and none is on PATH');
  const root = packageRoot(__dirname);
  const directory = mkdtempSync(join(tmpdir(), 'codeless-bench-'));
  try {
    const { bin, pip } = makeStandIns(directory, join(root, 'dist', 'cli', 'codeless.js'));
    const env = {
      ...pip,
      PATH: [bin, process.env.PATH ?? ''].join(delimiter),
      HOME: homedir(),
      TMPDIR: directory,
      XDG_CACHE_HOME: join(directory, 'cache'),
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const found = await findTools(version, python, env, progress);
    const results = await measure({ tools: found.tools, env, python, directory }, options, progress);
    return deployReport(results, found, options);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
