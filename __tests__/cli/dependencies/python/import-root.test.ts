import { importRoot } from '../../../../cli/dependencies';
import { Machine, type Files } from '../support/machine';

const PACKAGE = '[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["uv_build"]\n';
const CODE = { 'src/shop/main.py': '' };

test.each<[string, Files]>([
  ['has a build system', { 'pyproject.toml': PACKAGE, ...CODE }],
  ['says so to uv', { 'pyproject.toml': '[tool.uv]\npackage = true\n', ...CODE }],
  ['has one module', { 'pyproject.toml': PACKAGE, 'src/shop.py': '' }],
])('the packages of a project that is a package are imported from its src: it %s', async (_, files) => {
  await expect(importRoot(new Machine(files).source, 'python3.12')).resolves.toBe('src');
});

test.each<[string, Files, string | undefined]>([
  ['has no build system', { 'pyproject.toml': '[project]\nname = "shop"\n', ...CODE }, 'python3.12'],
  ['says so to uv', { 'pyproject.toml': `${PACKAGE}[tool.uv]\npackage = false\n`, ...CODE }, 'python3.12'],
  ['says so to Poetry', { 'pyproject.toml': `${PACKAGE}[tool.poetry]\npackage-mode = false\n`, ...CODE }, 'python3.12'],
  ['has no pyproject.toml', CODE, 'python3.12'],
  ['has a src that is a package', { 'pyproject.toml': PACKAGE, 'src/__init__.py': '', ...CODE }, 'python3.12'],
  ['has a src without code', { 'pyproject.toml': PACKAGE, 'src/web-pages/a.html': '' }, 'python3.12'],
  ['has no src', { 'pyproject.toml': PACKAGE, 'shop/main.py': '' }, 'python3.12'],
  ['is for another runtime', { 'pyproject.toml': PACKAGE, ...CODE }, 'nodejs22.x'],
  ['is for no runtime', { 'pyproject.toml': PACKAGE, ...CODE }, undefined],
])('the packages of any other project are imported from its root: it %s', async (_, files, runtime) => {
  await expect(importRoot(new Machine(files).source, runtime)).resolves.toBeUndefined();
});

test('an archive has its packages where it has them', async () => {
  const { source } = new Machine({ 'app.zip': '' });

  await expect(importRoot(`${source}/app.zip`, 'python3.12')).resolves.toBeUndefined();
});
