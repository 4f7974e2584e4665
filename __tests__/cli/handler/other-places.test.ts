import { codelessErrorOf, removeDirectories } from '../package/support/tree';
import { check, type CheckOptions } from './support/check';

const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:acme-shared:3';
const PYTHON: CheckOptions = { runtime: 'python3.13' };
const NODE: CheckOptions = { runtime: 'nodejs22.x' };
const DEF = 'def handler(event, context): pass\n';
const CJS = 'exports.handler = async () => 1;\n';

afterEach(removeDirectories);

describe('a handler in a layer that nobody can look into', () => {
  test.each<[string, Record<string, string>, CheckOptions, string]>([
    ['a module', { 'other.py': DEF }, { ...PYTHON, layers: [LAYER] }, `one of its layers (${LAYER})`],
    [
      'a package of Node.js',
      { 'b.js': CJS },
      { ...NODE, handler: 'acme.handler', layers: [LAYER] },
      'one of its layers',
    ],
    [
      'a path in /opt',
      { 'b.js': CJS },
      { ...NODE, handler: '/opt/nodejs/acme.handler', layers: [LAYER] },
      'one of its layers',
    ],
    ['a bootstrap', { run: 'x' }, { runtime: 'provided.al2023', layers: [LAYER] }, 'one of its layers'],
    ['a file system', { 'other.py': DEF }, { ...PYTHON, mounts: true }, 'its file system'],
    [
      'a path of Python',
      { 'other.py': DEF },
      { ...PYTHON, environment: { PYTHONPATH: '/mnt' } },
      'a place that PYTHONPATH names',
    ],
    [
      'variables that can not be read',
      { 'other.py': DEF },
      { ...PYTHON, environment: undefined },
      'which can not be read',
    ],
    [
      'a start script',
      { 'other.py': DEF },
      { ...PYTHON, environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' } },
      'what /opt/wrap makes of it',
    ],
  ])('is a note: %s', async (_, files, options, place) => {
    const notes = await check(files, options);

    expect(notes).toEqual([expect.stringMatching(/^notice: the .* is not in the package: it has to come from /)]);
    expect(notes[0]).toContain(place);
  });

  test('is a warning that says what is nearly it', async () => {
    await expect(check({ 'src/app.py': DEF }, { ...PYTHON, layers: [LAYER] })).resolves.toEqual([
      `warning: the handler app.handler is not in the package: it has to come from one of its layers (${LAYER}). The package ` +
        "has src/app.py: correct the function's handler in Terraform (of `build`: --function-handler), or --app-src-path.",
    ]);
  });
});

describe('a handler in the layer of dependencies', () => {
  test.each<[string, CheckOptions]>([
    ['a module of Python', { ...PYTHON, layer: { 'python/app.py': DEF } }],
    ['in site-packages', { ...PYTHON, layer: { 'python/lib/python3.13/site-packages/app.py': DEF } }],
    ['a package of Node.js', { ...NODE, layer: { 'nodejs/node_modules/app/package.json': '{}' } }],
    ['a path in /opt', { ...NODE, handler: '/opt/nodejs/own/app.handler', layer: { 'nodejs/own/app.js': CJS } }],
    ['a file of Ruby', { runtime: 'ruby3.4', layer: { 'ruby/lib/app.rb': '' } }],
    [
      'a module behind links',
      { ...PYTHON, handler: 'common.app.handler', layer: { 'own/app.py': DEF, 'python/common': { link: '../own' } } },
    ],
    ['a bootstrap', { runtime: 'provided.al2023', layer: { bootstrap: { executable: '#!/bin/sh\n' } } }],
  ])('passes without a word: %s', async (_, options) => {
    await expect(check({ 'other.txt': '' }, options)).resolves.toEqual([]);
  });

  test('is refused if the layer does not have it either', async () => {
    const layer = { 'python/other.py': DEF };
    expect(await codelessErrorOf(check({ 'b.py': DEF }, { ...PYTHON, layer }))).toMatchObject({
      code: 'HandlerMissing',
    });
  });
});

describe('a handler that wraps another one', () => {
  test.each<[string, string, CheckOptions]>([
    [
      'Datadog',
      'app.py',
      { ...PYTHON, handler: 'datadog_lambda.handler.handler', environment: { DD_LAMBDA_HANDLER: 'app.handler' } },
    ],
    [
      'Datadog',
      'app.js',
      {
        ...NODE,
        handler: '/opt/nodejs/node_modules/datadog-lambda-js/handler.handler',
        environment: { DD_LAMBDA_HANDLER: 'app.handler' },
      },
    ],
    [
      'New Relic',
      'app.js',
      { ...NODE, handler: 'newrelic-lambda-wrapper.handler', environment: { NEW_RELIC_LAMBDA_HANDLER: 'app.handler' } },
    ],
    [
      'Sentry',
      'app.py',
      {
        ...PYTHON,
        handler: 'sentry_sdk.integrations.init_serverless_sdk.sentry_lambda_handler',
        environment: { SENTRY_INITIAL_HANDLER: 'app.handler' },
      },
    ],
    ...['LUMIGO_ORIGINAL_HANDLER', 'EPSAGON_HANDLER', 'CX_ORIGINAL_HANDLER', 'THUNDRA_AGENT_LAMBDA_HANDLER'].map(
      (name): [string, string, CheckOptions] => [
        name,
        'app.js',
        { ...NODE, handler: 'wrapper.handler', environment: { [name]: 'app.handler' } },
      ],
    ),
  ])('of %s passes if %s is in the package, and else is refused', async (_, file, options) => {
    const text = file.endsWith('.py') ? DEF : CJS;
    const wrapped = { ...options, layers: [] };

    await expect(check({ [file]: text }, wrapped)).resolves.toEqual([]);
    await expect(codelessErrorOf(check({ 'src/x.txt': '' }, wrapped))).resolves.toMatchObject({
      code: 'HandlerMissing',
      message: expect.stringContaining('the handler app.handler is not in the package') as unknown,
    });
  });

  test('is its own if it is in the package, whatever a variable names', async () => {
    const environment = { DD_LAMBDA_HANDLER: 'gone.handler' };
    await expect(check({ 'app.py': DEF }, { ...PYTHON, environment })).resolves.toEqual([]);
  });
});

describe('the Lambda Web Adapter', () => {
  const ADAPTER: CheckOptions = {
    ...NODE,
    handler: 'run.sh',
    layers: ['arn:aws:lambda:eu-west-1:753240598075:layer:LambdaAdapterLayerX86:25'],
    environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/bootstrap' },
  };

  test('runs the handler as a program, which is shipped executable', async () => {
    await expect(check({ 'run.sh': '#!/bin/bash\nexec node index.js\n' }, ADAPTER)).resolves.toEqual([
      'notice: run.sh has no right to be executed, and Lambda starts it: it is shipped with the mode 0755.',
    ]);
    await expect(check({ 'run.sh': { executable: '#!/bin/bash\n' } }, ADAPTER)).resolves.toEqual([]);
  });

  test('without its program is noted', async () => {
    await expect(check({ 'index.js': CJS }, ADAPTER)).resolves.toEqual([
      expect.stringMatching(/^notice: the handler run\.sh is not in the package/),
    ]);
  });
});

test('a start script in the package is shipped executable', async () => {
  const environment = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/bin/wrap' };
  await expect(check({ 'app.py': DEF, 'bin/wrap': '#!/bin/sh\n' }, { ...PYTHON, environment })).resolves.toEqual([
    'notice: bin/wrap has no right to be executed, and Lambda starts it: it is shipped with the mode 0755.',
  ]);
});
