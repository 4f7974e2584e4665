/**
 * Lints texts with the repository's own configuration: reads `[{ filePath, text }]` as JSON from stdin and writes, for each,
 * the messages of the rules no-restricted-…. Types are left out, since the files need not exist. ESLint loads its
 * configuration by `import()`, which Jest's own modules can't do: hence a program.
 */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({
  cwd: process.argv[2],
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
});
const cases = JSON.parse(await text(process.stdin));
const results = [];
for (const { filePath, text: source } of cases) {
  const [result] = await eslint.lintText(source, { filePath });
  const messages = result?.messages ?? [{ ruleId: null, message: `${filePath} is ignored` }];
  results.push(
    messages
      .filter(({ ruleId }) => ruleId === null || ruleId.startsWith('no-restricted-'))
      .map(({ message }) => message),
  );
}
process.stdout.write(JSON.stringify(results));
