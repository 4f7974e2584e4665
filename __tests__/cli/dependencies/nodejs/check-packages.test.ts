import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkPackages } from '../../../../cli/dependencies/nodejs/check-packages';
import type { InstalledPackage } from '../../../../cli/dependencies/nodejs/installed-packages';

let base: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'codeless-check-')));
});

afterEach(() => {
  rmSync(base, { recursive: true });
});

/** The check of an application that needs `left`, which its install has in one place and its package in another. */
function check(place: string, { dropped = [] as readonly string[], isInstalled = true } = {}): Promise<string[]> {
  const left: InstalledPackage = { path: '/install/left', manifest: {}, needs: [], names: new Set(['left']) };
  const application = {
    ...{ path: '/install', manifest: { name: 'app' }, names: new Set<string>() },
    needs: [{ name: 'left', kind: 'required', found: isInstalled ? left.path : undefined } as const],
  };
  const target = join(base, 'node_modules');
  mkdirSync(join(target, 'left'), { recursive: true });
  mkdirSync(join(target, 'other'), { recursive: true });
  return checkPackages({
    ...{ base, target, preferred: undefined, version: '22', dropped: new Set(dropped) },
    tree: { application, packages: isInstalled ? [left] : [], base },
    placement: { places: new Map([['/install/left', join(target, place)]]), links: new Map() },
  });
}

test('a dependency that is found in its place is in order', async () => {
  expect(await check('left')).toEqual([]);
});

test('fails where another package would be found by the name', async () => {
  await expect(check('other')).rejects.toMatchObject({
    exit: 'build',
    code: 'PackageConflict',
    message: 'app would find another left in the package than in the install',
  });
});

test('a dependency that was not installed fails, unless the project takes it out', async () => {
  await expect(check('left', { isInstalled: false })).rejects.toMatchObject({ code: 'DependencyMissing' });
  expect(await check('left', { isInstalled: false, dropped: ['left'] })).toEqual([]);
});
