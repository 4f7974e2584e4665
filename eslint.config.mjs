import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What a file must not import, each with the reason that the linter prints. */
const bans = {
  barrel: {
    regex: '^@cdktf/provider-(aws|github|archive)(/lib)?$',
    message: 'Import @cdktf/provider-*/lib/<resource>: the barrel costs seconds and hundreds of megabytes.',
  },
  sdk: { regex: '^@(aws-sdk|smithy)/', message: 'Constructs never import the AWS SDK: they run at synth.' },
  runtime: {
    regex: '(/|^)(cli|runtime|local-aws|demo|bench|scripts)(/|$)',
    message: 'Constructs and stacks never import programs: share contract.ts instead.',
  },
  cdktf: {
    regex: '^(cdktf|constructs|@cdktf/.*)$',
    message: 'Programs never import cdktf: they meet the constructs only in contract.ts.',
  },
  upwards: {
    regex: '(^|/)(stacks|main)(/|$)',
    message: 'Imports go one way: main, stacks, modules, modules/shared.',
  },
  sibling: {
    regex: '^\\.\\./(?!shared/)[^./][^/]*/.+',
    message: 'A room sees its sibling only through its index: import ../<room>.',
  },
  nested: {
    regex: '^\\.\\./\\.\\./(?!shared/)[^./][^/]*/.+',
    message: 'A room sees its sibling only through its index: import ../<room>.',
  },
  program: {
    regex: '(^|/)modules(/(?![^/]+/contract$).*)?$',
    message: 'Programs never import cdktf: they meet the constructs only in contract.ts.',
  },
  tools: {
    regex: '(^|/)(demo|bench|scripts)(/|$)',
    message: 'What users run does not need what shows, measures or generates.',
  },
  outOfRuntime: {
    regex: '^\\.\\./(?!contract$)',
    message: 'Programs never import cdktf: they meet the constructs only in contract.ts.',
  },
  main: { regex: '^(\\.\\./)+main$', message: 'Imports go one way: main, stacks, modules, modules/shared.' },
  insideRoom: {
    regex: '(^|/)modules/[^/]+/(?!contract$).+',
    message: 'Import a room through its index, modules/<room>, or its contract.ts.',
  },
  rooms: { regex: '^\\.\\./(?!\\.)', message: 'modules/shared imports no room.' },
  outOfZip: {
    regex: '^(?!node:|\\./)',
    message: 'zip/ is shared by constructs and programs, so it imports only what Node.js has.',
  },
  anything: { regex: '.', message: 'contract.ts is shared by constructs and programs, so it imports nothing.' },
};

/** Bans `import()`, which the bans of imports can't look into, but where its whole argument matches. */
const importExpression = (but = '(?!)') => ({
  selector: `ImportExpression:not([source.value=/^${but}$/])`,
  message: 'Import at the top of the file, where the boundaries are checked.',
});

const wholeZod = {
  selector: "ImportDeclaration[source.value='zod'] > :matches(ImportSpecifier, ImportDefaultSpecifier)",
  message: "Write import * as z from 'zod': the bundler then takes only what is used of it.",
};

/** The import bans of one part of the tree; with no `import()`. */
const forbid = (files, ...names) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: names.map((name) => bans[name]) }],
    'no-restricted-syntax': ['error', importExpression()],
  },
});

export default tseslint.config(
  { ignores: ['dist/', 'cdktf.out/', 'coverage/', 'templates/', 'examples/', '**/.gen/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The provider marks what AWS calls legacy, not what it takes away.
      '@typescript-eslint/no-deprecated': 'off',
      'no-console': 'error',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
  forbid(['main.ts'], 'barrel', 'sdk', 'runtime', 'insideRoom'),
  forbid(['stacks/**/*.ts'], 'barrel', 'sdk', 'runtime', 'insideRoom', 'main'),
  forbid(['modules/*.ts', 'modules/*/*.ts'], 'barrel', 'sdk', 'runtime', 'upwards', 'sibling'),
  forbid(['modules/*/*/**/*.ts'], 'barrel', 'sdk', 'runtime', 'upwards', 'nested'),
  forbid(['modules/shared/**/*.ts'], 'barrel', 'sdk', 'runtime', 'upwards', 'rooms'),
  forbid(['modules/**/contract.ts'], 'anything'),
  forbid(['zip/**/*.ts'], 'outOfZip'),
  forbid(['cli/**/*.ts', 'local-aws/**/*.ts'], 'cdktf', 'upwards', 'program', 'tools'),
  { files: ['cli/**/*.ts'], rules: { 'no-restricted-syntax': ['error', importExpression(), wholeZod] } },
  {
    // Verbs are loaded when they are asked for, from their room alone.
    files: ['cli/program.ts'],
    rules: { 'no-restricted-syntax': ['error', importExpression('\\.\\/verbs\\/[a-z-]+'), wholeZod] },
  },
  forbid(['modules/**/runtime/**/*.ts'], 'cdktf', 'upwards', 'outOfRuntime'),
  forbid(['demo/**/*.ts'], 'cdktf', 'program', 'upwards'),
  forbid(['bench/**/*.ts', 'scripts/**/*.ts'], 'barrel'),
);
