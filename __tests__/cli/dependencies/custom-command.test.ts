import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Machine } from './support/machine';

describe("the user's own command", () => {
  test('fills the target in the source directory, for runtime and processor', async () => {
    const machine = new Machine({ 'go.sum': 'a\n' });
    const command = 'echo "$CODELESS_RUNTIME $CODELESS_ARCHITECTURE $PWD" > "$CODELESS_TARGET/out" && echo told >&2';

    const found = await machine.build({ command, runtime: 'provided.al2023' });

    expect(readFileSync(join(machine.target, 'out'), 'utf8')).toBe(`provided.al2023 arm64 ${machine.source}\n`);
    expect(machine.output).toEqual(['told']);
    expect(found.inputs).toEqual([machine.source]);
  });

  test('counts the descriptor that is named, with what it includes', async () => {
    const machine = new Machine({ 'req/a.txt': '-r b.txt\n', 'req/b.txt': 'b\n', 'go.sum': '' });

    const found = await machine.find({ command: 'make', descriptor: 'req/a.txt' });

    expect(found?.descriptor).toBe(join(machine.source, 'req/a.txt'));
    expect(found?.inputs).toEqual([join(machine.source, 'req/a.txt'), join(machine.source, 'req/b.txt')]);
  });

  test('fails with the last lines that it said', async () => {
    const machine = new Machine({ 'go.sum': '' });

    await expect(machine.build({ command: 'echo why; exit 9' })).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyToolFailed',
      message: 'the dependencies command failed: it ended with exit code 9',
      output: ['why'],
    });
  });

  test('throws the reason of an abort, and leaves no directory behind', async () => {
    const machine = new Machine({ 'go.sum': '' });
    const controller = new AbortController();
    const found = await machine.find({ command: 'echo up; exec /bin/sleep 1000', signal: controller.signal });
    const reason = new Error('Ctrl-C');

    const building = found?.build(machine.target, () => {
      controller.abort(reason);
    });

    await expect(building).rejects.toBe(reason);
    expect(machine.leftovers).toEqual([]);
  });
});
