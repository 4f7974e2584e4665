import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { strFromU8, unzipSync } from 'fflate';

import { installRequirements, pythonWithPip, zipFolder } from '../../demo/package';
import type { DeployContract } from '../../modules/codeless-lambda/contract';
import { temporaryFolder, writeProgram } from './support/temporary-folder';

const CONTRACT: DeployContract = {
  schemaVersion: 1,
  functionName: 'demo-api',
  aliasName: 'live',
  aliasOwner: 'ci',
  runtime: 'python3.12',
  architectures: ['arm64'],
  packageType: 'Zip',
  layerName: 'demo-api-dependencies',
  layers: [],
  alarms: [],
  configurationSha256: '00',
};

function application(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'app', '__pycache__'), { recursive: true });
  writeFileSync(join(folder, 'app', 'main.py'), 'print()\n');
  writeFileSync(join(folder, 'app', '__init__.py'), '');
  writeFileSync(join(folder, 'app', '__pycache__', 'main.pyc'), 'bytes');
  writeFileSync(join(folder, 'README.md'), 'text');
  return folder;
}

test('the zip holds the subfolder with its name, without what Python cached', () => {
  const files = unzipSync(zipFolder(application(), ['app']));
  expect(Object.keys(files)).toEqual(['app/__init__.py', 'app/main.py']);
  expect(strFromU8(files['app/main.py'] ?? new Uint8Array())).toBe('print()\n');
});

test('the same files give the same bytes, whenever and wherever they were written', () => {
  const folder = application();
  utimesSync(join(folder, 'app', 'main.py'), 1_000_000_000, 1_000_000_000);
  const earlier = Buffer.from(zipFolder(folder, ['app']));
  jest.useFakeTimers({ now: new Date(2040, 5, 1) });
  const later = Buffer.from(zipFolder(application(), ['app']));
  jest.useRealTimers();
  expect(later).toEqual(earlier);
});

test('dependencies are installed for the machine that the contract names', async () => {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const python = writeProgram(
    join(folder, 'python'),
    `require('node:fs').writeFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' '))`,
  );
  const options = { cwd: folder, env: {}, signal: new AbortController().signal };
  await installRequirements(python, 'requirements.txt', '/layer', CONTRACT, options);
  const args = readFileSync(log, 'utf8');
  expect(args).toContain('-m pip install --requirement requirements.txt --target /layer/python');
  expect(args).toContain('--only-binary :all: --python-version 3.12 --platform manylinux2014_aarch64');
});

test('fails with what pip said', async () => {
  const folder = temporaryFolder();
  const python = writeProgram(join(folder, 'python'), "console.error('no such package'); process.exit(1)");
  const options = { cwd: folder, env: {}, signal: new AbortController().signal };
  const failing = installRequirements(python, 'requirements.txt', '/layer', CONTRACT, options);
  await expect(failing).rejects.toMatchObject({ name: 'StepError', output: ['no such package'] });
});

describe('the Python that installs', () => {
  /** A Python whose modules work or not. */
  function python(works: Readonly<Record<string, boolean>>): Promise<string> {
    const folder = temporaryFolder();
    const source = `process.exit(${JSON.stringify(works)}[process.argv[3]] ? 0 : 1)`;
    const options = { cwd: folder, env: {}, signal: new AbortController().signal };
    return pythonWithPip(writeProgram(join(folder, 'python'), source), '/venv', options);
  }

  test('is the given one when it has pip', async () => {
    await expect(python({ pip: true })).resolves.toMatch(/demo-test-\w+\/python$/);
  });

  test("is a virtual environment's when the system ships pip apart", async () => {
    await expect(python({ pip: false, venv: true })).resolves.toBe('/venv/bin/python');
  });

  test('fails with what to install when there is neither', async () => {
    await expect(python({})).rejects.toThrow('has no pip and makes no virtual environment: install its pip');
  });
});
