import { CodelessError } from '../../../cli/errors';
import type { ProgressEvent } from '../../../cli/progress';
import { resolveSettings, type ResolvedSettings, type SettingsInput } from '../../../cli/settings/resolve';
import { CONTRACT } from './contract';

interface World extends Partial<Pick<SettingsInput, 'verb' | 'flags' | 'env' | 'legacy'>> {
  readonly files?: Readonly<Record<string, string>>;
  readonly contract?: object;
}

const events: ProgressEvent[] = [];
const asked: string[] = [];

beforeEach(() => {
  events.length = 0;
  asked.length = 0;
});

function resolve({ files = {}, contract, ...input }: World): Promise<ResolvedSettings> {
  return resolveSettings({
    verb: 'deploy',
    flags: {},
    env: {},
    cwd: '/project/dir',
    legacy: false,
    readFile: (path) => Promise.resolve(files[path]),
    readContract: (name, connection) => {
      asked.push(`${name} ${String(connection.region)} ${String(connection.profile)}`);
      return Promise.resolve(contract === undefined ? undefined : JSON.stringify(contract));
    },
    defaultSourceVersion: (directory) => Promise.resolve({ value: `head of ${directory}`, source: 'default' }),
    onProgress: (event) => events.push(event),
    ...input,
  });
}

async function errorOf(world: World): Promise<CodelessError> {
  const error: unknown = await resolve(world).catch((reason: unknown) => reason);
  if (error instanceof CodelessError) return error;
  throw new Error('no CodelessError');
}

const NAMED = { 'function-name': 'demo-api' } as const;

test('a name and nothing else: every default', async () => {
  const { settings, flags, connection } = await resolve({ flags: NAMED });

  const fallback = (value: unknown): object => ({ value, source: 'default' });
  expect(settings).toEqual({
    functionName: { value: 'demo-api', source: 'flag' },
    contract: undefined,
    configurationFile: undefined,
    aliasName: fallback('latest'),
    layerName: { value: 'demo-api-deps', source: 'default' },
    runtime: fallback(undefined),
    handler: { value: undefined, source: 'default' },
    checkHandler: { value: true, source: 'default' },
    architecture: fallback(undefined),
    bucket: fallback(undefined),
    prefix: fallback('lambda-ci'),
    source: fallback('.'),
    imageUri: fallback(undefined),
    descriptor: fallback(undefined),
    dependencies: fallback('layer'),
    dependenciesCommand: fallback(undefined),
    buildCommand: { value: undefined, source: 'default' },
    bundle: { value: false, source: 'default' },
    external: { value: [], source: 'default' },
    buildImage: fallback(undefined),
    sourceVersion: fallback('head of /project/dir'),
    tag: fallback(undefined),
    tagPattern: fallback(undefined),
    smokeTest: fallback(undefined),
    notifyTopic: fallback(undefined),
    repositoryUrl: fallback(undefined),
    leaseSeconds: fallback(60),
    waitSeconds: fallback(600),
    timeoutSeconds: fallback(3600),
    keep: fallback(10),
    prune: fallback(false),
  });
  expect(flags).toEqual({
    dryRun: false,
    redeploy: false,
    watchLogStream: false,
    to: undefined,
    exitCode: false,
    summary: false,
    target: undefined,
    out: undefined,
    limit: 20,
    sinceMilliseconds: 600_000,
    follow: false,
    payload: '{}',
    qualifier: undefined,
    log: false,
  });
  expect(connection).toEqual({ region: undefined, profile: undefined });
});

test('the contract tells alias, layer, runtime, architecture and bucket, and makes deploys prune', async () => {
  const { settings } = await resolve({ flags: NAMED, contract: CONTRACT });

  expect(settings.contract).toEqual(CONTRACT);
  expect(settings).toMatchObject({
    aliasName: { value: 'live', source: 'contract' },
    layerName: { value: 'demo-api-dependencies', source: 'contract' },
    runtime: { value: 'python3.13', source: 'contract' },
    architecture: { value: 'arm64', source: 'contract' },
    bucket: { value: 'packages', source: 'contract' },
    prefix: { value: 'team/a', source: 'contract' },
    prune: { value: true, source: 'default' },
  });
});

