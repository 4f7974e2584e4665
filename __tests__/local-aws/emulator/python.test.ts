import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findPython } from '../../../local-aws';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'find-python-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A directory of PATH with programs that end with the given codes: 0 is a Python that will do. */
function directory(name: string, programs: Readonly<Record<string, number>>): string {
  const path = join(root, name);
  mkdirSync(path);
  for (const [program, code] of Object.entries(programs)) {
    writeFileSync(join(path, program), `#!/bin/sh\nexit ${code}\n`);
    chmodSync(join(path, program), 0o755);
  }
  return path;
}

test('takes the first python3 that is new enough', () => {
  const [old, fit, later] = [
    directory('old', { python3: 1 }),
    directory('fit', { python3: 0 }),
    directory('b', { python3: 0 }),
  ];
  expect(findPython({ PATH: [old, fit, later].join(':') })).toBe(join(fit, 'python3'));
});

test('takes python where no python3 will do', () => {
  const path = directory('only', { python: 0, python3: 1 });
  expect(findPython({ PATH: path })).toBe(join(path, 'python'));
});

test('finds nothing where there is none, or none that may run', () => {
  const path = directory('locked', { python3: 0 });
  chmodSync(join(path, 'python3'), 0o644);
  expect([findPython({ PATH: path }), findPython({ PATH: '' }), findPython({})]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
