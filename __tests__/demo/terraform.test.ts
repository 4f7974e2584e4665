import { join } from 'node:path';

import { MissingError } from '../../demo/step-error';
import { findTerraform, type Terraform } from '../../demo/terraform';
import { temporaryFolder, writeProgram } from './support/temporary-folder';

/** Looks for Terraform where PATH holds one program, which prints a text. */
function find(name: string, text: string, env: NodeJS.ProcessEnv = {}): Promise<Terraform> {
  const folder = temporaryFolder();
  writeProgram(join(folder, name), `console.log(${JSON.stringify(text)})`);
  const options = { cwd: folder, env: { PATH: folder, ...env }, signal: new AbortController().signal };
  return findTerraform(options);
}

const says = (version: string): string => JSON.stringify({ terraform_version: version });

test.each(['1.5.0', '1.11.4', '2.0.0'])('Terraform %s on PATH will do', async (version) => {
  await expect(find('terraform', says(version))).resolves.toEqual({ program: 'terraform', version });
});

test('TERRAFORM_BINARY_NAME names another program', async () => {
  const found = find('tofu', says('1.9.0'), { TERRAFORM_BINARY_NAME: 'tofu' });
  await expect(found).resolves.toEqual({ program: 'tofu', version: '1.9.0' });
});

test.each([
  ['is not on PATH', 'other', says('1.11.4')],
  ['is Terraform 1.4.9', 'terraform', says('1.4.9')],
  ['is Terraform 0.15.5', 'terraform', says('0.15.5')],
  ['does not say a version', 'terraform', 'Terraform v1.11.4'],
  ['does not say a version', 'terraform', '[]'],
])('fails with how to get it when it %s', async (reason, name, text) => {
  const finding = find(name, text);
  await expect(finding).rejects.toThrow(MissingError);
  await expect(finding).rejects.toThrow(reason);
  await expect(finding).rejects.toThrow('https://developer.hashicorp.com/terraform/install');
});
