import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readPage, ROOT, tableRows } from './pages';

/** The variables of the schema in stacks/variables.ts, each with its default as it is written there. */
function schema(): Map<string, string> {
  const path = join(ROOT, 'stacks', 'variables.ts');
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const variables = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && /^[A-Z][A-Z_]+$/.test(node.name.getText())) {
      const value = /\.default\(('?)(.*?)\1\)$/.exec(node.initializer.getText())?.[2];
      variables.set(node.name.getText(), value === undefined ? 'none' : `\`${value}\``);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return variables;
}

test('docs/configuration.md names the variables that are read, with their defaults', () => {
  const rows = tableRows(readPage('docs/configuration.md'), ['Variable', 'Default', 'What it is']);
  const documented = new Map(rows.map(([name = '', value = '']) => [name.replaceAll('`', ''), value]));

  expect(documented).toEqual(schema());
  expect(documented.get('DEMO_FUNCTION_NAME')).toBe('`demo-api`');
});
