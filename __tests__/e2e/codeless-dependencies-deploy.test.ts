import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { Runtime } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

import { zipped } from '../helpers/zips';
import { findPython, startLocalAws, type LocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { startCodeless, type ProgramEnd } from './support/codeless-program';

const BUCKET = 'dependency-packages';

/** The processor of this machine, where the local AWS runs the functions. */
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** Texts by their names. */
type Table = Readonly<Record<string, string>>;

/** Answers with what a constrained package, compiled for the runtime, makes of a text. */
const PYTHON: Table = {
  'app.py':
    'from markupsafe import _speedups, escape, __version__\ndef handler(e, c): return f"{escape(\'<\')} {__version__}"\n',
  'requirements.txt': '-r base.txt\n-c limits.txt\n',
  'base.txt': 'markupsafe\n',
  'limits.txt': 'markupsafe==3.0.2\n',
};

/** Answers with the name of a member of the workspace, through a package that is compiled. */
const NODE: Table = {
  'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
  'packages/app/package.json': '{ "name": "app", "dependencies": { "lib": "1.0.0", "@parcel/watcher": "2.5.1" } }',
  'packages/app/app.js':
    "const { getEventsSince } = require('@parcel/watcher');\nexports.handler = async () => `${require('lib')} ${typeof getEventsSince}`;\n",
  'packages/lib/package.json': '{ "name": "lib", "version": "1.0.0" }',
  'packages/lib/index.js': "module.exports = 'lib';\n",
};

let aws: LocalAws;
let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'dependencies-deploy-'));
  aws = await startLocalAws({ settling: 0 });
  const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});

afterAll(async () => {
  await aws.stop();
  rmSync(root, { recursive: true, force: true });
});

function write(files: Table): string {
  const directory = mkdtempSync(join(root, 'checkout-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

/** What the checkout of another machine, at another time, would be. */
function checkOutElsewhere(from: string): string {
  const directory = join(mkdtempSync(join(root, 'elsewhere-')), 'deep', 'checkout');
  cpSync(from, directory, { recursive: true });
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    utimesSync(join(directory, name), 1, 1);
  }
  return directory;
}

async function createFunction(name: string, runtime: Runtime): Promise<void> {
  const lambda = new LambdaClient(clientConfig(aws.environment));
  const created = new CreateFunctionCommand({
    FunctionName: name,
    Runtime: runtime,
    Architectures: [ARCHITECTURE],
    Handler: 'app.handler',
    Role: 'arn:aws:iam::000000000000:role/demo',
    Code: { ZipFile: zipped({ 'placeholder.txt': 'none' }) },
    Publish: true,
  });
  await lambda.send(created);
  await lambda.send(new CreateAliasCommand({ FunctionName: name, Name: 'latest', FunctionVersion: '1' }));
}

/** What a run printed and how it ended, and which of its calls can change something. */
async function codeless(
  verb: 'deploy' | 'diff',
  name: string,
  source: string,
  flags: Table,
): Promise<ProgramEnd & { writes: string[] }> {
  const all = { '--function-name': name, '--app-s3-bucket': BUCKET, '--app-src-path': source, ...flags };
  const environment = { ...machineEnvironment(), ...aws.environment };
  const { caller, ended } = startCodeless([verb, ...Object.entries(all).flat()], environment);
  const end = await ended;
  const writes = aws.calls.filter((call) => call.caller === caller && call.write).map(({ action }) => action);
  return { ...end, writes };
}

/** What a deploy that has to succeed printed, and which of its calls can change something. */
async function deploy(name: string, source: string, flags: Table): Promise<{ stdout: string; writes: string[] }> {
  const { exit, stdout, stderr, writes } = await codeless('deploy', name, source, flags);
  if (exit !== 0) throw new Error(`the program ended with ${exit ?? 'a signal'}:\n${stderr}`);
  return { stdout, writes };
}

/** Where package managers find their registries and certificates. */
function machineEnvironment(): Table {
  const variables = Object.entries(process.env).filter(([name]) => !/^(AWS|CODELESS)_/.test(name));
  return Object.fromEntries(variables) as Table;
}

async function invoke(name: string): Promise<unknown> {
  const lambda = new LambdaClient(clientConfig(aws.environment));
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: name, Qualifier: 'latest' }));
  return JSON.parse(Payload?.transformToString() ?? '');
}

/** The runtime of the Python that the local AWS runs functions with. */
function hostPython(): Runtime {
  const code = 'import sys; print("python%d.%d" % sys.version_info[:2])';
  return execFileSync(findPython() ?? 'python3', ['-c', code], { encoding: 'utf8' }).trim() as Runtime;
}

