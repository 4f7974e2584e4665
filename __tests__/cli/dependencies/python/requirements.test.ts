import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseExport, readRequirements } from '../../../../cli/dependencies/python/requirements';
import type { Requirements } from '../../../../cli/dependencies/python/requirements';
import type { Files } from '../support/machine';
import { Machine } from '../support/machine';

function read(files: Files, name = 'requirements.txt'): Promise<Requirements> {
  const { source } = new Machine(files);
  const file = join(source, name);
  return readRequirements(file, { descriptor: join(file, '..'), source });
}

describe('a requirements file', () => {
  test('is read without comments and with its continuations joined', async () => {
    const { lines } = await read({
      'requirements.txt':
        '\uFEFF# all\r\nsix==1.16.0 \\\r\n  --hash=sha256:a \\\r\n  --hash=sha256:b # two\r\n\r\nurl @ https://a.test/x#egg=x\n',
    });

    expect(lines).toEqual(['six==1.16.0  --hash=sha256:a --hash=sha256:b', 'url @ https://a.test/x#egg=x']);
  });

  test('includes others relative to itself, in their place', async () => {
    const { lines, constraints, inputs } = await read(
      {
        'requirements/prod.txt': 'first\n-r base/all.txt\nlast\n',
        'requirements/base/all.txt': '--requirement=../more.txt\n--constraint ../../limits.txt\n-cown.txt\n',
        'requirements/base/own.txt': 'a<1\n',
        'requirements/more.txt': 'more\n',
        'limits.txt': '-r limits-too.txt\nb<1\n',
        'limits-too.txt': 'c<1\n',
      },
      'requirements/prod.txt',
    );

    expect(lines).toEqual(['first', 'more', 'last']);
    expect(constraints).toEqual(['c<1', 'b<1', 'a<1']);
    expect(inputs.map(({ name }) => name)).toEqual([
      'prod.txt',
      'base/all.txt',
      'more.txt',
      '../limits.txt',
      '../limits-too.txt',
      'base/own.txt',
    ]);
  });

  test('may include itself and the same file twice', async () => {
    const { lines } = await read({
      'requirements.txt': '-r b.txt\n-r b.txt\na\n',
      'b.txt': 'b\n-r requirements.txt\n',
    });

    expect(lines).toEqual(['b', 'a']);
  });

  test.each([
    ['a directory', './lib', '', './lib'],
    ['an editable one', '-e ./lib', '', './lib'],
    ['one with extras and a marker', "./lib[all] ; python_version > '3'", "[all] ; python_version > '3'", './lib'],
    ['one without a dot', 'vendor/lib', '', 'vendor/lib'],
    ['a file URL', 'lib @ file:lib', '', './lib'],
    ['a wheel', 'lib-1-py3-none-any.whl', '', 'lib-1-py3-none-any.whl'],
  ])('names packages of the machine: %s', async (_, line, rest, path) => {
    const machine = new Machine({
      'requirements.txt': `${line}\n`,
      'lib/setup.py': '',
      'vendor/lib/setup.py': '',
      'lib-1-py3-none-any.whl': '',
    });

    const found = await readRequirements(join(machine.source, 'requirements.txt'), {
      descriptor: machine.source,
      source: machine.source,
    });

    expect(found.locals).toEqual([{ path: join(machine.source, path), rest }]);
    expect(found.lines).toEqual([]);
  });

  test('names a package of the machine once that it and one that it includes name, and again with other extras', async () => {
    const { locals } = await read({
      'requirements.txt': './lib\n-r more.txt\n',
      'more.txt': '-e lib/\n./lib[all]\n',
      'lib/setup.py': '',
    });

    expect(locals.map(({ rest }) => rest)).toEqual(['', '[all]']);
    expect(locals[1]?.path).toBe(locals[0]?.path);
  });

  test('takes their paths from the source, and else from its own directory', async () => {
    const machine = new Machine({
      'req/all.txt': './a\n./b\n',
      'a/setup.py': '',
      'req/a/setup.py': '',
      'req/b/setup.py': '',
    });

    const found = await readRequirements(join(machine.source, 'req/all.txt'), {
      descriptor: join(machine.source, 'req'),
      source: machine.source,
    });

    expect(found.locals.map(({ path }) => path)).toEqual([join(machine.source, 'a'), join(machine.source, 'req/b')]);
  });

  test.each([
    'six',
    'git+https://a.test/x.git@main',
    'name @ https://a.test/x.whl',
    '--index-url https://u:p@a.test/simple',
  ])('leaves to pip what is not of the machine: %s', async (line) => {
    const machine = await read({ 'requirements.txt': `${line}\n`, 'six/setup.py': '' });

    expect(machine).toMatchObject({ lines: [line], locals: [] });
  });

  test('finds links in a directory beside itself', async () => {
    const machine = new Machine({ 'requirements.txt': '-f wheels\n-f https://a.test/wheels\n', 'wheels/a.whl': '' });

    const { lines } = await readRequirements(join(machine.source, 'requirements.txt'), {
      descriptor: machine.source,
      source: machine.source,
    });

    expect(lines).toEqual([`--find-links ${join(machine.source, 'wheels')}`, '--find-links https://a.test/wheels']);
  });
});

