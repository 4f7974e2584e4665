import { join } from 'node:path';

import type { Files } from './support/machine';
import { Machine } from './support/machine';

const GO: Files = {
  'go.mod': 'module a\n',
  'go.sum': '',
  'main.go': 'package main\n',
  'internal/a.go': 'package a\n',
  'tools/deps.sh': 'go mod vendor\n',
};
const PIP: Files = { 'requirements.txt': '-r base.txt\n', 'base.txt': 'six==1.16.0\n', 'app.py': '' };

describe("what decides the result of the user's own command", () => {
  test.each<[string, Files, string, Files]>([
    [
      'code in a directory that the command does not name',
      GO,
      'go build ./cmd/api',
      { 'internal/a.go': 'package b\n' },
    ],
    ['a file that requirements include', PIP, 'pip install', { 'base.txt': 'six==1.17.0\n' }],
    ['a script that the command runs', GO, 'sh ./tools/deps.sh', { 'tools/deps.sh': 'go mod download\n' }],
    ['a file that is new', GO, 'make', { Makefile: 'all:\n' }],
    ['what was built before', GO, 'make', { 'internal/build/lib/main.go': 'package b\n' }],
    ['what another tool installed', GO, 'make', { 'node_modules/x/index.js': '' }],
    ['variables', GO, 'make', { '.env.production': 'A=b\n' }],
  ])('is all of the source: %s', async (_, files, command, change) => {
    const machine = new Machine(files);
    const before = await machine.key({ command });

    expect(await machine.write(change).key({ command })).not.toBe(before);
  });

  test('is nothing outside of the source', async () => {
    const machine = new Machine(GO);
    machine.write({ 'outside.sh': 'a' }, machine.root);
    const before = await machine.key({ command: 'sh ../outside.sh' });

    machine.write({ 'outside.sh': 'b' }, machine.root);

    expect(await machine.key({ command: 'sh ../outside.sh' })).toBe(before);
  });

  test('is the descriptor that is named in the place of the source', async () => {
    const machine = new Machine({ ...GO, 'locks/all.lock': 'a' });
    const options = { command: 'tools/deps.sh', descriptor: 'locks/all.lock' };
    const before = await machine.key(options);

    expect((await machine.find(options))?.inputs).toEqual([join(machine.source, 'locks/all.lock')]);
    expect(await machine.write({ 'internal/a.go': 'package b\n' }).key(options)).toBe(before);
    expect(await machine.write({ 'locks/all.lock': 'b' }).key(options)).not.toBe(before);
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