describe('where a value comes from', () => {
  const file = { '/project/dir/codeless.yml': 'function-alias-name: of-file\n' };

  test.each([
    [
      'flag',
      {
        flags: { 'function-alias-name': 'of-flag' },
        env: { CODELESS_FUNCTION_ALIAS_NAME: 'of-env' },
        contract: CONTRACT,
        files: file,
      },
      'of-flag',
    ],
    ['environment', { env: { CODELESS_FUNCTION_ALIAS_NAME: 'of-env' }, contract: CONTRACT, files: file }, 'of-env'],
    ['contract', { contract: CONTRACT, files: file }, 'live'],
    ['file', { files: file }, 'of-file'],
    ['default', {}, 'latest'],
  ] as const)('is the %s, if nothing stronger has it', async (source, world: World, value) => {
    const { settings } = await resolve({ ...world, flags: { ...NAMED, ...world.flags } });
    expect(settings.aliasName).toEqual({ value, source });
  });
});

test('region and profile are known before the contract is read', async () => {
  await resolve({
    flags: { ...NAMED, region: 'eu-west-1' },
    files: { '/project/dir/codeless.yml': 'region: eu-north-1\naws-profile-name: team\n' },
  });
  expect(asked).toEqual(['demo-api eu-west-1 team']);
});

test('the configuration file is looked for in the source, and its paths are relative to it', async () => {
  const { settings } = await resolve({
    flags: { ...NAMED, 'app-src-path': 'services/a' },
    files: {
      '/project/dir/services/a/codeless.yml':
        'app-packages-descriptor-path: ../requirements.txt\nsmoke-test: "@event.json"\n',
      '/project/dir/services/a/event.json': '{"path": "/"}',
    },
  });
  expect(settings.configurationFile).toBe('services/a/codeless.yml');
  expect(settings.source.value).toBe('services/a');
  expect(settings.descriptor).toEqual({ value: 'services/requirements.txt', source: 'file' });
  expect(settings.smokeTest).toEqual({ value: '{"path": "/"}', source: 'file' });
});

test('a named configuration file may say where the source is', async () => {
  const { settings } = await resolve({
    env: { CODELESS_CONFIG: 'ci/demo.yml' },
    files: { '/project/dir/ci/demo.yml': 'function-name: demo-api\napp-src-path: ../src\n' },
  });
  expect(settings.functionName).toEqual({ value: 'demo-api', source: 'file' });
  expect(settings.source).toEqual({ value: 'src', source: 'file' });
});

test('fails a named configuration file that is not there', async () => {
  expect(await errorOf({ flags: { ...NAMED, config: 'no.yml' } })).toMatchObject({
    exit: 'usage',
    message: 'there is no configuration file no.yml',
  });
});

test('fails wrong values of all places at once', async () => {
  const error = await errorOf({
    flags: { ...NAMED, keep: '0' },
    env: { CODELESS_PRUNE: 'perhaps' },
    files: { '/project/dir/codeless.yml': 'wait-seconds: long\n' },
  });
  expect(error).toMatchObject({ exit: 'usage', code: 'WrongValue', message: '3 values are wrong' });
  expect(error.output).toEqual([
    "--keep must be a whole number from 1 to 200, got '0'",
    "CODELESS_PRUNE must be true or false, got 'perhaps'",
    "codeless.yml, line 1: wait-seconds must be a whole number from 0 to 7200, got 'long'",
  ]);
});

test('fails a single wrong value with its own sentence', async () => {
  const error = await errorOf({ flags: { ...NAMED, keep: '0' } });
  expect(error.message).toBe("--keep must be a whole number from 1 to 200, got '0'");
  expect(error.output).toEqual([]);
});

test('an unknown variable is a warning', async () => {
  await resolve({ flags: NAMED, env: { CODELESS_BUCKET: 'x' } });
  expect(events).toEqual([{ kind: 'note', level: 'warning', text: 'CODELESS_BUCKET is no variable of codeless' }]);
});

test('checkout asks for no function, and for no contract of one that the environment names', async () => {
  const env = { CODELESS_TAG_PATTERN: 'api/*', CODELESS_TAG: '' };
  const { settings } = await resolve({ verb: 'checkout', env });
  expect(settings.tagPattern).toEqual({ value: 'api/*', source: 'environment' });
  expect(settings.tag.value).toBeUndefined();

  await resolve({ verb: 'checkout', env: { CODELESS_FUNCTION_NAME: 'demo-api' } });
  expect(asked).toEqual([]);
});

