import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

import { startCodeless } from './support/codeless-program';
import { ANSWER, RECIPE_CASES, isOnPath, type RecipeCase } from './support/recipes/cases';
import { documentedRecipes } from './support/recipes/documented';
import { temporaryDirectory } from './support/temporary';

const ROOT = resolve(__dirname, '../..');
const RECIPES = documentedRecipes();

const tried = RECIPE_CASES.filter(({ needs }) => needs.every(isOnPath));
for (const { name, needs, untried } of RECIPE_CASES) {
  const missing = needs.filter((program) => !isOnPath(program));
  const why = missing.length > 0 ? `since ${missing.join(', ')} is not on PATH` : untried;
  if (why !== undefined) process.stderr.write(`NOT TRIED: the recipe for ${name}, ${why}\n`);
}

/** What the machine's tools find their registries and caches by. */
const MACHINE = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(AWS|CODELESS)_/.test(name) ? [] : [[name, value]],
  ),
);

/** A project of a case in a new directory, with the tools that this repository has for development. */
function projectOf({ files }: RecipeCase): string {
  const project = temporaryDirectory('recipe');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), content);
  }
  mkdirSync(join(project, 'node_modules'));
  for (const name of ['.bin', 'esbuild', 'picocolors', 'typescript']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
  return project;
}

/** What `codeless build` made of a source. */
interface Built {
  /** The package of the code. */
  readonly file: string;
  readonly sha256: string;
}

/** Builds for the function of a case, which has to succeed and to need no layer. */
async function build(
  { runtime, handler }: RecipeCase,
  architecture: string,
  source: string,
  { flags = {}, programs = [] }: { flags?: Readonly<Record<string, string>>; programs?: readonly string[] } = {},
): Promise<Built> {
  const all = {
    '--app-src-path': source,
    '--function-runtime': runtime,
    '--function-architecture': architecture,
    '--out': temporaryDirectory('packages'),
    ...(handler !== undefined && { '--function-handler': handler }),
    ...flags,
  };
  const env = { ...MACHINE, PATH: [...programs, MACHINE.PATH].join(delimiter) };
  const { exit, stdout, stderr } = await startCodeless(['build', '--json', ...Object.entries(all).flat()], env).ended;
  if (exit !== 0) throw new Error(`the program ended with ${exit ?? 'a signal'}:\n${stdout}${stderr}`);
  const { code, dependencies } = JSON.parse(stdout) as {
    readonly code: Built;
    readonly dependencies: { readonly state: string };
  };
  expect(dependencies).toEqual({ state: 'none' });
  return code;
}

/** The flags by which the page has a case built. */
function flagsOf({ name, blanks = {} }: RecipeCase): Readonly<Record<string, string>> {
  const recipe = RECIPES.find((row) => row.name === name);
  if (recipe === undefined) throw new Error(`the page has no recipe for ${name}`);
  const { command, dependencies } = recipe;
  const filled = Object.entries(blanks).reduce((text, [blank, value]) => text.replaceAll(blank, value), command);
  return { '--build-command': filled, ...(dependencies !== undefined && { '--dependencies': dependencies }) };
}

test('the page has a recipe for what is tried here, and no other', () => {
  expect(RECIPES.map(({ name }) => name)).toEqual(RECIPE_CASES.map(({ name }) => name));
});

test.each(tried)('the recipe for $name makes a package that runs, and the same one elsewhere', async (one) => {
  const programs = one.install === undefined ? [] : [await one.install()];
  const how = { flags: flagsOf(one), programs };
  for (const architecture of one.architectures) {
    const project = projectOf(one);
    const { file, sha256 } = await build(one, architecture, project, how);
    const unpacked = temporaryDirectory('unpacked');
    execFileSync('unzip', ['-q', file, '-d', unpacked]);
    expect(await one.run(unpacked, architecture)).toBe(ANSWER);
    expect((await build(one, architecture, projectOf(one), how)).sha256).toBe(sha256);

    if (one.archive === undefined) continue;
    const archive = join(project, one.archive);
    const shipped = await build(one, architecture, archive);
    expect(readFileSync(shipped.file).equals(readFileSync(archive))).toBe(true);
  }
});
