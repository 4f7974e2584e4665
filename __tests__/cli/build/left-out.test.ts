import { join } from 'node:path';

import { checkLeftOut } from '../../../cli/build/left-out';
import { codelessErrorOf, makeTree, removeDirectories } from '../package/support/tree';

const notes: string[] = [];

afterEach(() => {
  removeDirectories();
  notes.splice(0);
});

/** Checks imports of `src/app.ts`, or of another file. */
function check(
  files: Readonly<Record<string, string>>,
  path: string,
  { file = 'src/app.ts', source = '.', descriptor, elsewhere }: Partial<Record<string, string>> = {},
): Promise<void> {
  return checkLeftOut([{ file, path }], {
    source: join(makeTree({ '.git/HEAD': '', ...files }), source),
    version: 22,
    installation: { descriptor, elsewhere },
    onProgress: (event) => {
      if (event.kind === 'note') notes.push(`${event.level}: ${event.text}`);
    },
  });
}

describe('a package that a bundle leaves out', () => {
  test.each([
    ['is not declared', '{}', 'not among the dependencies'],
    ['is for development', '{"devDependencies": {"sharp": "1"}}', 'among the devDependencies only'],
  ])('fails where it %s', async (_, manifest, where) => {
    expect(await codelessErrorOf(check({ 'package.json': manifest }, 'sharp/lib/x'))).toMatchObject({
      exit: 'build',
      code: 'ExternalMissing',
      message: `src/app.ts imports sharp, which --external leaves out of the bundle and which is ${where} of package.json`,
      hint: expect.stringMatching(/^Put sharp into the dependencies, or give --dependencies none/) as unknown,
    });
  });

  test('fails by the name of its scope too, and without a package.json', async () => {
    expect(await codelessErrorOf(check({}, '@prisma/client/edge'))).toMatchObject({
      message: expect.stringContaining('src/app.ts imports @prisma/client, which') as unknown,
    });
  });

  test.each([
    ['dependencies', '{"dependencies": {"@prisma/client": "5"}}', '@prisma/client/edge'],
    ['optionalDependencies', '{"optionalDependencies": {"sharp": "1"}}', 'sharp'],
    ['peerDependencies', '{"peerDependencies": {"sharp": "1"}}', 'sharp'],
    ['nothing, but to the SDK of the runtime', '{}', '@aws-sdk/client-s3'],
    ['nothing, but to Node.js', '{}', 'fs/promises'],
    ['nothing, but to a newer Node.js', '{}', 'node:ffi'],
  ])('passes where it belongs to %s', async (_, manifest, path) => {
    await expect(check({ 'package.json': manifest }, path)).resolves.toBeUndefined();
    expect(notes).toEqual([]);
  });

  test('passes where the package.json that is named above the source has it', async () => {
    const files = { 'package.json': '{"dependencies": {"sharp": "1"}}', 'api/package.json': '{}' };

    const where = { source: 'api', descriptor: '../package-lock.json' };

    await expect(check(files, 'sharp', where)).rejects.toMatchObject({ code: 'ExternalMissing' });
    await expect(check({ ...files, 'package-lock.json': '{}' }, 'sharp', where)).resolves.toBeUndefined();
  });

  test('passes where the member of a workspace has it whose file imports it', async () => {
    const files = { 'api/package.json': '{}', 'lib/package.json': '{"dependencies": {"sharp": "1"}}' };

    await expect(check(files, 'sharp', { source: 'api', file: '../lib/src/x.ts' })).resolves.toBeUndefined();
  });

  describe('and that a bundled package imports', () => {
    const file = 'node_modules/left/index.js';
    const left = (manifest: string): Record<string, string> => ({ 'node_modules/left/package.json': manifest });
    const NEEDS = left('{"dependencies": {"sharp": "1"}}');

    test('fails where production installs neither', async () => {
      const files = { 'package.json': '{"devDependencies": {"left": "1"}}', ...NEEDS };

      expect(await codelessErrorOf(check(files, 'sharp', { file }))).toMatchObject({
        code: 'ExternalMissing',
        message: `${file} imports sharp, which --external leaves out of the bundle and which is not among the dependencies of package.json`,
      });
    });

    test.each<[string, string, Record<string, string>]>([
      ['the project depends on it', '{"dependencies": {"sharp": "1"}}', NEEDS],
      [
        'the project depends on the package',
        '{"dependencies": {"left": "1"}}',
        { ...NEEDS, 'node_modules/sharp/package.json': '{}' },
      ],
      [
        'the project above the source depends on the package',
        '{"dependencies": {"left": "1"}}',
        {
          ...NEEDS,
          'node_modules/sharp/package.json': '{}',
          'src/node_modules/left/package.json': '{"dependencies": {"sharp": "1"}}',
        },
      ],
      [
        'the package may do without',
        '{}',
        left('{"optionalDependencies": {"sharp": "1"}, "dependencies": {"sharp": "1"}}'),
      ],
      ['the package tries it', '{}', left('{"peerDependencies": {"sharp": "1"}}')],
    ])('passes where %s', async (_, manifest, files) => {
      const source = 'src/node_modules/left/package.json' in files ? 'src' : '.';

      await expect(check({ 'package.json': manifest, ...files }, 'sharp', { file, source })).resolves.toBeUndefined();
    });
  });

  test('is warned of where a layer may have it', async () => {
    await check({ 'package.json': '{}' }, 'datadog-lambda-js', { elsewhere: "one of the function's layers (arn)" });

    expect(notes).toEqual([
      "warning: src/app.ts imports datadog-lambda-js, which --external leaves out of the bundle and which is not among the dependencies of package.json: it has to come from one of the function's layers (arn)",
    ]);
  });
});