test('a file says which tags are releases, and not which one is', async () => {
  const file = (text: string): World => ({ verb: 'checkout', files: { '/project/dir/codeless.yml': text } });
  expect((await resolve(file('tag-pattern: v*'))).settings.tagPattern).toEqual({ value: 'v*', source: 'file' });
  expect((await errorOf(file('tag: v1'))).message).toBe(
    'codeless.yml, line 1: tag is not for a file: give it as --tag',
  );
});

test('fails without a function', async () => {
  const error = await errorOf({});
  expect(error).toMatchObject({ exit: 'usage', code: 'FunctionNameMissing', message: 'no function is named' });
  expect(asked).toEqual([]);
});

test('build needs no function, and then asks AWS nothing', async () => {
  const { settings } = await resolve({ verb: 'build', flags: { 'app-src-path': 'services/a' } });
  expect(settings.functionName).toEqual({ value: 'a', source: 'default' });
  expect(asked).toEqual([]);
});

test('fails a contract that cannot be read as one', async () => {
  expect(await errorOf({ flags: NAMED, contract: { schemaVersion: 7 } })).toMatchObject({ code: 'ContractInvalid' });
});

describe('the source version', () => {
  test('is the one that is named', async () => {
    const { settings } = await resolve({ flags: { ...NAMED, 'source-version': 'v1/2' } });
    expect(settings.sourceVersion).toEqual({ value: 'v1/2', source: 'flag' });
  });

  test('is asked for only where something is shipped', async () => {
    const { settings } = await resolve({ verb: 'rollback', flags: NAMED });
    expect(settings.sourceVersion.value).toBe('');
  });

  test('fails where no key of S3 could hold it', async () => {
    expect(await errorOf({ flags: { ...NAMED, 'source-version': '本'.repeat(67) } })).toMatchObject({
      exit: 'usage',
      message: 'the source version is too long for a key of S3',
    });
  });
});

describe('called as aws-lambda-ci', () => {
  const files = { '/project/dir/requirements.txt': 'requests\n' };
  const old = { legacy: true, flags: { ...NAMED, 'app-src-path': 'src' } };

  test('the descriptor is requirements.txt of the working directory', async () => {
    const { settings } = await resolve({ ...old, files });
    expect(settings.descriptor).toEqual({ value: 'requirements.txt', source: 'default' });
  });

  test('none is taken where there is none', async () => {
    expect((await resolve(old)).settings.descriptor.value).toBeUndefined();
  });

  test('none is taken for another runtime than Python', async () => {
    const { settings } = await resolve({ ...old, flags: { ...old.flags, 'function-runtime': 'nodejs22.x' }, files });
    expect(settings.descriptor.value).toBeUndefined();
  });

  test('a named one wins', async () => {
    const { settings } = await resolve({
      ...old,
      flags: { ...old.flags, 'app-packages-descriptor-path': 'a.txt' },
      files,
    });
    expect(settings.descriptor).toEqual({ value: 'a.txt', source: 'flag' });
  });

  test('with a verb the working directory counts no more than the source', async () => {
    expect((await resolve({ ...old, legacy: false, files })).settings.descriptor.value).toBeUndefined();
  });
});

describe('JSON', () => {
  test('comes from the file that is named after @, relative to the working directory', async () => {
    const { flags } = await resolve({
      verb: 'invoke',
      flags: { ...NAMED, payload: '@test/event.json' },
      files: { '/project/dir/test/event.json': '[1]' },
    });
    expect(flags.payload).toBe('[1]');
  });

  test('fails where that file is missing', async () => {
    expect(await errorOf({ flags: { ...NAMED, 'smoke-test': '@no.json' } })).toMatchObject({
      exit: 'usage',
      message: 'smoke-test: there is no file no.json',
    });
  });

  test('fails what is none, without repeating it', async () => {
    const error = await errorOf({ flags: { ...NAMED, 'smoke-test': '{secret' } });
    expect(error.message).toBe('smoke-test, line 1: this is not JSON');
    expect(error.cause).toBeUndefined();
  });
});

test('the build image comes from the strongest of its flags', async () => {
  const { settings } = await resolve({
    flags: { ...NAMED, 'build-docker-image': 'b7' },
    env: { CODELESS_BUILD_DOCKER_REPO: 'own/lambda' },
  });
  expect(settings.buildImage).toEqual({ value: 'own/lambda:b7', source: 'flag' });
});
