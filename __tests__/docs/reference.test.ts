import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceBetweenMarkers } from '../../scripts/reference/markers';
import { generatePages, readPublicApi } from '../../scripts/reference/pages';
import { problems } from '../../scripts/reference/problems';
import { readReference } from '../../scripts/reference/read';
import { readPage, ROOT } from './pages';

describe('the reference of this package', () => {
  const entries = readPublicApi(ROOT);

  test('every public name is told, and every optional property has its default', () => {
    expect(problems(entries)).toEqual([]);
  });

  test.each(generatePages(ROOT, entries))('$path is what `npm run docs` writes', ({ path, content }) => {
    expect(readPage(path)).toBe(content);
  });

  test('the properties of a base type are inputs too', () => {
    const props = entries.find(({ name }) => name === 'CodelessLambdaProps');
    expect(props?.members.map(({ name }) => name)).toEqual(expect.arrayContaining(['functionName', 'aliasOwner']));
  });

  test('what only the package itself uses is left out', () => {
    const names = entries.find(({ name }) => name === 'CodelessAlias')?.members.map(({ name }) => name);
    expect(names).toContain('addPermission');
    expect(names).not.toContain('roleName');
    expect(names).not.toContain('target');
    expect(names).not.toContain('node');
  });
});

describe('what a docstring lacks', () => {
  const directory = mkdtempSync(join(tmpdir(), 'codeless-reference-'));

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const problemsOf = (source: string): string[] => {
    const path = join(directory, 'module.ts');
    writeFileSync(path, source);
    return problems(readReference(path, { strict: true, types: [] }));
  };

  test('fails a property with no text', () => {
    const source = '/** A. */ export interface A {\n/** @default 1 */ readonly size?: number; }';
    expect(problemsOf(source)).toEqual(['A.size has no docstring']);
  });

  test('fails an optional property with no default', () => {
    const source = '/** A. */ export interface A {\n/** Of A. */ readonly size?: number; }';
    expect(problemsOf(source)).toEqual(['A.size is optional and has no @default']);
  });

  test('fails an exported name with no text', () => {
    expect(problemsOf('export const SIZE = 1;')).toEqual(['SIZE has no docstring']);
  });

  test('fails a method with no text', () => {
    const source = '/** A. */ export class A { public grow(): void { return; } }';
    expect(problemsOf(source)).toEqual(['A.grow has no docstring']);
  });

  test('passes over private members and those marked internal', () => {
    const source = '/** A. */ export class A { private size = 1;\n/** @internal */ public own = this.size; }';
    expect(problemsOf(source)).toEqual([]);
  });
});

describe('generated parts of a page', () => {
  test('only what lies between the markers is replaced', () => {
    expect(replaceBetweenMarkers('a\n<!-- x:start -->\nold\n<!-- x:end -->\nb', 'x', 'new')).toBe(
      'a\n<!-- x:start -->\n<!-- prettier-ignore-start -->\n\nnew\n\n<!-- prettier-ignore-end -->\n<!-- x:end -->\nb',
    );
  });

  test.each(['no markers', '<!-- x:start --> no end', '<!-- x:start --><!-- x:end --><!-- x:start --><!-- x:end -->'])(
    'fails on a page with %s',
    (text) => {
      expect(() => replaceBetweenMarkers(text, 'x', 'new')).toThrow(
        'there must be one pair of <!-- x:start --> and <!-- x:end -->',
      );
    },
  );
});
