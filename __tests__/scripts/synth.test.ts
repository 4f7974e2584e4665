import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** A program that prints a word; it names all it needs, so that the compiler has little to read. */
const printing = (word: string): string =>
  `declare const process: { stdout: { write(text: string): void } };\nprocess.stdout.write('${word}');\n`;

/** Makes the program of pipelines, each time another one. */
const BUNDLE = `import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'codeless.js'), process.hrtime.bigint().toString());
console.log('bundled');
`;

let project: string;

/** Writes a source file that was saved some seconds from now, so that the file system's clock does not matter. */
function save(name: string, text: string, seconds = 0): void {
  const path = join(project, name);
  writeFileSync(path, text);
  const time = Date.now() / 1000 + seconds;
  utimesSync(path, time, time);
}

function synth(): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(project, 'scripts', 'synth.mjs')], { encoding: 'utf8' });
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'codeless-synth-'));
  mkdirSync(join(project, 'scripts'));
  copyFileSync(join(ROOT, 'scripts', 'synth.mjs'), join(project, 'scripts', 'synth.mjs'));
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'), 'junction');
  const output = { module: 'CommonJS', outDir: 'dist', rootDir: '.' };
  const compilerOptions = { ...output, strict: true, types: [], lib: ['es5'], skipLibCheck: true };
  save('tsconfig.build.json', JSON.stringify({ compilerOptions, include: ['main.ts'] }), -60);
  save('main.ts', printing('first'), -60);
  save('scripts/bundle.mjs', BUNDLE, -60);
  mkdirSync(join(project, 'cli'));
  save('cli/main.ts', printing('cli'), -60);
  utimesSync(join(project, 'cli'), Date.now() / 1000 - 60, Date.now() / 1000 - 60);
});

const program = (): string => readFileSync(join(project, 'dist', 'cli', 'codeless.js'), 'utf8');

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

test('the app is compiled on the first run, and runs without the compiler while nothing changes', () => {
  expect(synth()).toMatchObject({ status: 0, stdout: 'first' });

  unlinkSync(join(project, 'node_modules'));

  expect(synth()).toMatchObject({ status: 0, stdout: 'first' });
});

test('the program that pipelines run is made where it is missing or older than its source, and says nothing on stdout', () => {
  expect(synth()).toMatchObject({ status: 0, stdout: 'first' });
  const first = program();
  expect(synth()).toMatchObject({ status: 0, stdout: 'first' });
  expect(program()).toBe(first);

  save('cli/main.ts', printing('newer'), 1);
  expect(synth()).toMatchObject({ status: 0, stdout: 'first' });
  expect(program()).not.toBe(first);
});

test('fails where the program can’t be made', () => {
  save('scripts/bundle.mjs', 'process.exit(3);', -60);
  expect(synth()).toMatchObject({ status: 1, stdout: '' });
  expect(existsSync(join(project, 'dist', 'cli'))).toBe(false);
});

test('a source that was saved later is compiled before the app runs', () => {
  synth();
  save('main.ts', printing('second'), 1);

  expect(synth()).toMatchObject({ status: 0, stdout: 'second' });
});

test('fails with the compiler’s message on stderr, each time until the source is right', () => {
  synth();
  save('main.ts', `${printing('wrong')}const count: number = 'two';\n`, 1);

  for (let run = 0; run < 2; run++) {
    const { status, stdout, stderr } = synth();
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain("Type 'string' is not assignable to type 'number'.");
  }
});
