import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkReplaceable, withOutputDirectory, writeCopies } from '../../../cli/build/output-directory';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'output-'));
});

afterEach(() => {
  chmodSync(home, 0o755);
  rmSync(home, { recursive: true, force: true });
});

const work = (): Promise<string> => Promise.resolve('done');

test('the directory is made before the work begins, and nothing else is left in it', async () => {
  const directory = join(home, 'a', 'b');
  expect(await withOutputDirectory(directory, () => Promise.resolve(existsSync(directory)))).toBe(true);
  expect(readdirSync(directory)).toEqual([]);
});

test('directories that were made are removed if the work fails, and those that were there stay', async () => {
  const failing = withOutputDirectory(join(home, 'a', 'b'), () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect([readdirSync(home), existsSync(home)]).toEqual([[], true]);
});

test('fails at once in a file system that takes no directory', async () => {
  const begun = jest.fn(work);
  await expect(withOutputDirectory('/proc/x/y', begun)).rejects.toMatchObject({
    exit: 'usage',
    code: 'OutputUnwritable',
    message: expect.stringContaining("/proc/x/y can't be written to: ") as string,
  });
  expect(begun).not.toHaveBeenCalled();
});

test.each(['file', 'file/below'])('fails if %s is not a directory', async (path) => {
  writeFileSync(join(home, 'file'), '');
  await expect(withOutputDirectory(join(home, path), work)).rejects.toMatchObject({
    exit: 'usage',
    code: 'OutputUnwritable',
    message: `${join(home, path)} can't be written to: it is not a directory`,
  });
});

test('fails if a directory is where a file would be written', async () => {
  await expect(checkReplaceable(home)).rejects.toMatchObject({
    exit: 'usage',
    code: 'OutputUnwritable',
    message: `${home} can't be written to: it is a directory, not a file`,
  });
  await expect(checkReplaceable(join(home, 'missing'))).resolves.toBeUndefined();
});

test('files replace what was there, and a link to a neighbour stays one', async () => {
  writeFileSync(join(home, 'from'), 'new');
  writeFileSync(join(home, 'real.zip'), 'old');
  symlinkSync('real.zip', join(home, 'app.zip'));
  await writeCopies([
    { from: join(home, 'from'), to: join(home, 'app.zip') },
    { from: join(home, 'from'), to: join(home, 'deps.zip') },
  ]);
  expect(lstatSync(join(home, 'app.zip')).isSymbolicLink()).toBe(true);
  expect(['real.zip', 'deps.zip'].map((name) => readFileSync(join(home, name), 'utf8'))).toEqual(['new', 'new']);
  expect(readdirSync(home)).toEqual(['app.zip', 'deps.zip', 'from', 'real.zip']);
});

test('no file is written unless all can be', async () => {
  mkdirSync(join(home, 'out'));
  writeFileSync(join(home, 'from'), 'new');
  writeFileSync(join(home, 'out', 'app.zip'), 'old');
  const copies = [
    { from: join(home, 'from'), to: join(home, 'out', 'app.zip') },
    { from: join(home, 'missing'), to: join(home, 'out', 'deps.zip') },
  ];
  await expect(writeCopies(copies)).rejects.toMatchObject({ code: 'OutputUnwritable' });
  expect(readdirSync(join(home, 'out'))).toEqual(['app.zip']);
  expect(readFileSync(join(home, 'out', 'app.zip'), 'utf8')).toBe('old');
});
