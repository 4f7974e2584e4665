import { CodelessError } from '../../../cli/errors';
import { resolveSettings, type SettingsInput } from '../../../cli/settings/resolve';
import type { Settings } from '../../../cli/settings/settings';
import { CONTRACT } from './contract';

const URI = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo@sha256:${'0a'.repeat(32)}`;

interface Given extends Partial<Pick<SettingsInput, 'flags' | 'env' | 'legacy'>> {
  /** The text of codeless.yml. */
  readonly file?: string;
}

async function resolve({ file, ...input }: Given): Promise<Settings> {
  const { settings } = await resolveSettings({
    ...{ verb: 'deploy', flags: {}, env: {}, cwd: '/project', legacy: false },
    readFile: (path) => Promise.resolve(path === '/project/codeless.yml' ? file : undefined),
    readContract: () => Promise.resolve(JSON.stringify(CONTRACT)),
    defaultSourceVersion: () => Promise.resolve({ value: 'head', source: 'default' }),
    onProgress: () => undefined,
    ...input,
    flags: { 'function-name': 'demo-api', ...input.flags },
  });
  return settings;
}

test.each<[string, Given, string]>([
  ['a flag', { flags: { 'image-uri': URI } }, 'flag'],
  ['a variable', { env: { CODELESS_IMAGE_URI: URI } }, 'environment'],
  ['the file', { file: `image-uri: ${URI}\n` }, 'file'],
  [
    'the flag before the others',
    { flags: { 'image-uri': URI }, env: { CODELESS_IMAGE_URI: 'x' }, file: 'image-uri: y' },
    'flag',
  ],
])('the image comes from %s', async (_, given, source) => {
  expect((await resolve(given)).imageUri).toEqual({ value: URI, source });
});

test('there is no image by default, and a contract of a package is no contradiction to one', async () => {
  expect((await resolve({})).imageUri).toEqual({ value: undefined, source: 'default' });
  expect(CONTRACT).toMatchObject({ runtime: expect.any(String) as string, layerName: expect.any(String) as string });
  expect((await resolve({ flags: { 'image-uri': URI } })).imageUri.value).toBe(URI);
});

test.each<[string, Given]>([
  ['app-src-path', { flags: { 'app-src-path': 'src' } }],
  ['function-runtime', { env: { CODELESS_FUNCTION_RUNTIME: 'python3.13' } }],
  ['function-handler', { flags: { 'function-handler': 'app.handler' } }],
  ['dependencies', { flags: { dependencies: 'layer' } }],
  ['dependencies-command', { file: 'dependencies-command: make\n' }],
  ['build-command', { file: 'build-command: make\n' }],
  ['bundle', { flags: { bundle: true } }],
  ['docker', { env: { CODELESS_DOCKER: 'true' } }],
  ['app-src-path, build-command', { flags: { 'app-src-path': 'src' }, env: { CODELESS_BUILD_COMMAND: 'make' } }],
])('fails beside %s, which is of packages', async (names, { flags, ...given }) => {
  const error: unknown = await resolve({ ...given, flags: { ...flags, 'image-uri': URI } }).catch(
    (one: unknown) => one,
  );
  expect(error).toBeInstanceOf(CodelessError);
  expect(error).toMatchObject({
    exit: 'usage',
    code: 'ImageWithSource',
    message: `image-uri does not go with ${names}: an image holds its code and its dependencies`,
    hint: 'Give the one or the other, on the command line, in CODELESS_ variables and in the configuration file.',
  });
});

test.each<[string, Given]>([
  ['dependencies none', { flags: { dependencies: 'none' } }],
  ['no-bundle', { flags: { bundle: false } }],
  ['a source version and a smoke test', { flags: { 'source-version': 'v1', 'smoke-test': '{}' } }],
])('goes with %s', async (_, { flags }) => {
  expect((await resolve({ flags: { ...flags, 'image-uri': URI } })).imageUri.value).toBe(URI);
});

test('fails for what is no image of ECR', async () => {
  await expect(resolve({ file: 'image-uri: demo:latest\n' })).rejects.toMatchObject({
    exit: 'usage',
    code: 'ImageUriInvalid',
    message: expect.stringContaining('demo:latest') as string,
  });
});
