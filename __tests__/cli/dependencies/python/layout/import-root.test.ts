import { importRoot } from '../../../../../cli/dependencies';
import { Machine, type Files } from '../../support/machine';

const PACKAGE = '[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["uv_build"]\n';
const CODE = { 'src/shop/main.py': '' };

/** A project with a build backend, and what its tables say. */
function built(backend: string, tables = '', name = 'shop'): string {
  const project = `[project]\nname = "${name}"\nversion = "1"\n`;
  return `${tables}\n${project}[build-system]\nrequires = ["x"]\nbuild-backend = "${backend}"\n`;
}

const [SETUPTOOLS, POETRY, HATCH] = ['setuptools.build_meta', 'poetry.core.masonry.api', 'hatchling.build'];
const [FLIT, PDM, UV] = ['flit_core.buildapi', 'pdm.backend', 'uv_build'];

async function root(machine: Machine, runtime: string | undefined = 'python3.12'): Promise<string | undefined> {
  return importRoot(machine.source, runtime, (event) => machine.events.push(event));
}

test.each<[string, Files]>([
  ['has a build system', { 'pyproject.toml': PACKAGE, ...CODE }],
  ['says so to uv', { 'pyproject.toml': '[tool.uv]\npackage = true\n', ...CODE }],
  ['has one module', { 'pyproject.toml': PACKAGE, 'src/shop.py': '' }],
  ['names no build backend', { 'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\n', ...CODE }],
  ['leaves it to setuptools', { 'pyproject.toml': built(SETUPTOOLS), ...CODE }],
  ['tells setuptools', { 'pyproject.toml': built(SETUPTOOLS, 'tool.setuptools.package-dir."" = "src"'), ...CODE }],
  [
    'has setuptools look there',
    { 'pyproject.toml': built(SETUPTOOLS, 'tool.setuptools.packages.find.where = ["src"]'), ...CODE },
  ],
  [
    'tells it by setup.cfg',
    {
      'pyproject.toml': built(SETUPTOOLS),
      'setup.cfg': '[options]\npackage_dir =\n    = src\npackages = find:\n',
      ...CODE,
    },
  ],
  [
    'tells it by setup.py',
    {
      'pyproject.toml': built(SETUPTOOLS),
      'setup.py': 'setup(package_dir={"": "src"}, packages=find_packages("src"))',
      ...CODE,
    },
  ],
  ['leaves it to Poetry', { 'pyproject.toml': built(POETRY), ...CODE }],
  [
    'tells Poetry',
    { 'pyproject.toml': built(POETRY, 'tool.poetry.packages = [{include = "shop", from = "src"}]'), ...CODE },
  ],
  ['leaves it to Hatch', { 'pyproject.toml': built(HATCH, '', 'Shop'), ...CODE }],
  [
    'tells Hatch its packages',
    { 'pyproject.toml': built(HATCH, 'tool.hatch.build.targets.wheel.packages = ["src/shop"]'), ...CODE },
  ],
  ['tells Hatch its sources', { 'pyproject.toml': built(HATCH, 'tool.hatch.build.sources = ["src"]'), ...CODE }],
  ['leaves it to Flit', { 'pyproject.toml': built(FLIT), ...CODE }],
  ['leaves it to PDM', { 'pyproject.toml': built(PDM), ...CODE }],
  ['leaves it to uv', { 'pyproject.toml': built(UV, '', 'other'), ...CODE }],
  [
    'imports src in its tests',
    { 'pyproject.toml': PACKAGE, 'tests/test_main.py': 'from src.shop import main\n', ...CODE },
  ],
  [
    'has names that only begin so',
    { 'pyproject.toml': PACKAGE, 'src/shop/a.py': 'import srcset\nfrom srcs import a\nfrom .src import b\n' },
  ],
])('the packages of a project that is a package are imported from its src: it %s', async (_, files) => {
  const machine = new Machine(files);

  await expect(root(machine)).resolves.toBe('src');
  expect(machine.notes).toEqual([]);
});

