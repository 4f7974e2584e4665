import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundle, type Bundle } from '../../../cli/deploy/bundle';
import type { Settings } from '../../../cli/settings/settings';
import { Machine, type Files } from '../dependencies/support/machine';

const PROJECT = '[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["uv_build"]\n';

const directories: string[] = [];

afterEach(() => {
  directories.splice(0).forEach((directory) => {
    rmSync(directory, { recursive: true });
  });
});

async function bundled(files: Files, runtime: string): Promise<Bundle> {
  const { source, bin } = new Machine(files);
  const directory = mkdtempSync(join(tmpdir(), 'bundle-test-'));
  directories.push(directory);
  const value = (one?: string): object => ({ value: one });
  const settings = {
    ...{ source: value(source), dependencies: value('layer'), descriptor: value(), dependenciesCommand: value() },
    ...{
      buildImage: value(),
      handler: value(),
      buildCommand: value(),
      bundle: value(),
      external: value(),
      checkHandler: { value: true },
    },
  } as unknown as Settings;
  const hands = { env: { PATH: bin }, onProgress: () => undefined, signal: new AbortController().signal };
  return bundle(
    settings,
    { runtime, architecture: 'arm64', wiring: { handler: undefined, layers: [], environment: {}, mounts: false } },
    directory,
    hands,
  );
}

function pathsOf({ code }: Bundle): string[] {
  return code.entries.map(({ path }) => path);
}

test('what is in the src of a Python project is shipped as it is imported', async () => {
  const files = { 'pyproject.toml': PROJECT, 'src/shop/main.py': '' };

  expect(pathsOf(await bundled(files, 'python3.12'))).toEqual(['pyproject.toml', 'shop/main.py']);
  expect(pathsOf(await bundled(files, 'nodejs22.x'))).toEqual(['pyproject.toml', 'src/shop/main.py']);
});

test('a list of which nothing is for Lambda makes no layer', async () => {
  const files = { 'app.py': '', 'requirements.txt': 'pywin32; sys_platform == "win32"\n' };

  const { dependencies, packaged } = await bundled(files, 'python3.12');

  expect([dependencies, packaged]).toEqual([undefined, undefined]);
});
