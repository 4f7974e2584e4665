import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { resolveSettings, type ResolvedSettings } from '../../../cli/settings/resolve';
import { readText } from '../../../cli/text';
import type { VerbName } from '../../../cli/verb';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'texts-'));
  mkdirSync(join(cwd, 'directory'));
});

afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function resolve(flags: Readonly<Record<string, string>>, verb: VerbName = 'deploy'): Promise<ResolvedSettings> {
  return resolveSettings({
    verb,
    flags: { 'function-name': 'demo-api', ...flags },
    env: {},
    cwd,
    legacy: false,
    readFile: readText,
    readContract: () => Promise.resolve(undefined),
    defaultSourceVersion: () => Promise.resolve({ value: 'head', source: 'default' }),
    onProgress: () => undefined,
  });
}

const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

test.each([
  ['a byte order mark', Buffer.from('\uFEFFkeep: 7\n')],
  ['UTF-16, as PowerShell writes it', utf16('keep: 7\r\n')],
])('a configuration file with %s is read', async (_, content) => {
  writeFileSync(join(cwd, 'codeless.yml'), content);
  expect((await resolve({})).settings.keep).toEqual({ value: 7, source: 'file' });
});

test.each([
  ['MergeConflict', 'line 2: a merge conflict is not resolved', 'a: 1\n<<<<<<< HEAD\n=======\n>>>>>>> other\n'],
  ['ConfigurationFileUnreadable', 'line 1: an alias refers to a node that holds the alias itself', 'a: &a [*a]\n'],
  ['ConfigurationFileUnreadable', 'line 1: an alias refers to a node that holds the alias itself', '&a\nkeep: *a\n'],
  ['TextEncoding', 'it is not UTF-8', Buffer.from([0x6b, 0xe4, 0x0a])],
])('a configuration file fails as %s: %s', async (code, what, content) => {
  writeFileSync(join(cwd, 'codeless.yml'), content);
  const separator = what.startsWith('line') ? ', ' : ': ';
  await expect(resolve({})).rejects.toMatchObject({ exit: 'usage', code, message: `codeless.yml${separator}${what}` });
});

test('a configuration file that is a directory fails', async () => {
  await expect(resolve({ config: 'directory' })).rejects.toMatchObject({
    exit: 'usage',
    code: 'TextUnreadable',
    message: 'directory: it is a directory, not a file',
  });
});

test.each([
  ['deploy', 'smoke-test', '@directory', 'TextUnreadable', 'smoke-test @directory: it is a directory, not a file'],
  ['invoke', 'payload', '@directory', 'TextUnreadable', 'payload @directory: it is a directory, not a file'],
  ['invoke', 'payload', '@missing', 'WrongValue', 'payload: there is no file missing'],
  ['invoke', 'payload', '@', 'WrongValue', 'payload: the name of a file has to follow the @'],
  ['invoke', 'payload', '@bad.json', 'JsonInvalid', 'payload @bad.json, line 2: this is not JSON'],
] as const)('%s --%s %s fails', async (verb, flag, value, code, message) => {
  writeFileSync(join(cwd, 'bad.json'), '{\n"a" 1}');
  await expect(resolve({ [flag]: value }, verb)).rejects.toMatchObject({ exit: 'usage', code, message });
});

test('JSON in UTF-16 is read', async () => {
  writeFileSync(join(cwd, 'event.json'), utf16('{"a":"é"}'));
  expect((await resolve({ payload: '@event.json' }, 'invoke')).flags.payload).toBe('{"a":"é"}');
});
