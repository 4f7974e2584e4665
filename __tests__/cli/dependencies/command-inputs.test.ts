import { join } from 'node:path';

import type { Files } from './support/machine';
import { Machine } from './support/machine';

const GO: Files = {
  'go.mod': 'module a\n',
  'go.sum': '',
  'main.go': 'package main\n',
  'tools/deps.sh': 'go mod vendor\n',
};
const PIP: Files = { 'requirements.txt': '-r base.txt\n', 'base.txt': 'six==1.16.0\n', 'app.py': '' };

describe("what decides the result of the user's own command", () => {
  test.each([
    ['go.sum'],
    ['Cargo.lock'],
    ['Gemfile.lock'],
    ['pom.xml'],
    ['build.gradle.kts'],
    ['Api.csproj'],
    ['Directory.Packages.props'],
    ['composer.lock'],
    ['package.json'],
    ['Pipfile'],
    ['setup.py'],
  ])('is %s at the root of the source, and not the code', async (name) => {
    const machine = new Machine({ [name]: 'a', 'code.txt': 'a', [`deep/${name}`]: 'a' });
    const command = 'install';
    const before = await machine.key({ command });

    expect((await machine.find({ command }))?.inputs).toEqual([join(machine.source, name)]);
    expect(await machine.write({ 'code.txt': 'b', [`deep/${name}`]: 'b' }).key({ command })).toBe(before);
    expect(await machine.write({ [name]: 'b' }).key({ command })).not.toBe(before);
  });

  test.each<[string, Files, string, Files]>([
    ['a file that requirements include', PIP, 'pip install', { 'base.txt': 'six==1.17.0\n' }],
    ['another descriptor beside the first', PIP, 'pip install', { 'requirements-db.txt': 'psycopg\n' }],
    ['a script that the command runs', GO, 'sh ./tools/deps.sh', { 'tools/deps.sh': 'go mod download\n' }],
    ['a script whose path is quoted', GO, 'sh "tools/deps.sh"; true', { 'tools/deps.sh': 'true\n' }],
    ['a file in a directory that it names', GO, 'cp -r tools "$CODELESS_TARGET"', { 'tools/more.sh': '' }],
    ['the Makefile of make', { ...GO, Makefile: 'all:\n' }, 'make deps', { Makefile: 'deps:\n' }],
    ['the code, where the source itself is named', PIP, 'pip install . --target x', { 'app.py': 'x = 1\n' }],
    ['any file, where there is no descriptor', { 'main.c': '' }, 'cc main.c', { 'util.h': '' }],
  ])('is %s', async (_, files, command, change) => {
    const machine = new Machine(files);
    const before = await machine.key({ command });

    expect(await machine.write(change).key({ command })).not.toBe(before);
  });

  test.each<[string, string]>([
    ['a Makefile that it does not run', 'go mod vendor'],
    ['a file above the source', 'sh ../outside.sh'],
    ['a word that is no file', 'echo nothing.sh'],
  ])('is not %s', async (_, command) => {
    const machine = new Machine({ ...GO, Makefile: 'all:\n' });
    machine.write({ 'outside.sh': 'a' }, machine.root);
    const before = await machine.key({ command });

    machine.write({ Makefile: 'deps:\n' }).write({ 'outside.sh': 'b' }, machine.root);

    expect(await machine.key({ command })).toBe(before);
  });

  test('is the descriptor that is named in the place of others, and the script that the command runs', async () => {
    const machine = new Machine({ ...GO, 'locks/all.lock': 'a' });

    const found = await machine.find({ command: 'tools/deps.sh', descriptor: 'locks/all.lock' });

    expect(found?.descriptor).toBe(join(machine.source, 'locks/all.lock'));
    expect(found?.inputs).toEqual([join(machine.source, 'locks/all.lock'), join(machine.source, 'tools/deps.sh')]);
  });

  test('is all of a directory that is named as the descriptor', async () => {
    const machine = new Machine({ ...GO, 'layer/deep/a.txt': 'a' });
    const options = { command: 'install', descriptor: 'layer' };
    const before = await machine.key(options);

    expect(await machine.write({ 'go.sum': 'other' }).key(options)).toBe(before);
    expect(await machine.write({ 'layer/deep/a.txt': 'b' }).key(options)).not.toBe(before);
  });
});

test('fails where a directory is the descriptor and there is no command', async () => {
  await expect(new Machine({ 'layer/a.txt': '' }).find({ descriptor: 'layer' })).rejects.toMatchObject({
    exit: 'usage',
    code: 'DescriptorMissing',
  });
});
