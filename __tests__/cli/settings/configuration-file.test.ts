import { CodelessError } from '../../../cli/errors';
import { parseConfigurationFile } from '../../../cli/settings/configuration-file';

function parse(text: string): { values: Record<string, unknown>; problems: string[] } {
  const problems: string[] = [];
  const values = parseConfigurationFile(text, 'src/codeless.yml', problems);
  return { values: Object.fromEntries(values), problems };
}

test('keys are flags without their dashes, with values in their types', () => {
  const text = 'function-name: demo-api\nkeep: 5\nprune: false\ndependencies: none\nsmoke-test: "@event.json"\n';
  expect(parse(text)).toEqual({
    values: { 'function-name': 'demo-api', keep: 5, prune: false, dependencies: 'none', 'smoke-test': '@event.json' },
    problems: [],
  });
});

test('a smoke test may be written as what it is', () => {
  expect(parse('smoke-test:\n  path: /health\n').values).toEqual({ 'smoke-test': '{"path":"/health"}' });
});

test.each(['', '# nothing yet\n', '---\n'])('an empty file %j sets nothing', (text) => {
  expect(parse(text)).toEqual({ values: {}, problems: [] });
});

test('fails a wrong value with file, line and key', () => {
  expect(parse('function-name: demo\n\nkeep: many\n').problems).toEqual([
    "src/codeless.yml, line 3: keep must be a whole number from 1 to 200, got 'many'",
  ]);
});

test('fails a text where a number must be', () => {
  expect(parse('keep: "5"\n').problems).toEqual([
    "src/codeless.yml, line 1: keep must be a whole number from 1 to 200, got '5'",
  ]);
});

test('fails an unknown key, with the one that was likely meant', () => {
  expect(parse('funktion-name: demo\ncolour: red\n').problems).toEqual([
    'src/codeless.yml, line 1: funktion-name is no key of this file: did you mean function-name?',
    'src/codeless.yml, line 2: colour is no key of this file',
  ]);
});

test('fails a flag that is for the command line alone', () => {
  expect(parse('source-version: v1\n').problems).toEqual([
    'src/codeless.yml, line 1: source-version is not for a file: give it as --source-version',
  ]);
});

test('fails all that is wrong at once', () => {
  expect(parse('keep: 0\nwhatever: 1\nlease-seconds: 0\n').problems).toHaveLength(3);
});

test.each([
  ['a list', '- a\n', 'src/codeless.yml, line 1: it must hold keys and values, such as function-name: demo-api'],
  ['a text', 'hello\n', 'src/codeless.yml, line 1: it must hold keys and values, such as function-name: demo-api'],
  ['what is no YAML', 'keep: 5\nprune: [\n', 'src/codeless.yml, line 3: Flow sequence in block collection'],
  ['a key twice', 'keep: 5\nkeep: 6\n', 'src/codeless.yml, line 2: Map keys must be unique'],
])('fails %s', (_, text, message) => {
  const error = errorOf(() => parse(text));
  expect(error).toMatchObject({ exit: 'usage', code: 'ConfigurationFileUnreadable' });
  expect(error.message.slice(0, message.length)).toBe(message);
});

test('fails a file that grows without end by its aliases', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => {
      const before = 'abcdefgh'.charAt(index);
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`;
    }),
  ].join('\n');
  expect(errorOf(() => parse(bomb)).message).toMatch(/Excessive alias count/);
});

function errorOf(work: () => unknown): CodelessError {
  try {
    work();
  } catch (error) {
    if (error instanceof CodelessError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
