import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const BARREL = 'Import @cdktf/provider-*/lib/<resource>: the barrel costs seconds and hundreds of megabytes.';
const SDK = 'Constructs never import the AWS SDK: they run at synth.';
const PROGRAM = 'Constructs and stacks never import programs: share contract.ts instead.';
const CDKTF = 'Programs never import cdktf: they meet the constructs only in contract.ts.';
const UPWARDS = 'Imports go one way: main, stacks, modules, modules/shared.';
const SIBLING = 'A room sees its sibling only through its index: import ../<room>.';
const INSIDE = 'Import a room through its index, modules/<room>, or its contract.ts.';
const ROOMS = 'modules/shared imports no room.';
const TOOLS = 'What users run does not need what shows, measures or generates.';
const ZIP_ONLY = 'zip/ is shared by constructs and programs, so it imports only what Node.js has.';
const ANYTHING = 'contract.ts is shared by constructs and programs, so it imports nothing.';

const ROOM = 'modules/codeless-lambda/alias.ts';
const NESTED = 'modules/codeless-lambda/placeholder/template.ts';
const SHARED = 'modules/shared/names.ts';
const CONTRACT = 'modules/codeless-lambda/contract.ts';
const RUNTIME = 'modules/lambda-ci/runtime/release.ts';
const CLI = 'cli/deploy.ts';
const ZIP = 'zip/zip-of.ts';
const LOCAL_AWS = 'local-aws/main.ts';

/** What a file must not import, and the reason that the linter gives. */
const FORBIDDEN: readonly (readonly [file: string, specifier: string, reason: string])[] = [
  ...['main.ts', 'stacks/demo-stack.ts', ROOM, SHARED, 'bench/main.ts', 'scripts/docs.ts'].flatMap((file) => [
    [file, '@cdktf/provider-aws', BARREL] as const,
    [file, '@cdktf/provider-archive/lib', BARREL] as const,
    [file, '@cdktf/provider-github', BARREL] as const,
  ]),
  ...['main.ts', 'stacks/demo-stack.ts', ROOM, SHARED].flatMap((file) => [
    [file, '@aws-sdk/client-lambda', SDK] as const,
    [file, '@smithy/node-http-handler', SDK] as const,
  ]),
  ['main.ts', './cli', PROGRAM],
  ['main.ts', './demo/main', PROGRAM],
  ['stacks/demo-stack.ts', '../local-aws/main', PROGRAM],
  ['stacks/demo-stack.ts', '../cli/deploy', PROGRAM],
  [ROOM, './runtime/handler', PROGRAM],
  [ROOM, '../../cli/deploy', PROGRAM],
  [ROOM, '../../bench/table', PROGRAM],
  [ROOM, '../../scripts/docs', PROGRAM],
  [SHARED, '../../local-aws/front', PROGRAM],
  ['main.ts', './modules/codeless-lambda/alias', INSIDE],
  ['stacks/demo-stack.ts', '../modules/codeless-lambda/alias', INSIDE],
  ['stacks/demo-stack.ts', '../modules/shared/names', INSIDE],
  [ROOM, '../../stacks/config', UPWARDS],
  [ROOM, '../../main', UPWARDS],
  [SHARED, '../../stacks/config', UPWARDS],
  [SHARED, '../../main', UPWARDS],
  [ROOM, '../artifact-store/bucket', SIBLING],
  [SHARED, '../codeless-lambda', ROOMS],
  [SHARED, '../codeless-lambda/contract', ROOMS],
  ...['cdktf', 'node:fs', './ownership', '../shared/names'].map(
    (specifier) => [CONTRACT, specifier, ANYTHING] as const,
  ),
  ...['yauzl', 'pako', '../cli/package', '../modules'].map((specifier) => [ZIP, specifier, ZIP_ONLY] as const),
  ...[CLI, LOCAL_AWS, RUNTIME].flatMap((file) => [
    [file, 'cdktf', CDKTF] as const,
    [file, 'constructs', CDKTF] as const,
    [file, '@cdktf/provider-aws/lib/lambda-function', CDKTF] as const,
  ]),
  ...['cdktf', '@cdktf/provider-aws/lib/lambda-function'].map(
    (specifier) => ['demo/main.ts', specifier, CDKTF] as const,
  ),
  ['demo/main.ts', '../modules', CDKTF],
  ['demo/main.ts', '../stacks/config', UPWARDS],
  [LOCAL_AWS, '../demo/printer', TOOLS],
  [CLI, '../bench/table', TOOLS],
  [CLI, '../stacks/config', UPWARDS],
  [CLI, '../main', UPWARDS],
  ...['../modules', '../modules/index', '../modules/codeless-lambda', '../modules/codeless-lambda/alias'].map(
    (specifier) => [CLI, specifier, CDKTF] as const,
  ),
  [RUNTIME, '../../../modules/codeless-lambda/alias', CDKTF],
  [RUNTIME, '../lambda-ci', CDKTF],
  [NESTED, '../../artifact-store/bucket', SIBLING],
  [NESTED, '../../../main', UPWARDS],
  ['stacks/demo-stack.ts', '../main', UPWARDS],
];

