import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { findProviderFolders } from '../../demo/provider-folders';
import { temporaryFolder } from './support/temporary-folder';

/** Puts a provider into a mirror and returns the mirror's folder. */
function mirror(provider: string, ...path: string[]): string {
  const folder = join(...path);
  mkdirSync(join(folder, 'registry.terraform.io', provider), { recursive: true });
  return folder;
}

test.each([
  ['the plugin cache', ['cache'], { TF_PLUGIN_CACHE_DIR: '{home}/cache' }],
  ['the usual plugin cache', ['.terraform.d', 'plugin-cache'], {}],
  ["Terraform's implied mirror", ['.terraform.d', 'plugins'], {}],
  ['the data folder', ['.local', 'share', 'terraform', 'plugins'], {}],
  ['another data folder', ['data', 'terraform', 'plugins'], { XDG_DATA_HOME: '{home}/data' }],
  ['a shared data folder', ['b', 'terraform', 'plugins'], { XDG_DATA_DIRS: '{home}/a:{home}/b' }],
  ['a folder in the home folder', ['terraform-mirror'], {}],
])('%s is looked into', (_, path, env) => {
  const home = temporaryFolder();
  const found = mirror('hashicorp/aws', home, ...path);
  const entries = Object.entries(env).map(([name, value]) => [name, value.replaceAll('{home}', home)]);
  const variables = { XDG_DATA_DIRS: home, ...Object.fromEntries(entries), HOME: home } as NodeJS.ProcessEnv;
  expect(findProviderFolders(['hashicorp/aws'], variables, [])).toEqual([found]);
});

test('a software folder is looked into one level deep and no deeper', () => {
  const software = temporaryFolder();
  const env = { HOME: temporaryFolder(), XDG_DATA_DIRS: '/none' };
  const direct = mirror('hashicorp/aws', software);
  const below = mirror('hashicorp/archive', software, 'mirror');
  mirror('hashicorp/aws', software, 'too', 'deep');
  expect(findProviderFolders(['aws', 'hashicorp/archive'], env, [software, '/none'])).toEqual([direct, below]);
});

test('a mirror of other providers is no help', () => {
  const home = temporaryFolder();
  mirror('hashicorp/google', home, 'mirror');
  expect(findProviderFolders(['hashicorp/aws'], { HOME: home, XDG_DATA_DIRS: '/none' }, [])).toEqual([]);
});

test.each(['aws', 'hashicorp/aws', 'registry.terraform.io/hashicorp/aws'])('%s names the AWS provider', (source) => {
  const home = temporaryFolder();
  const found = mirror('hashicorp/aws', home, 'mirror');
  expect(findProviderFolders([source], { HOME: home, XDG_DATA_DIRS: '/none' }, [])).toEqual([found]);
});
