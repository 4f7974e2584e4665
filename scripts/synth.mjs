// What cdktf.json runs: dist/main.js, compiled before where a source is newer. Asking the compiler each time whether there
// is anything to do would cost more than the whole of `cdktf synth`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ['main.ts', 'stacks', 'modules', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const output = join(root, 'dist', 'main.js');
const stamp = join(root, 'dist', '.compiled');

/** When anything at the path last changed; a folder changes with what is added to it or taken away. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const compiled = existsSync(output) && existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
if (Math.max(...sources.map((name) => newest(join(root, name)))) >= compiled) {
  const start = new Date();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(1);
  // Dated at the start, so that what was saved while the compiler ran is compiled next time.
  writeFileSync(stamp, '');
  utimesSync(stamp, start, start);
}
await import(pathToFileURL(output).href);
