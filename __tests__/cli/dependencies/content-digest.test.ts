import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { contentDigest } from '../../../cli/dependencies/content-digest';

const MEGABYTE = 1024 * 1024;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'digest-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function digestOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const root = mkdtempSync(join(directory, 'tree-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return contentDigest(root);
}

describe('the digest of a directory', () => {
  test.each([
    ['small', 'a\n'.repeat(10)],
    ['large', 'line\n'.repeat(MEGABYTE)],
    ['large, with a line end at the end of each megabyte', `${'x'.repeat(MEGABYTE - 1)}\n`.repeat(3)],
  ])('is the same whatever line ends a text has: %s', async (_, text) => {
    expect(await digestOf({ a: text.replaceAll('\n', '\r\n') })).toBe(await digestOf({ a: text }));
  });

  test.each([
    ['small', 10],
    ['large', 3 * MEGABYTE],
  ])('is another for each byte of a binary: %s', async (_, size) => {
    const binary = Buffer.concat([Buffer.from('\0\r\n'), Buffer.alloc(size, 1)]);
    const unix = Buffer.concat([Buffer.from('\0\n'), Buffer.alloc(size, 1)]);
    expect(await digestOf({ a: binary })).not.toBe(await digestOf({ a: unix }));
    const changed = Buffer.from(binary);
    changed[changed.length - 1] = 2;
    expect(await digestOf({ a: changed })).not.toBe(await digestOf({ a: binary }));
  });

  test('does not wait for a pipe that nobody writes to, and knows its name', async () => {
    const before = await contentDigest(directory);
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    expect(await contentDigest(directory)).not.toBe(before);
  });

  test('has a package that is called venv, or build, and leaves out a virtual environment by any name', async () => {
    const python = { 'setup.py': '', 'lib/venv/__init__.py': '', 'build/__init__.py': '' };
    expect(await digestOf({ ...python, 'lib/venv/a.py': '' })).not.toBe(await digestOf(python));
    expect(await digestOf({ ...python, 'build/lib/a.py': '' })).not.toBe(await digestOf(python));
    const environments = {
      'venv/pyvenv.cfg': '',
      'my-env/pyvenv.cfg': '',
      'my-env/lib/a.py': '',
      'c/conda-meta/a': '',
    };
    expect(await digestOf({ ...python, ...environments })).toBe(await digestOf(python));
  });

  test("leaves out what setuptools builds beside its descriptor, and no other project's build/lib", async () => {
    const python = { 'setup.py': '', 'a.py': '' };
    expect(await digestOf({ ...python, 'build/lib/a.py': '' })).toBe(await digestOf(python));
    const node = { 'package.json': '{}', 'index.js': '' };
    expect(await digestOf({ ...node, 'build/lib/index.js': '' })).not.toBe(await digestOf(node));
  });
});
