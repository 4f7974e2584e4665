import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { authorities } from '../../../../cli/aws/connection/authorities';

const directory = mkdtempSync(join(tmpdir(), 'authorities-'));
const env = { ...process.env };

function certificate(text: string): string {
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
}

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

afterEach(() => {
  process.env = { ...env };
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("the profile's ca_bundle may begin with the home directory", async () => {
  const bundle = file('bundle.pem', `a comment\n${certificate('one')}\n${certificate('two')}\n`);
  const fromHome = `~/${relative(homedir(), bundle)}`;
  process.env.AWS_CONFIG_FILE = file('config', `[profile deployer]\nca_bundle = ${fromHome}\n`);
  process.env.AWS_SHARED_CREDENTIALS_FILE = file('credentials', '');
  expect(await authorities({}, 'deployer')).toEqual([certificate('one'), certificate('two')]);
});

test('those of NODE_EXTRA_CA_CERTS are kept beside the bundle, if they can be read', async () => {
  const AWS_CA_BUNDLE = file('one.pem', certificate('one'));
  const NODE_EXTRA_CA_CERTS = file('extra.pem', certificate('extra'));
  expect(await authorities({ AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS }, undefined)).toEqual([
    certificate('one'),
    certificate('extra'),
  ]);
  expect(await authorities({ AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS: directory }, undefined)).toEqual([certificate('one')]);
});

test('a bundle without a certificate fails', async () => {
  await expect(authorities({ AWS_CA_BUNDLE: file('none.pem', 'none') }, undefined)).rejects.toMatchObject({
    exit: 'usage',
    code: 'CaBundleInvalid',
  });
});
