import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { packageRoot } from '../../../modules/shared/package-root';

let directory: string;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'package-root-')));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test.each(['modules/codeless-lambda/placeholder', 'dist/modules/codeless-lambda/placeholder', '.'])(
  'the root is the nearest directory with a package.json above %s',
  (path) => {
    const root = join(directory, 'node_modules', 'cdktf-codeless');
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{}');
    writeFileSync(join(directory, 'package.json'), '{}');
    expect(packageRoot(join(root, path))).toBe(root);
  },
);

test('fails where no directory above has a package.json', () => {
  const top = parse(directory).root;
  expect(() => packageRoot(top)).toThrow(`no package.json in ${top} or above it`);
});