test.each<[string, Files]>([
  ['has no build system', { 'pyproject.toml': '[project]\nname = "shop"\n', ...CODE }],
  ['says so to uv', { 'pyproject.toml': `${PACKAGE}[tool.uv]\npackage = false\n`, ...CODE }],
  ['says so to Poetry', { 'pyproject.toml': `${PACKAGE}[tool.poetry]\npackage-mode = false\n`, ...CODE }],
  ['has no pyproject.toml', CODE],
  ['has a src that is a package', { 'pyproject.toml': PACKAGE, 'src/__init__.py': '', ...CODE }],
  ['has a src without code', { 'pyproject.toml': PACKAGE, 'src/web-pages/a.html': '' }],
  ['has no src', { 'pyproject.toml': PACKAGE, 'shop/main.py': '' }],
  [
    'has setuptools look at the root',
    {
      'pyproject.toml': built(SETUPTOOLS, 'tool.setuptools.packages.find = {where = ["."], include = ["src*"]}'),
      ...CODE,
    },
  ],
  [
    'has setuptools look for it',
    { 'pyproject.toml': built(SETUPTOOLS, 'tool.setuptools.packages.find.include = ["src*"]'), ...CODE },
  ],
  ['lists it for setuptools', { 'pyproject.toml': built(SETUPTOOLS, 'tool.setuptools.packages = ["src"]'), ...CODE }],
  ['lists it in setup.py', { 'pyproject.toml': built(SETUPTOOLS), 'setup.py': 'setup(packages=["src"])', ...CODE }],
  [
    'includes it for Poetry',
    { 'pyproject.toml': built(POETRY, 'tool.poetry.packages = [{include = "src"}]'), ...CODE },
  ],
  ['has a package at the root for Poetry', { 'pyproject.toml': built(POETRY), 'shop/__init__.py': '', ...CODE }],
  [
    'lists it for Hatch',
    { 'pyproject.toml': built(HATCH, 'tool.hatch.build.targets.wheel.packages = ["src"]'), ...CODE },
  ],
  [
    'includes it for Hatch',
    { 'pyproject.toml': built(HATCH, 'tool.hatch.build.targets.wheel.only-include = ["src"]'), ...CODE },
  ],
  ['has a module at the root for Flit', { 'pyproject.toml': built(FLIT), 'shop.py': '', ...CODE }],
  ['tells PDM', { 'pyproject.toml': built(PDM, 'tool.pdm.build.package-dir = "."'), ...CODE }],
  ['tells uv', { 'pyproject.toml': built(UV, 'tool.uv.build-backend.module-root = ""'), ...CODE }],
])('the packages of any other project are imported from its root: it %s', async (_, files) => {
  const machine = new Machine(files);

  await expect(root(machine)).resolves.toBeUndefined();
  expect(machine.notes).toEqual([]);
});

test.each(['nodejs22.x', 'provided.al2023'])('the packages of %s are imported from the root', async (runtime) => {
  await expect(root(new Machine({ 'pyproject.toml': PACKAGE, ...CODE }), runtime)).resolves.toBeUndefined();
});

test.each<[string, string]>([
  ['from', 'from src.shop import main\n'],
  ['itself', 'import os, src\n'],
  ['by another name', 'import json\r\nimport src.shop.main as main\r\n'],
  ['in a function', 'def handler(a, b):\n    from src import shop\n'],
  ['by its text', 'importlib.import_module("src.shop.main")\n'],
])('a src that the code imports by that name stays where it is, and the user hears of it: %s', async (_, text) => {
  const machine = new Machine({ 'pyproject.toml': PACKAGE, 'main.py': text, ...CODE });

  await expect(root(machine)).resolves.toBeUndefined();
  expect(machine.notes).toEqual([
    'src is shipped where it is, and so is imported as src: main.py imports it by that name.',
  ]);
});

test.each<[string, string]>([
  ['maturin', built('maturin')],
  [POETRY, built(POETRY, '', 'other')],
  [SETUPTOOLS, built(SETUPTOOLS, 'tool.setuptools.packages.find.where = ["src", "lib"]')],
])('a src that nobody knows of stays where it is, and the user hears of it: of %s', async (backend, text) => {
  const machine = new Machine({ 'pyproject.toml': text, ...CODE });

  await expect(root(machine)).resolves.toBeUndefined();
  expect(machine.notes).toEqual([
    `src is shipped where it is, and so is imported as src: ${machine.source}/pyproject.toml does not say what ${backend} makes of it.`,
  ]);
});

test('an archive has its packages where it has them', async () => {
  const { source } = new Machine({ 'app.zip': '' });

  await expect(importRoot(`${source}/app.zip`, 'python3.12')).resolves.toBeUndefined();
});
