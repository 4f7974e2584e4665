import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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

  test.each(['layer', 'package'] as const)('is told the layout: %s', async (layout) => {
    const machine = new Machine({ 'go.sum': '' });

    await machine.build({ command: 'echo "$CODELESS_LAYOUT" > "$CODELESS_TARGET/out"', layout, runtime: undefined });

    expect(readFileSync(join(machine.target, 'out'), 'utf8')).toBe(`${layout}\n`);
  });

  test.each(['true', '/bin/mkdir -p "$CODELESS_TARGET/python/lib"'])(
    'fails if it leaves no file: %s',
    async (command) => {
      await expect(new Machine({ 'go.sum': '' }).build({ command })).rejects.toMatchObject({
        exit: 'build',
        code: 'CommandLeftNothing',
        message: 'the dependencies command left no file in $CODELESS_TARGET',
      });
    },
  );

  test.each<[string, string, string]>([
    ['python3.12', 'm.py', 'm.py'],
    ['python3.12', 'm/__init__.py', 'm'],
    ['python3.12', 'm-1.dist-info/METADATA', 'm-1.dist-info'],
    ['python3.12', 'm.cpython-312-aarch64-linux-gnu.so', 'm.cpython-312-aarch64-linux-gnu.so'],
    ['python3.12', 'lib/python3.12/site-packages/m.py', 'lib'],
    ['nodejs22.x', 'node_modules/m/index.js', 'node_modules'],
    ['nodejs22.x', 'm/package.json', 'm'],
    ['nodejs22.x', 'm.mjs', 'm.mjs'],
  ])('fails if what it leaves in a layer is not found: of %s %s', async (runtime, file, name) => {
    const place = runtime === 'python3.12' ? 'python' : 'nodejs/node_modules';

    await expect(new Machine({ 'go.sum': '' }).build({ command: leave(file), runtime })).rejects.toMatchObject({
      exit: 'build',
      code: 'LayoutWrong',
      message: `the dependencies command left ${name} at the top of a layer, where ${runtime} does not look for packages`,
      hint: `Have it install into "$CODELESS_TARGET/${place}" if $CODELESS_LAYOUT is layer, or give --dependencies package.`,
    });
  });

  test.each<[string | undefined, string]>([
    ['python3.12', 'python/m.py'],
    ['python3.12', 'python/lib/python3.12/site-packages/m.py'],
    ['python3.12', 'lib/libm.so'],
    ['python3.12', 'fonts/a.ttf'],
    ['nodejs22.x', 'nodejs/node_modules/m/index.js'],
    ['nodejs22.x', 'nodejs/node22/node_modules/m/index.js'],
    ['nodejs22.x', 'bin/program'],
    ['ruby3.4', 'ruby/gems/3.4.0/m.rb'],
    ['provided.al2023', 'm.py'],
    [undefined, 'm.py'],
  ])('leaves in a layer what is found there, or by its path: of %s %s', async (runtime, file) => {
    const machine = new Machine({ 'go.sum': '' });

    await machine.build({ command: leave(file), runtime });

    expect(machine.files()).toEqual([file]);
  });

  test('leaves a program at the top of a layer', async () => {
    const machine = new Machine({ 'go.sum': '' });

    await machine.build({ command: `${leave('wrap.py')} && /bin/chmod 755 "$CODELESS_TARGET/wrap.py"` });

    expect(machine.files()).toEqual(['wrap.py']);
  });

  test.each<[string, string, string]>([
    ['python3.12', 'python/m.py', 'python'],
    ['nodejs22.x', 'nodejs/node_modules/m/index.js', 'nodejs/node_modules'],
  ])('fails if it leaves a layer beside the code: of %s %s', async (runtime, file, place) => {
    const machine = new Machine({ 'go.sum': '' });

    await expect(machine.build({ command: leave(file), runtime, layout: 'package' })).rejects.toMatchObject({
      exit: 'build',
      code: 'LayoutWrong',
      message: `the dependencies command left ${place}/ for the package, beside whose code ${runtime} looks for packages`,
      hint: 'Have it install into "$CODELESS_TARGET" itself if $CODELESS_LAYOUT is package, or give --dependencies layer.',
    });
  });

  test.each<[string, string]>([
    ['python3.12', 'm.py'],
    ['python3.12', 'python/__init__.py'],
    ['nodejs22.x', 'node_modules/m/index.js'],
  ])('leaves packages beside the code: of %s %s', async (runtime, file) => {
    const machine = new Machine({ 'go.sum': '' });

    await machine.build({ command: leave(file), runtime, layout: 'package' });

    expect(machine.files()).toEqual([file]);
  });
});

/** A command that leaves one file. */
function leave(file: string): string {
  return `/bin/mkdir -p "$CODELESS_TARGET/${dirname(file)}" && echo > "$CODELESS_TARGET/${file}"`;
}
