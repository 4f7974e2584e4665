import {
  contentOf,
  excludesOf,
  localPathsOf,
  metadataOf,
  neededBy,
  overridesOf,
  parseUvLock,
  type UvLock,
} from '../../../../../cli/dependencies/python/sources/uv-lock';

const UV_LOCK = `version = 1
[manifest]
overrides = [{ name = "six", specifier = ">=1" }]
excludes = ["unwanted"]

[[manifest.dependency-metadata]]
name = "Extra_User"
requires-dist = ["quick ; extra == 'fast'"]

[[manifest.dependency-metadata]]
name = "six"
version = "1.16.0"

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "member" },
    { name = "six" },
]

[package.dev-dependencies]
dev = [
    { name = "devtool" },
]
prod = [
    { name = "extra-user", extra = ["fast"] },
]

[[package]]
name = "extra-user"
version = "1.0"
source = { registry = "https://index.test/simple" }

[package.optional-dependencies]
fast = [
    { name = "quick" },
]

[[package]]
name = "quick"
version = "1.0"
source = { registry = "https://index.test/simple" }

[[package]]
name = "devtool"
version = "1.0"
source = { directory = "tools/devtool" }

[[package]]
name = "member"
version = "0.2.0"
source = { editable = "packages/member" }
dependencies = [
    { name = "vendored", marker = "sys_platform == 'linux'" },
]

[[package]]
name = "six"
version = "1.16.0"
source = { registry = "https://index.test/simple" }

[[package]]
name = "vendored"
version = "1.0"
source = { path = "wheels/vendored-1.0-py3-none-any.whl" }
`;

describe('a uv.lock', () => {
  const read = (): Promise<UvLock> => parseUvLock(UV_LOCK, 'uv.lock');

  test.each([
    ['.', ['packages/member', 'wheels/vendored-1.0-py3-none-any.whl']],
    ['packages/member', ['wheels/vendored-1.0-py3-none-any.whl']],
    ['no/such', []],
  ])('tells which packages of the machine %s needs in production', async (path, paths) => {
    expect(localPathsOf(neededBy(await read(), { path, groups: [] }))).toEqual(paths);
  });

  test('tells what is needed where some markers do not hold', async () => {
    const needed = neededBy(await read(), { path: '.', groups: [] }, (marker) => !marker.includes('linux'));

    expect(needed.map(({ name }) => name)).toEqual(['member', 'six']);
  });

  test('tells what groups need that are installed by default, with extras', async () => {
    const needed = neededBy(await read(), { path: '.', groups: ['prod'] });

    expect(needed.map(({ name }) => name)).toEqual(['extra-user', 'quick', 'member', 'six', 'vendored']);
  });

  test('counts with all but the versions of its own projects, and what only development needs', async () => {
    const content = async (lock: string): Promise<string> => {
      const parsed = await parseUvLock(lock, 'uv.lock');
      return contentOf(parsed, neededBy(parsed, { path: '.', groups: [] }));
    };
    const before = await content(UV_LOCK);

    await expect(content(UV_LOCK.replaceAll('\n', '\r\n').replace('"0.2.0"', '"0.3.0"'))).resolves.toBe(before);
    await expect(content(UV_LOCK.replace('"tools/devtool"', '"tools/other"'))).resolves.toBe(before);
    await expect(content(UV_LOCK.replaceAll('"1.16.0"', '"1.17.0"'))).resolves.not.toBe(before);
  });

  test('tells what the project changes of what packages ask for', async () => {
    const lock = await read();

    expect(overridesOf(lock)).toMatchObject([{ name: 'six', specifiers: '>=1' }]);
    expect(excludesOf(lock)).toEqual(['unwanted']);
    expect(metadataOf(lock)).toEqual([
      { name: 'extra-user', version: undefined, requires: ["quick ; extra == 'fast'"] },
      { name: 'six', version: '1.16.0', requires: [] },
    ]);
  });

  test('with a byte order mark is read, and one that is broken is refused by file and line', async () => {
    await expect(parseUvLock('\uFEFFversion = 1\n', 'uv.lock')).resolves.toMatchObject({ package: [] });
    await expect(parseUvLock('version = 1\n[[package]\n', 'uv.lock')).rejects.toMatchObject({
      exit: 'usage',
      code: 'TomlInvalid',
      message: expect.stringContaining('uv.lock, line 2: this is not TOML') as string,
      hint: 'Write it again with `uv lock`.',
    });
  });
});
