import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryPath } from '../../helpers/synth';
import type { Buildspec } from './buildspec-schema';
import { commandsOf } from './buildspec-schema';

/** A call of the program that stands for `codeless`. */
export interface ProgramCall {
  readonly args: readonly string[];
  /** The working directory, from the source's root. */
  readonly cwd: string;
  /** `CODELESS_TAG`, where it is set. */
  readonly tag?: string;
}

/** How a build went. */
export interface BuildRun {
  /** The phases that ran, each with whether it succeeded. */
  readonly phases: Readonly<Record<string, boolean>>;
  readonly calls: readonly ProgramCall[];
  readonly output: string;
  /** What the build exports. */
  readonly exported: string;
  /** Root of the source. */
  readonly source: string;
}

/** Notes its call; `diff` prints a difference of two lines, and the verb in `FAILING_VERB` fails. */
export const STAND_IN = `
const { appendFileSync } = require('node:fs');
const { relative } = require('node:path');
const args = process.argv.slice(2);
const cwd = relative(process.env.CODEBUILD_SRC_DIR, process.cwd());
appendFileSync(process.env.CALLS, JSON.stringify({ args, cwd, tag: process.env.CODELESS_TAG }) + '\\n');
if (args[0] === 'diff') console.log('app.py changed\\n"$HOME" is new');
if (args[0] === process.env.FAILING_VERB) process.exit(3);
`;

/** `aws s3 cp --only-show-errors URI FILE`, of the one object in the environment. */
const AWS = `#!/bin/sh
[ "$*" = "s3 cp --only-show-errors $OBJECT_URI $5" ] && cp "$OBJECT_FILE" "$5"
`;

/** The commands of a phase, in the one shell that CodeBuild has for all, until one fails. */
const PHASE = `
run_phase() {
  for command in "$1"/*; do
    if ! . "$command" </dev/null; then echo "$1 false" >>"$PHASES"; return 1; fi
  done
  echo "$1 true" >>"$PHASES"
}
`;

/**
 * Runs the commands of a build specification as CodeBuild does: where `install` or `pre_build` fails nothing follows, where
 * `build` fails `post_build` does.
 *
 * @param variables of the project, and of the start
 * @param object the program's text in S3
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export async function runBuildspec(
  spec: Buildspec,
  variables: Readonly<Record<string, string>>,
  object = STAND_IN,
): Promise<BuildRun> {
  const root = temporaryPath();
  const place = (name: string): string => join(root, name);
  for (const name of ['bin', 'source/services/api', 'tmp']) mkdirSync(place(name), { recursive: true });
  writeFileSync(place('object'), object);
  writeFileSync(place('bin/aws'), AWS);
  chmodSync(place('bin/aws'), 0o755);
  const names = ['install', 'pre_build', 'build', 'post_build'];
  const phases = commandsOf(spec).flatMap((commands, phase) => (commands.length === 0 ? [] : [{ phase, commands }]));
  for (const { phase, commands } of phases) {
    const directory = place(names[phase] ?? '');
    mkdirSync(directory);
    commands.forEach((command, index) => {
      writeFileSync(join(directory, String(100 + index)), `${command}\n`);
    });
  }
  const has = (name: string): boolean => existsSync(place(name));
  const run = (name: string): string => (has(name) ? `run_phase ${place(name)}` : 'true');
  const script = `${PHASE}\ncd "$CODEBUILD_SRC_DIR"\n${run('install')} && ${run('pre_build')} && { ${run('build')}; ${run('post_build')}; }
printf %s "$(printenv CODELESS_DIFFERENCE)" >${place('exported')}\n`;
  const output = await bash(script, place('source'), {
    PATH: [place('bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
    HOME: place('tmp'),
    TMPDIR: place('tmp'),
    CODEBUILD_SRC_DIR: place('source'),
    CALLS: place('calls'),
    PHASES: place('phases'),
    OBJECT_FILE: place('object'),
    OBJECT_URI: variables.LAMBDA_CI_PROGRAM_URI ?? '',
    ...variables,
  });
  const lines = (name: string): string[] => (has(name) ? readFileSync(place(name), 'utf8').trim().split('\n') : []);
  return {
    phases: Object.fromEntries(
      lines('phases').map((line) => [line.replace(/^.*\/| \w+$/g, ''), line.endsWith(' true')] as const),
    ),
    calls: lines('calls').map((line) => JSON.parse(line) as ProgramCall),
    output,
    exported: readFileSync(place('exported'), 'utf8'),
    source: place('source'),
  };
}

function bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd, env }, (_, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}
