import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackByPython } from '../../../bench/deploy/packages/unpack';
import { zipOf } from '../../../zip';

// Each test starts Python, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const FILES = { 'app.py': 'VALUE = 1\n', 'lib/data.txt': 'data'.repeat(100) };

let directory: string;
let source: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bench-unpack-'));
  source = join(directory, 'src');
  mkdirSync(join(source, 'lib'), { recursive: true });
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(source, name), content);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** What becomes of a package with this content; its bytes may be damaged. */
async function unpacked(
  files: Readonly<Record<string, string>>,
  from: string | undefined = source,
  damage: (bytes: Buffer) => void = () => undefined,
): Promise<string> {
  const path = join(directory, 'app.zip');
  const bytes = zipOf(Object.entries(files).map(([path, content]) => ({ path, content })));
  damage(bytes);
  writeFileSync(path, bytes);
  return unpackByPython('python3', path, from).then(() => 'whole', String);
}

test('a package with the very files of its source is whole', async () => {
  expect(await unpacked(FILES)).toBe('whole');
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['has other bytes in a file', { ...FILES, 'app.py': 'VALUE = 2\n' }, 'app.py differs from its source'],
  ['lacks a file', { 'app.py': FILES['app.py'] }, "not in both package and source: ['lib/data.txt']"],
  ['has a file too many', { ...FILES, 'lib/z.py': '' }, 'z.py'],
  ['is empty', {}, '0 entries, 0 names'],
])('fails if the package %s', async (_, files, reason) => {
  expect(await unpacked(files)).toContain(reason);
});

test('fails if one bit of an entry is not what was packed, with and without its source', async () => {
  const flip = (bytes: Buffer): void => {
    const at = bytes.indexOf('VALUE');
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  };
  expect(await unpacked(FILES, source, flip)).toContain("Bad CRC-32 for file 'app.py'");
  const path = join(directory, 'app.zip');
  await expect(unpackByPython('python3', path)).rejects.toThrow("Bad CRC-32 for file 'app.py'");
});

test('a package without a source to compare with has to be whole', async () => {
  const path = join(directory, 'deps.zip');
  writeFileSync(path, zipOf([{ path: 'greeting.py', content: '' }]));
  await expect(unpackByPython('python3', path)).resolves.toBeUndefined();
});
