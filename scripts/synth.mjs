// What cdktf.json runs: dist/main.js, compiled before where a source is newer, and with it the program that pipelines run.
// Asking the compiler each time whether there is anything to do would cost more than the whole of `cdktf synth`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['main.ts', 'stacks', 'modules', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const sourcesOfProgram = ['cli', 'modules', 'scripts/bundle.mjs', 'package.json', 'package-lock.json'];
const output = join(root, 'dist', 'main.js');
const program = join(root, 'dist', 'cli', 'codeless.js');
const stamp = join(root, 'dist', '.compiled');

/** When anything at the path last changed; a folder changes with what is added to it or taken away. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether any of the sources changed after what was made of them. */
function isOlder(made, names) {
  const time = existsSync(made) ? statSync(made).mtimeMs : 0;
  return Math.max(...names.map((name) => newest(join(root, name)))) >= time;
}

/** Runs a program of Node.js, whose output is not the result. */
function run(...args) {
  if (spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] }).status !== 0) process.exit(1);
}

/** Dates a file at the start of what made it, so that what was saved meanwhile is made again next time. */
function date(file, start) {
  utimesSync(file, start, start);
}

if (!existsSync(output) || isOlder(stamp, sources)) {
  const start = new Date();
  run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(root, 'tsconfig.build.json'));
  writeFileSync(stamp, '');
  date(stamp, start);
}
if (isOlder(program, sourcesOfProgram)) {
  const start = new Date();
  run(join(root, 'scripts', 'bundle.mjs'));
  date(program, start);
}
await import(pathToFileURL(output).href);
