import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import { unzipped, zipped } from '../helpers/zips';
import { startLocalAws, type FaultMoment, type LocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { ALIAS, CodelessFunction, LEASE, succeeded } from './support/codeless-function';
import { isProgram, newCaller, startCodeless, type ProgramEnd } from './support/codeless-program';

/*
 * What went wrong in the programs that came before, a test for each. Elsewhere are: retry on two calls only
 * (codeless-faults), a marker that was written too early and layers that reruns orphan, at every other call
 * (codeless-crash), `-r other.txt` with pip itself (codeless-dependencies), and zips with mtimes, byte by byte
 * (codeless-zip).
 */

const HANDLER = 'def handler(event, context):\n    return "served"\n';
const SOURCES = { code: 'one', layer: 'one' };
const SERVED = 'code one, layer one';

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
});

afterAll(() => aws.stop());

/** Writes a source tree into a directory of the function's own. */
function tree(target: CodelessFunction, name: string, files: Readonly<Record<string, string>>): string {
  const directory = join(target.directory, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

async function deploy(target: CodelessFunction, source: string, ...flags: readonly string[]): Promise<ProgramEnd> {
  return succeeded(target.start(['deploy', '--app-src-path', source, ...LEASE, ...flags]));
}

/** Deploys, and kills the program at a call. */
async function killed(target: CodelessFunction, action: string, moment: FaultMoment): Promise<void> {
  const caller = newCaller();
  aws.faults.order({
    caller,
    action,
    moment,
    async fault() {
      run.child.kill('SIGKILL');
      await run.ended;
      return 'drop' as const;
    },
  });
  const run = target.deploy(SOURCES, 'v1', caller);
  expect((await run.ended).exit).toBeUndefined();
}

/** ARNs of the layers behind the alias. */
async function layers(target: CodelessFunction): Promise<string[]> {
  const serving = new GetFunctionConfigurationCommand({ FunctionName: target.name, Qualifier: ALIAS });
  return ((await target.lambda.send(serving)).Layers ?? []).map(({ Arn = '' }) => Arn);
}

/** How many versions of the layer of dependencies there are. */
async function layerVersions(target: CodelessFunction): Promise<number> {
  const { LayerVersions = [] } = await target.lambda.send(
    new ListLayerVersionsCommand({ LayerName: target.layerName }),
  );
  return LayerVersions.length;
}

async function publishLayer(LayerName: string): Promise<string> {
  const Content = { ZipFile: zipped({ [`${LayerName}.txt`]: LayerName }) };
  const lambda = new LambdaClient(clientConfig(aws.environment));
  return (await lambda.send(new PublishLayerVersionCommand({ LayerName, Content }))).LayerVersionArn ?? '';
}

describe('what went wrong before does not any more', () => {
  test('zips with mtimes: "nothing changed" never happened in CodeBuild', async () => {
    const target = await CodelessFunction.create(aws, 'mtimes');
    const first = tree(target, 'first', { 'app.py': HANDLER, 'lib/word.py': 'WORD = 1\n' });
    await deploy(target, first, '--source-version', 'v1');
    const second = join(target.directory, 'second');
    cpSync(first, second, { recursive: true });
    for (const path of ['app.py', 'lib/word.py', 'lib']) utimesSync(join(second, path), 1_000_000_000, 1_000_000_000);
    const { stdout } = await deploy(target, second, '--source-version', 'v2', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'unchanged' });
  });

  test('Node was broken: a function of nodejs20.x with a package.json gets its packages', async () => {
    const target = await CodelessFunction.create(aws, 'node', { runtime: 'nodejs20.x' });
    const source = tree(target, 'source', {
      'app.js': "const greet = require('greet');\nexports.handler = async () => greet();\n",
      'package.json': JSON.stringify({ name: 'demo', version: '1.0.0', dependencies: { greet: 'file:vendor/greet' } }),
      'vendor/greet/package.json': JSON.stringify({ name: 'greet', version: '1.0.0', main: 'index.js' }),
      'vendor/greet/index.js': "module.exports = () => 'greeted';\n",
    });
    execFileSync('npm', ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], {
      cwd: source,
      stdio: 'pipe',
    });
    await deploy(target, source, '--source-version', 'v1');
    expect(await target.invoke()).toBe('greeted');
    expect(await layers(target)).toEqual([expect.stringContaining(`:layer:${target.layerName}:1`)]);
  });

  test('the marker "dependencies are deployed" was written before publish: a failure in between lost them for good', async () => {
    const target = await CodelessFunction.create(aws, 'marker');
    await killed(target, 'PublishVersion', 'before');
    await succeeded(target.deploy(SOURCES, 'v1'));
    expect(await target.invoke()).toBe(SERVED);
  });

  test('each rerun orphaned a layer version', async () => {
    const target = await CodelessFunction.create(aws, 'orphans');
    await killed(target, 'PublishLayerVersion', 'after');
    await killed(target, 'UpdateFunctionCode', 'after');
    await succeeded(target.deploy(SOURCES, 'v1'));
    expect(await target.invoke()).toBe(SERVED);
    expect(await layerVersions(target)).toBe(1);
  });

  test('a changed runtime did not rebuild the layer', async () => {
    const target = await CodelessFunction.create(aws, 'runtime');
    await succeeded(target.deploy(SOURCES, 'v1'));
    await target.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: target.name, Runtime: 'python3.13' }),
    );
    await target.declare('python3.13', { runtime: 'python3.13' });
    await succeeded(target.deploy(SOURCES, 'v1'));
    expect(await layers(target)).toEqual([expect.stringContaining(`:layer:${target.layerName}:2`)]);
  });

  test('foreign layers were wiped', async () => {
    const [declared, one, two] = [await publishLayer('declared'), await publishLayer('one'), await publishLayer('two')];
    const target = await CodelessFunction.create(aws, 'foreign', {
      configuration: { Layers: [one, two] },
      contract: { layers: [declared] },
    });
    const own = (version: number) => expect.stringContaining(`:layer:${target.layerName}:${version}`) as string;
    await succeeded(target.deploy(SOURCES, 'v1'));
    expect(await layers(target)).toEqual([declared, one, two, own(1)]);
    const three = await publishLayer('three');
    const added = [...(await layers(target)), three];
    await target.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: target.name, Layers: added }));
    await succeeded(target.deploy({ ...SOURCES, layer: 'two' }, 'v2'));
    expect(await layers(target)).toEqual([declared, one, two, own(2), three]);
  });

  test('no descriptor: crash', async () => {
    const target = await CodelessFunction.create(aws, 'no-descriptor');
    await deploy(target, tree(target, 'source', { 'app.py': HANDLER }), '--source-version', 'v1');
    expect(await target.invoke()).toBe('served');
    expect(await layers(target)).toEqual([]);
    expect(await layerVersions(target)).toBe(0);
  });

  test('.git and .env were shipped', async () => {
    const target = await CodelessFunction.create(aws, 'secrets');
    const source = tree(target, 'source', {
      'app.py': HANDLER,
      '.git/config': 'x',
      '.env': 'PASSWORD=x',
      '.env.production': 'PASSWORD=x',
      'lib/.env': 'PASSWORD=x',
    });
    await deploy(target, source, '--source-version', 'v1');
    const stored = (await target.objects()).get(`lambda-ci/${target.name}/v1/app.zip`);
    expect(Object.keys(await unzipped(new Uint8Array(stored ?? [])))).toEqual(['app.py']);
  });

  test('a / in the source version crashed', async () => {
    const target = await CodelessFunction.create(aws, 'slash');
    const [one, two] = ['one', 'two'].map((word) =>
      tree(target, word, { 'app.py': `def handler(event, context):\n    return "${word}"\n` }),
    );
    await deploy(target, one ?? '', '--source-version', 'feature/one');
    await deploy(target, two ?? '', '--source-version', 'feature/two');
    expect(await target.invoke()).toBe('two');
    expect([...(await target.objects()).keys()]).toContain(`lambda-ci/${target.name}/feature%2Fone/app.zip`);
    await succeeded(target.start(['rollback', '--to', 'feature/one', ...LEASE]));
    expect(await target.invoke()).toBe('one');
  });

  test('credentials were logged', async () => {
    const target = await CodelessFunction.create(aws, 'credentials');
    const secrets = {
      AWS_SECRET_ACCESS_KEY: 'SecretAccessKeyOfThePipeline',
      AWS_SESSION_TOKEN: 'SessionTokenOfThePipeline',
      PIP_INDEX_URL: 'https://reader:PasswordOfTheIndex@127.0.0.1:9/simple',
    };
    const source = tree(target, 'source', { 'app.py': HANDLER, 'requirements.txt': 'wanted\n' });
    const command = 'env; echo failed >&2; exit 1';
    const args = ['deploy', '--function-name', target.name, '--app-src-path', source, '--source-version', 'v1'];
    const run = startCodeless([...args, '--dependencies-command', command, '--verbose'], {
      ...aws.environment,
      ...secrets,
    });
    const { exit, stdout, stderr } = await run.ended;
    expect(exit).toBe(5);
    const said = stdout + stderr;
    expect(said).toContain('PIP_INDEX_URL=https://***@127.0.0.1:9/simple');
    expect(said).not.toMatch(/SecretAccessKeyOf|SessionTokenOf|PasswordOf/);
  });

  test('200 MB moved from the package into a layer of 140 MB: Lambda takes them only with the code first', async () => {
    const target = await CodelessFunction.create(aws, 'moved');
    const MB = 1_000_000;
    const install = 'mkdir "$CODELESS_TARGET/python" && truncate -s 140000000 "$CODELESS_TARGET/python/model.bin"';
    const large = tree(target, 'large', { 'app.py': HANDLER, 'model.bin': '' });
    truncateSync(join(large, 'model.bin'), 200 * MB);
    await deploy(target, large, '--source-version', 'v1');
    const small = tree(target, 'small', { 'app.py': HANDLER.replace('served', 'moved'), 'requirements.txt': 'model' });
    await deploy(target, small, '--source-version', 'v2', '--dependencies-command', install);
    expect(await layers(target)).toEqual([expect.stringContaining(`:layer:${target.layerName}:1`)]);
    expect(await target.invoke()).toBe('moved');
    await deploy(target, large, '--source-version', 'v3', '--redeploy');
    expect(await layers(target)).toEqual([]);
    expect(await target.invoke()).toBe('served');
  });

  // The last one: it looks at the calls of all runs before it.
  test('the alias was deleted, then created: an outage', () => {
    const calls = aws.calls.filter(({ caller }) => isProgram(caller)).map(({ action }) => action);
    expect(calls).toContain('UpdateAlias');
    expect(calls).not.toContain('DeleteAlias');
    expect(calls).not.toContain('CreateAlias');
  });
});
