import * as z from 'zod';

import { LEDGER_SCHEMA, LEDGER_SCHEMA_VERSION, MAX_RELEASES, parseLedger } from '../../cli/deploy/ledger';
import { codeBlocks, readPage, tableRows } from './pages';

const PAGE = readPage('docs/codeless.md');
const EXAMPLE = codeBlocks(PAGE, 'json').find((block) => block.includes('"releases"')) ?? '';

interface JsonSchema {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

/** Each member of a schema, as a row of the table writes it. */
function members({ properties = {}, required = [] }: JsonSchema, path = ''): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const key = `${path}${name}`;
    const type =
      schema.const === undefined ? (schema.type === 'array' ? 'list' : schema.type) : `\`${String(schema.const)}\``;
    return [
      [`\`${key}\``, type ?? '', required.includes(name) ? 'always' : 'if it applies'],
      ...members(schema, `${key}.`),
      ...members(schema.items ?? {}, `${key}[].`),
    ];
  });
}

test('the table has every key of the ledger, its type, and whether it is always there', () => {
  const rows = tableRows(PAGE, ['Key', 'Type', 'Present', 'What it is']);
  expect(rows.map((row) => row.slice(0, 3)).sort()).toEqual(
    members(z.toJSONSchema(LEDGER_SCHEMA) as JsonSchema).sort(),
  );
  expect(rows.filter(([, , , meaning]) => (meaning ?? '') === '')).toEqual([]);
});

test('the example is a ledger and has every key', () => {
  const ledger = parseLedger(EXAMPLE);
  expect(ledger).toEqual(JSON.parse(EXAMPLE));
  const written = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, `${path}[]`);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        const key = path === '' ? name : `${path}.${name}`;
        written.add(`\`${key}\``);
        walk(member, key);
      }
    }
  };
  walk(ledger, '');
  const keys = members(z.toJSONSchema(LEDGER_SCHEMA) as JsonSchema).map(([key]) => key);
  expect([...written].sort()).toEqual(keys.sort());
});

test('the heading and the table say the schema version and the most releases', () => {
  expect(PAGE).toContain(`### Ledger, schema version ${LEDGER_SCHEMA_VERSION}\n`);
  expect(PAGE).toContain(`at most ${MAX_RELEASES} `);
});