const ALLOWED: readonly (readonly [file: string, specifier: string])[] = [
  ['main.ts', 'cdktf'],
  ['main.ts', './stacks/config'],
  ['main.ts', './modules'],
  ['main.ts', './modules/codeless-lambda'],
  ['stacks/demo-stack.ts', '@cdktf/provider-aws/lib/lambda-function'],
  ['stacks/demo-stack.ts', './backend'],
  ['stacks/demo-stack.ts', '../modules'],
  ['stacks/demo-stack.ts', '../modules/codeless-lambda'],
  ['stacks/demo-stack.ts', '../modules/codeless-lambda/contract'],
  [ROOM, 'cdktf'],
  [ROOM, '@cdktf/provider-aws/lib/lambda-alias'],
  [ROOM, '../shared/names'],
  [ROOM, './contract'],
  [ROOM, '../artifact-store'],
  [NESTED, '../contract'],
  [NESTED, '../../../zip'],
  [CLI, '../zip'],
  [ZIP, 'node:zlib'],
  [ZIP, './records'],
  [NESTED, '../../shared/package-root'],
  [NESTED, '../../artifact-store'],
  [RUNTIME, '../contract'],
  [SHARED, 'cdktf'],
  [SHARED, './template'],
  [CLI, '@aws-sdk/client-lambda'],
  [CLI, '../modules/codeless-lambda/contract'],
  [CLI, './printer'],
  [LOCAL_AWS, 'node:http'],
  [LOCAL_AWS, './front/server'],
  [RUNTIME, '@aws-sdk/client-codepipeline'],
  [RUNTIME, '../contract'],
  ['demo/main.ts', '../local-aws'],
  ['bench/main.ts', '@cdktf/provider-aws/lib/lambda-function'],
  ['scripts/docs.ts', 'typescript'],
];

const messages = lint([...FORBIDDEN, ...ALLOWED]);

test.each(FORBIDDEN.map((row, index) => [...row, messages[index]] as const))(
  '%s must not import %s',
  (_file, specifier, reason, found) => {
    expect(found).toEqual([`'${specifier}' import is restricted from being used by a pattern. ${reason}`]);
  },
);

test.each(ALLOWED.map((row, index) => [...row, messages[FORBIDDEN.length + index]] as const))(
  '%s may import %s',
  (_file, _specifier, found) => {
    expect(found).toEqual([]);
  },
);

test('an import of types only is an import too', () => {
  const [found] = lintTexts([{ filePath: ROOM, text: "import type { Config } from '../../stacks/config';\n" }]);
  expect(found).toHaveLength(1);
});

test('an export from elsewhere is an import too', () => {
  const [found] = lintTexts([{ filePath: ROOM, text: "export * from '../artifact-store/bucket';\n" }]);
  expect(found).toHaveLength(1);
});

test.each([ROOM, 'stacks/demo-stack.ts', CLI])('%s must not import while it runs', (filePath) => {
  const [found] = lintTexts([{ filePath, text: "export const later = import('node:fs');\n" }]);
  expect(found).toEqual(['Import at the top of the file, where the boundaries are checked.']);
});

test('the program may import a file of a verb while it runs, and nothing else', () => {
  const specifiers = [
    './verbs/deploy',
    './verbs/explain-iam',
    './aws/clients',
    './verbs/../../modules',
    '../verbs/deploy',
  ];
  const sources = [...specifiers.map((specifier) => `'${specifier}'`), 'name', '`./verbs/${name}`'];
  const found = lintTexts(
    sources.map((source) => ({ filePath: 'cli/program.ts', text: `export const later = import(${source});\n` })),
  );

  const banned = ['Import at the top of the file, where the boundaries are checked.'];
  expect(found).toEqual([[], [], ...sources.slice(2).map(() => banned)]);
});

test('the program takes of zod what it uses', () => {
  const found = lintTexts(
    ["import { z } from 'zod';", "import * as z from 'zod';"].map((text) => ({ filePath: CLI, text: `${text}\n` })),
  );
  expect(found).toEqual([["Write import * as z from 'zod': the bundler then takes only what is used of it."], []]);
});

function lint(rows: readonly (readonly [file: string, specifier: string, ...rest: unknown[]])[]): string[][] {
  return lintTexts(rows.map(([filePath, specifier]) => ({ filePath, text: `import '${specifier}';\n` })));
}

function lintTexts(texts: readonly { filePath: string; text: string }[]): string[][] {
  const input = JSON.stringify(texts.map(({ filePath, text }) => ({ filePath: join(ROOT, filePath), text })));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'lint-texts.mjs'), ROOT], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`the linter ended with ${String(status)}:\n${stderr}`);
  }
  return JSON.parse(stdout) as string[][];
}
