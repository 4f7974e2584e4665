import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import { ALL, AWS_ALONE, installProviders, mirrorConfiguration, terraformEnvironment } from '../../demo/providers';
import type { ProviderSettings } from '../../demo/providers';
import type { RequiredProvider } from '../../demo/stack';
import { temporaryFolder, writeProgram } from './support/temporary-folder';

const AWS = { aws: { source: 'aws', version: '>= 5.100.0, < 7.0.0' } };
const REQUIRED = new Map<ProviderSettings, Readonly<Record<string, RequiredProvider>>>([
  [ALL, { ...AWS, archive: { source: 'hashicorp/archive' } }],
  [AWS_ALONE, AWS],
]);

/**
 * A Terraform that has the providers of ONLINE (its registry) and those below the mirrors of TF_CLI_CONFIG_FILE; it
 * notes each init. Packages of a mirror are linked, downloaded ones are folders, as Terraform does it.
 */
const TERRAFORM = String.raw`
const fs = require('node:fs'), path = require('node:path');
const log = (text) => fs.appendFileSync(process.env.LOG, text + '\n');
const configuration = process.env.TF_CLI_CONFIG_FILE ? fs.readFileSync(process.env.TF_CLI_CONFIG_FILE, 'utf8') : '';
const mirrors = [...configuration.matchAll(/path = "(.*)"/g)].map((match) => match[1]);
const required = JSON.parse(fs.readFileSync('providers.tf.json', 'utf8')).terraform.required_providers;
log(Object.keys(required).join('+') + (process.argv.includes('-lockfile=readonly') ? ' kept' : mirrors.length > 0 ? ' mirrors' : ' as is'));
for (const type of Object.keys(required)) {
  const folder = path.join('.terraform/providers/registry.terraform.io/hashicorp', type);
  if (fs.existsSync(path.join(folder, '1.0.0'))) { console.log('- Using previously-installed hashicorp/' + type + ' v1.0.0'); continue; }
  const source = mirrors.map((mirror) => path.join(mirror, 'registry.terraform.io/hashicorp', type)).find((place) => fs.existsSync(place));
  if (!source && !(process.env.ONLINE ?? '').split(',').includes(type)) { console.error('Error: no ' + type + ' of ' + Object.keys(required).join('+')); process.exit(1); }
  fs.mkdirSync(folder, { recursive: true });
  if (source) fs.symlinkSync(source, path.join(folder, '1.0.0')); else fs.mkdirSync(path.join(folder, '1.0.0'));
  console.log('- Installed hashicorp/' + type + ' v1.0.0 (signed by HashiCorp)');
}`;

/** A machine with a registry and a mirror that hold some providers. */
function machine(online: readonly string[], mirrored: readonly string[]) {
  const folder = temporaryFolder();
  const mirror = join(folder, 'mirror');
  mirrored.forEach((type) => {
    mkdirSync(join(mirror, 'registry.terraform.io', 'hashicorp', type), { recursive: true });
  });
  mkdirSync(join(folder, 'work'));
  const log = join(folder, 'log');
  const cache = join(folder, 'cache');
  const run = (reachable = online) =>
    installProviders({
      terraform: { program: writeProgram(join(folder, 'terraform'), TERRAFORM), version: '1.11.4' },
      required: (settings) => Promise.resolve(REQUIRED.get(settings) ?? {}),
      cache,
      work: join(folder, 'work'),
      command: { env: { LOG: log, ONLINE: reachable.join(',') }, signal: new AbortController().signal },
      findFolders: () => (mirrored.length > 0 ? [mirror] : []),
    });
  return { run, mirror, cache, work: join(folder, 'work'), log: () => readFileSync(log, 'utf8').trim().split('\n') };
}

test('a Terraform that finds the providers by itself is asked once, and its downloads are kept', async () => {
  const { run, cache, log } = machine(['aws', 'archive'], []);
  const first = await run();
  expect(first).toMatchObject({
    packages: ['hashicorp/aws v1.0.0', 'hashicorp/archive v1.0.0'],
    settings: ALL,
    folders: [],
  });
  // The registry has gone: what was downloaded still serves.
  await expect(run([])).resolves.toEqual(first);
  expect(log()).toEqual(['aws+archive as is', 'aws+archive kept']);
  expect(readdirSync(cache)).toHaveLength(1);
});

test('mirrors of the machine serve where no registry is reachable, and are not kept', async () => {
  const { run, mirror, cache, work, log } = machine([], ['aws', 'archive']);
  const result = await run();
  expect(result).toMatchObject({ settings: ALL, folders: [mirror] });
  const installed = 'mirror' in result ? result.mirror : '';
  expect(installed.startsWith(work)).toBe(true);
  const linked = join(installed, 'registry.terraform.io', 'hashicorp', 'aws', '1.0.0');
  expect(realpathSync(linked)).toBe(join(mirror, 'registry.terraform.io', 'hashicorp', 'aws'));
  expect(log()).toEqual(['aws+archive as is', 'aws+archive mirrors']);
  expect(readdirSync(cache)).toEqual([]);
});

test('with the AWS provider alone the stack makes do with it', async () => {
  const { run, mirror, log } = machine([], ['aws']);
  const result = await run();
  expect(result).toMatchObject({ packages: ['hashicorp/aws v1.0.0'], settings: AWS_ALONE, folders: [mirror] });
  expect(log()).toEqual(['aws+archive as is', 'aws+archive mirrors', 'aws as is', 'aws mirrors']);
});

test('fails with what Terraform said first when there is no way to the providers', async () => {
  const { run, cache } = machine([], []);
  await expect(run()).resolves.toEqual({ output: ['Error: no aws of aws+archive'] });
  expect(readdirSync(cache)).toEqual([]);
});

test('the settings file names every mirror and no registry', () => {
  const configuration = mirrorConfiguration(['/a b', '/c']);
  expect(configuration.match(/filesystem_mirror/g)).toHaveLength(2);
  expect(configuration).toContain('path = "/a b"');
  expect(configuration).not.toContain('direct');
});

test('all that Terraform and cdktf write outside the stack goes to the folder of the run', () => {
  const work = temporaryFolder();
  const providers = { mirror: '/mirror', packages: [], settings: ALL, folders: [] };
  const env = terraformEnvironment(providers, { program: 'tofu', version: '1.9.0' }, work);
  expect(env).toMatchObject({ TERRAFORM_BINARY_NAME: 'tofu', CDKTF_DISABLE_PLUGIN_CACHE_ENV: 'true' });
  expect(env.CDKTF_HOME).toBe(join(work, 'cdktf-home'));
  expect(existsSync(env.TF_CLI_CONFIG_FILE ?? '')).toBe(true);
});

test('what the AWS provider alone cannot do is left to a prebuilt placeholder and a pushed tag', () => {
  expect(AWS_ALONE).toEqual({ DEMO_PLACEHOLDER: 'prebuilt', DEMO_RELEASE_TRIGGER: 'tag' });
});
