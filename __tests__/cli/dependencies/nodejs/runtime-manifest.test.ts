import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bundle } from '../../../../cli/deploy/bundle';
import type { Settings } from '../../../../cli/settings/settings';
import { manager } from '../support/fake-managers';
import { Machine } from '../support/machine';
import type { Files } from '../support/machine';

const ROOT = {
  name: 'app',
  version: '1.0.0',
  type: 'module',
  imports: { '#lib/*': './src/lib/*.js', '#other': { default: './other.js' } },
  scripts: { test: 'a' },
};

/** The files of the package of `src`, and what its package.json holds. */
async function shipped(files: Files, placement: 'layer' | 'package' | 'none', descriptor?: string): Promise<unknown> {
  const machine = new Machine(files).install('npm', manager('10.9.0', 'node_modules/left'));
  const value = (one: unknown): object => ({ value: one });
  const settings = {
    source: value(join(machine.source, 'src')),
    descriptor: value(descriptor),
    dependencies: value(placement),
    dependenciesCommand: value(undefined),
    buildImage: value(undefined),
    buildCommand: value(undefined),
    bundle: value(false),
    external: value([]),
    checkHandler: value(true),
  };
  const { code } = await bundle(
    settings as unknown as Settings,
    {
      runtime: 'nodejs22.x',
      architecture: 'arm64',
      wiring: { handler: undefined, layers: [], environment: {}, mounts: false },
    },
    join(machine.root, 'work'),
    {
      env: { PATH: machine.bin, TMPDIR: machine.temporary },
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
  );
  const manifest = ['beside', 'dependencies'].flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(machine.root, 'work', name, 'package.json'), 'utf8')) as unknown];
    } catch {
      return [];
    }
  });
  return { paths: code.entries.map(({ path }) => path), manifest: manifest[0] };
}

describe('a package.json that is named and lies above the source', () => {
  const files = { 'package.json': ROOT, 'src/index.js': 'export const a = 1;' };
  const manifest = {
    name: 'app',
    type: 'module',
    imports: { '#lib/*': './lib/*.js', '#other': { default: './other.js' } },
  };

  test.each(['layer', 'none'] as const)('is in the package with what Node.js reads of it: %s', async (placement) => {
    await expect(shipped(files, placement, '../package.json')).resolves.toEqual({
      paths: ['index.js', 'package.json'],
      manifest,
    });
  });

  test('is there beside dependencies too', async () => {
    const withDependencies = { ...files, 'package.json': { ...ROOT, dependencies: { left: '1' } } };

    await expect(shipped(withDependencies, 'package', '../package.json')).resolves.toEqual({
      paths: ['index.js', 'node_modules/left/package.json', 'package.json'],
      manifest,
    });
  });

  test.each([
    ['the source has its own', { ...files, 'src/package.json': {} }, '../package.json', ['index.js', 'package.json']],
    ['it says nothing of that', { ...files, 'package.json': { name: 'app' } }, '../package.json', ['index.js']],
    ['it is not named', files, undefined, ['index.js']],
  ])('is not made where %s', async (_, all, descriptor, paths) => {
    await expect(shipped(all, 'layer', descriptor)).resolves.toEqual({ paths, manifest: undefined });
  });
});