describe('a requirements file that another tool wrote', () => {
  const utf16 = (text: string, swap = false): Buffer => {
    const content = Buffer.from(`\uFEFF${text}`, 'utf16le');
    return swap ? content.swap16() : content;
  };

  test("is read in PowerShell's encoding, and so are those that it includes", async () => {
    const machine = new Machine();
    const write = (name: string, content: Buffer): void => {
      writeFileSync(join(machine.source, name), content);
    };
    write('requirements.txt', utf16('six==1.16.0\r\n-r more.txt\r\n-c limits.txt\r\n'));
    write('more.txt', utf16('iniconfig\r\n', true));
    write('limits.txt', Buffer.from('\uFEFFiniconfig<3\r\n'));

    const { lines, constraints } = await readRequirements(join(machine.source, 'requirements.txt'), {
      descriptor: machine.source,
      source: machine.source,
    });

    expect(lines).toEqual(['six==1.16.0', 'iniconfig']);
    expect(constraints).toEqual(['iniconfig<3']);
  });

  test.each<[string, string, Files, string, string, string]>([
    [
      'a merge conflict is not resolved in a file that it includes',
      'MergeConflict',
      { 'requirements.txt': '-r more.txt\n', 'more.txt': 'six\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n' },
      'more.txt',
      ', line 2: a merge conflict is not resolved',
      'Resolve it, or check the file out again.',
    ],
    [
      'it names paths of the machine of conda that wrote it',
      'LocalPackageMissing',
      { 'requirements.txt': 'six\\\n  ==1\ncertifi @ file:///croot/certifi_1/work/certifi\n' },
      'requirements.txt',
      ', line 3: file:///croot/certifi_1/work/certifi is not on this machine',
      'Name the version instead; a list of an environment of conda is written by `pip list --format=freeze`.',
    ],
    [
      'it names a directory that is not there',
      'LocalPackageMissing',
      { 'requirements.txt': '-e ./lib\n' },
      'requirements.txt',
      ', line 1: ./lib is not on this machine',
      'Paths are relative to the source directory, or else to that of the file.',
    ],
  ])('is refused by file and line if %s', async (_, code, files, file, message, hint) => {
    const machine = new Machine(files);

    await expect(machine.find()).rejects.toMatchObject({
      exit: 'usage',
      code,
      message: `${join(machine.source, file)}${message}`,
      hint,
    });
  });

  test('is not UTF-8, and is refused whatever encoding its first line names', async () => {
    const machine = new Machine();
    const latin = Buffer.from('# -*- coding: latin-1 -*-\nsix # für alle\n', 'latin1');
    writeFileSync(join(machine.source, 'requirements.txt'), latin);

    await expect(machine.find()).rejects.toMatchObject({
      exit: 'usage',
      code: 'TextEncoding',
      hint: 'Save it as UTF-8.',
    });
  });

  test('leaves to pip what a variable stands for', async () => {
    const { lines } = await read({ 'requirements.txt': 'lib @ file://${ROOT}/lib\n${INDEX}/x.whl\n' });

    expect(lines).toEqual(['lib @ file://${ROOT}/lib', '${INDEX}/x.whl']);
  });
});

test('the export of a lock names packages of the machine relative to the lock', () => {
  const { source } = new Machine({ 'packages/lib/pyproject.toml': '', 'b c/setup.py': '' });

  const { lines, locals } = parseExport(
    `-e ./packages/lib\nsix==1 --hash=sha256:a\nb @ file://${source}/b%20c ; a\n`,
    join(source, 'uv.lock'),
  );

  expect(lines).toEqual(['six==1 --hash=sha256:a']);
  expect(locals).toEqual([
    { path: join(source, 'packages/lib'), rest: '' },
    { path: join(source, 'b c'), rest: ' ; a' },
  ]);
});
