import { createHash } from 'node:crypto';

import { checkInstalled } from '../../../../../cli/dependencies/python/check/check-installed';
import { parseRequirement } from '../../../../../cli/dependencies/python/pep508';
import { markerEnvironment, targetPlatform } from '../../../../../cli/dependencies/python/target-platform';
import { Machine } from '../../support/machine';

const MODULE = 'value = 1\n';

function digest(text: string): string {
  return `sha256=${createHash('sha256').update(text).digest('base64url')}`;
}

interface Package {
  readonly version?: string;
  readonly requires?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly record?: readonly string[];
}

/** What an installer leaves of some packages. */
function installed(packages: Readonly<Record<string, Package>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(packages).flatMap(([name, { version = '1.0', requires = [], files, record }]) => {
      const info = `${name}-${version}.dist-info`;
      const own = files ?? { [`${name}.py`]: MODULE };
      const metadata = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`];
      const needs = requires.map((text) => `Requires-Dist: ${text}`);
      const lines = Object.entries(own).map(([path, text]) => `${path},${digest(text)},${text.length}`);
      return [
        ...Object.entries(own),
        [`${info}/METADATA`, [...metadata, ...needs, '', 'Requires-Dist: of-the-readme', ''].join('\n')],
        [`${info}/RECORD`, [...(record ?? lines), `${info}/METADATA,,`, `${info}/RECORD,,`, ''].join('\n')],
      ];
    }),
  );
}

function check(files: Record<string, string>, asked: readonly string[] = [], more: object = {}): Promise<void> {
  const { source } = new Machine(files);
  const needs = asked
    .flatMap((text) => parseRequirement(text) ?? [])
    .map((requirement) => ({ by: 'requirements.txt', requirement }));
  const environment = markerEnvironment(targetPlatform('3.12', 'arm64'));
  const rules = { needs, environment, overrides: [], excludes: [], metadata: [], ...more };
  return checkInstalled(source, rules, 'Do this.');
}

const incomplete = (message: string, hint = 'Do this.'): object => ({
  exit: 'build',
  code: 'DependenciesIncomplete',
  message: `the dependencies are not whole: ${message}`,
  hint,
});

describe('what is installed is whole', () => {
  test('if all files are there and all requirements that count are met', async () => {
    const files = installed({
      app: {
        requires: [
          'One.Lib>=1,<2',
          'windows; sys_platform == "win32"',
          'old; python_version < "3.9"',
          'extra-one; extra == "all"',
          'not-asked; extra == "other"',
        ],
      },
      one_lib: { requires: ['app[all]'] },
      extra_one: {},
    });

    await expect(check(files, ['app==1.0', 'pywin32; sys_platform == "win32"'])).resolves.toBeUndefined();
  });

  test('with files in places that pip names from where it installed them first, and with commas in names', async () => {
    const files = installed({
      app: {
        files: { 'bin/app': '#!/bin/sh\n', 'share/a,"b".txt': 'x' },
        record: [`../../bin/app,${digest('#!/bin/sh\n')},10`, `"../../share/a,""b"".txt",${digest('x')},1`],
      },
    });

    await expect(check(files)).resolves.toBeUndefined();
  });

  test('with a file that two packages have, of which one is there', async () => {
    const files = {
      ...installed({ one: { files: { 'tests/__init__.py': 'one' } } }),
      ...installed({ two: { files: { 'tests/__init__.py': 'of two' } } }),
    };

    await expect(check(files)).resolves.toBeUndefined();
  });

  test('with what the project puts in place of what a package asks for', async () => {
    const files = installed({ app: { requires: ['lib<1', 'unwanted'] }, lib: { version: '2.0' } });
    const overrides = [parseRequirement('lib>=2')];

    await expect(check(files, ['app'], { overrides, excludes: ['unwanted'] })).resolves.toBeUndefined();
    await expect(check(files, ['app'], { excludes: ['unwanted'] })).rejects.toMatchObject(
      incomplete('lib 2.0 does not fit: app 1.0 needs lib <1'),
    );
  });

  test('without what the project puts in place for other platforms alone', async () => {
    const files = installed({ app: { requires: ['lib<1'] }, lib: { version: '0.5' } });
    const overrides = [parseRequirement('lib>=2; sys_platform == "win32"')];

    await expect(check(files, ['app'], { overrides })).resolves.toBeUndefined();
  });
});

test('a directory in place of a file is a file that is missing', async () => {
  const files = { ...installed({ app: { record: ['app.py,,'] } }), 'app.py/inner': '' };
  await expect(
    check(Object.fromEntries(Object.entries(files).filter(([path]) => path !== 'app.py'))),
  ).rejects.toMatchObject({ message: 'the dependencies are not whole: app 1.0 lacks its file app.py' });
});

test.each<[string, object[], string | undefined]>([
  ['for its version', [{ name: 'app', version: '1', requires: ['lib>=2'] }], undefined],
  ['for all versions', [{ name: 'app', version: undefined, requires: [] }], undefined],
  [
    'for its version before that for all',
    [
      { name: 'app', version: undefined, requires: [] },
      { name: 'app', version: '1.0', requires: ['other'] },
    ],
    'other is missing: app 1.0 needs other',
  ],
  [
    'for another version',
    [{ name: 'app', version: '2.0', requires: [] }],
    'lib 2.0 does not fit: app 1.0 needs lib <1, and 1 more',
  ],
])('what the project says that a package asks for counts %s', async (_, metadata, message) => {
  const files = installed({ app: { requires: ['lib<1', 'gone'] }, lib: { version: '2.0' } });
  const checked = check(files, ['app'], { metadata }).catch((error: unknown) => error);

  if (message === undefined) await expect(checked).resolves.toBeUndefined();
  else await expect(checked).resolves.toMatchObject(incomplete(message));
});

describe('what is installed is not whole', () => {
  test.each<[string, Record<string, string>, readonly string[], string]>([
    ['a package of the list is missing', {}, ['six>=1'], 'six is missing: requirements.txt needs six >=1'],
    [
      'a package of the list has another version',
      installed({ six: { version: '2.0' } }),
      ['six==1.0'],
      'six 2.0 does not fit: requirements.txt needs six ==1.0',
    ],
    [
      'a package needs one that is missing',
      installed({ app: { requires: ['MarkupSafe>=2.0'] } }),
      ['app'],
      'markupsafe is missing: app 1.0 needs markupsafe >=2.0',
    ],
    [
      'an extra needs one that is missing, and was asked for by another package',
      installed({ app: { requires: ['lib[fast]'] }, lib: { requires: ["quick ; extra == 'fast'"] } }),
      ['app'],
      'quick is missing: lib 1.0 needs quick',
    ],
  ])('if %s', async (_, files, asked, message) => {
    await expect(check(files, asked)).rejects.toMatchObject(incomplete(message));
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'a file is missing',
      { ...installed({ six: {} }), 'six.py': '' },
      'six.py of six 1.0 has 0 bytes, and its RECORD says 10',
    ],
    [
      'a file has another content',
      { ...installed({ six: {} }), 'six.py': 'value = 2\n' },
      'six.py of six 1.0 has another content than its RECORD says',
    ],
    [
      'a file is not there',
      installed({ six: { record: ['six/__init__.py,,'] } }),
      'six 1.0 lacks its file six/__init__.py',
    ],
    [
      'one that two packages have is of neither',
      {
        ...installed({ one: { files: { 'tests/__init__.py': 'one' } } }),
        ...installed({ two: { files: { 'tests/__init__.py': 'two' } } }),
        'tests/__init__.py': '3',
      },
      'tests/__init__.py of one 1.0 has another content than its RECORD says',
    ],
    [
      'a package is there twice',
      { ...installed({ six: {} }), ...installed({ six: { version: '2.0' } }) },
      'six is there twice: six-1.0.dist-info, six-2.0.dist-info',
    ],
    [
      'a package tells nothing of its files',
      { 'six-1.0.dist-info/METADATA': 'Name: six\nVersion: 1.0\n' },
      'six-1.0.dist-info has no RECORD of its files',
    ],
  ])('if %s', async (_, files, message) => {
    const hint = 'Take another version of the package, whose wheel is broken, or report it there.';

    await expect(check(files)).rejects.toMatchObject(incomplete(message, hint));
  });

  test('and all that is wrong is listed', async () => {
    await expect(check({}, ['one', 'two', 'three'])).rejects.toMatchObject({
      message: 'the dependencies are not whole: one is missing: requirements.txt needs one, and 2 more',
      output: ['two is missing: requirements.txt needs two', 'three is missing: requirements.txt needs three'],
    });
  });
});
