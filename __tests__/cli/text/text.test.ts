import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseJson, parseJsonObject, readText, TEXT_LIMIT } from '../../../cli/text';
import { parseToml } from '../../../cli/text/toml';
import { parseYaml } from '../../../cli/text/yaml';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'text-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function file(content: string | Uint8Array): string {
  const path = join(directory, 'input.txt');
  writeFileSync(path, content);
  return path;
}

describe('reading a text', () => {
  test.each([
    ['UTF-8', Buffer.from('größe==1\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFgröße==1\n')],
    ['UTF-16 of PowerShell', Buffer.from('\uFEFFgröße==1\n', 'utf16le')],
    ['UTF-16, high byte first', Buffer.from('\uFEFFgröße==1\n', 'utf16le').swap16()],
  ])('takes %s', async (_, content) => {
    await expect(readText(file(content))).resolves.toBe('größe==1\n');
  });

  test('finds no file where there is none', async () => {
    await expect(readText(join(directory, 'none'))).resolves.toBeUndefined();
    await expect(readText(join(file('x'), 'below'))).resolves.toBeUndefined();
  });

  test.each([
    ['another encoding', Buffer.from([0x67, 0x72, 0xf6]), 'TextEncoding', 'req.txt: it is not UTF-8'],
    ['UTF-16 without a mark', Buffer.from('abc', 'utf16le'), 'TextEncoding', 'req.txt: it holds NUL bytes'],
    [
      'merge markers',
      'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> topic\n',
      'MergeConflict',
      'req.txt, line 2: a merge conflict is not resolved',
    ],
  ])('fails with %s', async (_, content, code, message) => {
    await expect(readText(file(content), 'req.txt')).rejects.toMatchObject({ exit: 'usage', code, message });
  });

  test('takes a heading that is underlined as a marker is', async () => {
    await expect(readText(file('Title\n=======\n'))).resolves.toBe('Title\n=======\n');
  });

  test.each(['<<<<<<< HEAD\n', '>>>>>>> topic\n', 'x <<<<<<< HEAD\nx >>>>>>> topic\n'])(
    'takes a text with markers that are no pair, or do not begin a line: %j',
    async (text) => {
      await expect(readText(file(text))).resolves.toBe(text);
    },
  );

  test('fails with a directory, and with a file that is too large', async () => {
    mkdirSync(join(directory, 'folder'));
    await expect(readText(join(directory, 'folder'), 'folder')).rejects.toMatchObject({
      exit: 'usage',
      code: 'TextUnreadable',
      message: 'folder: it is a directory, not a file',
    });
    const large = file('');
    truncateSync(large, TEXT_LIMIT + 1);
    await expect(readText(large)).rejects.toMatchObject({ exit: 'usage', code: 'TextTooLarge' });
  });
});

describe('parsing', () => {
  test('JSON tells the line and nothing of the content', () => {
    expect(parseJson('\uFEFF{"a": 1}', 'a.json')).toEqual({ a: 1 });
    const fails = (text: string): unknown => {
      try {
        return parseJson(text, 'a.json', 'Correct it.');
      } catch (error) {
        return error;
      }
    };
    const error = { exit: 'usage', code: 'JsonInvalid', hint: 'Correct it.' };
    expect(fails('{\n"a": hunter2\n}')).toMatchObject({ ...error, message: 'a.json, line 2: this is not JSON' });
    expect(fails('{\n"a": 1,\n\n')).toMatchObject({ ...error, message: 'a.json, line 2: this is not JSON' });
    expect(fails('')).toMatchObject({ ...error, message: 'a.json, line 1: this is not JSON' });
  });

  test.each(['[]', 'null', '1'])('a JSON object fails with %s', (text) => {
    expect(() => parseJsonObject(text, 'a.json')).toThrow('a.json, line 1: this is not a JSON object');
    expect(parseJsonObject('{}', 'a.json')).toEqual({});
  });

  test('YAML fails with the line, and with an alias that refers to itself', () => {
    expect(parseYaml('a: &x [1]\nb: *x\n', 'c.yml').value).toEqual({ a: [1], b: [1] });
    expect(() => parseYaml('a: 1\nb: [1\n', 'c.yml')).toThrow(/^c\.yml, line \d: /);
    expect(() => parseYaml('a: &x\n  b: *x\n', 'c.yml')).toThrow(
      'c.yml, line 1: an alias refers to a node that holds the alias itself',
    );
  });

  test('TOML fails with the line', () => {
    expect(parseToml('[project]\ndependencies = [\n  "a" # ]\n]\n', 'p.toml')).toEqual({
      project: { dependencies: ['a'] },
    });
    expect(() => parseToml('a = 1\nb = \n', 'p.toml', 'Correct it.')).toThrow(/^p\.toml, line 2: this is not TOML: /);
  });
});