test.each([
  ['layer', 'PublishLayerVersion'],
  ['package', 'UpdateFunctionCode'],
] as const)(
  'a Python function runs what pip put into its %s, and a checkout elsewhere changes nothing',
  async (where, call) => {
    const name = `python-${where}`;
    await createFunction(name, hostPython());
    const source = write(PYTHON);

    const released = await deploy(name, source, { '--source-version': 'v1', '--dependencies': where });

    expect(released.writes).toContain(call);
    await expect(invoke(name)).resolves.toBe('&lt; 3.0.2');

    const again = await deploy(name, checkOutElsewhere(source), {
      '--source-version': 'v2',
      '--dependencies': where,
    });

    expect(again.stdout).toContain(`Nothing changed: ${name}:latest stays on version 2.`);
    expect(again.writes).toEqual([]);
  },
);

test('a member of a workspace of npm runs what its layer holds, and a checkout elsewhere changes nothing', async () => {
  const name = 'nodejs-layer';
  await createFunction(name, 'nodejs22.x');
  const source = write(NODE);
  execFileSync('npm', ['install', '--package-lock-only', '--silent'], { cwd: source });

  const released = await deploy(name, join(source, 'packages', 'app'), { '--source-version': 'v1' });

  expect(released.writes).toContain('PublishLayerVersion');
  await expect(invoke(name)).resolves.toBe('lib function');

  const elsewhere = join(checkOutElsewhere(source), 'packages', 'app');
  const again = await deploy(name, elsewhere, { '--source-version': 'v2' });

  expect(again.stdout).toContain(`Nothing changed: ${name}:latest stays on version 2.`);
  expect(again.writes).toEqual([]);
});

test('a changed constraint is a new layer', async () => {
  const name = 'constrained';
  await createFunction(name, hostPython());
  await deploy(name, write(PYTHON), { '--source-version': 'v1' });

  const changed = write({ ...PYTHON, 'limits.txt': 'markupsafe==3.0.1\n' });
  const released = await deploy(name, changed, { '--source-version': 'v2' });

  expect(released.writes).toContain('PublishLayerVersion');
  await expect(invoke(name)).resolves.toBe('&lt; 3.0.1');
});

describe('an archive as the source', () => {
  const name = 'archived';

  /** Made by Python, with paths as they are given, and with a mode: by itself it lets only the owner read. */
  function archive(files: Table): string {
    const file = join(mkdtempSync(join(root, 'archive-')), 'app.zip');
    const script =
      'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:\n' +
      '    for path, text in json.loads(sys.argv[2]).items():\n' +
      '        entry = zipfile.ZipInfo(path)\n        entry.external_attr = 0o644 << 16\n' +
      '        z.writestr(entry, text, zipfile.ZIP_DEFLATED)\n';
    execFileSync(findPython() ?? 'python3', ['-c', script, file, JSON.stringify(files)]);
    return file;
  }

  const files = {
    'app.py': 'from lib.words import ANSWER\ndef handler(event, context): return ANSWER\n',
    'lib/words.py': 'ANSWER = "as it was built"\n',
  };

  beforeAll(() => createFunction(name, hostPython()));

  test('is shipped byte for byte, and the second time changes nothing', async () => {
    const source = archive(files);

    const released = await deploy(name, source, { '--source-version': 'v1' });

    expect(released.writes).toContain('UpdateFunctionCode');
    expect(released.writes).not.toContain('PublishLayerVersion');
    await expect(invoke(name)).resolves.toBe('as it was built');
    const lambda = new LambdaClient(clientConfig(aws.environment));
    const { CodeSha256 } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: 'latest' }),
    );
    expect(CodeSha256).toBe(createHash('sha256').update(readFileSync(source)).digest('base64'));

    const again = await deploy(name, source, { '--source-version': 'v2' });

    expect(again.stdout).toContain(`Nothing changed: ${name}:latest stays on version 2.`);
    expect(again.writes).toEqual([]);
    await expect(codeless('diff', name, source, {})).resolves.toMatchObject({ exit: 0, writes: [] });
  });

  test('that climbs out of its directory is refused before anything is written', async () => {
    const source = archive({ ...files, '../climbs.py': '' });

    const { exit, stderr, writes } = await codeless('deploy', name, source, { '--source-version': 'v3' });

    expect(exit).toBe(5);
    expect(stderr).toContain(
      `'../climbs.py' in the archive '${source}' leads out of the directory that it is unzipped to`,
    );
    expect(writes).toEqual([]);
    await expect(invoke(name)).resolves.toBe('as it was built');
  });
});
