import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { exactDigest } from '../../../cli/dependencies/exact-digest';

let root: string;
let source: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'exact-'));
  source = join(root, 'app/src');
  mkdirSync(source, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Whether a change is seen. */
async function isSeen(change: () => void): Promise<boolean> {
  const before = await exactDigest(source);
  expect(await exactDigest(source)).toBe(before);
  change();
  return (await exactDigest(source)) !== before;
}

describe('the digest of what a command may read', () => {
  test('sees each byte, line ends too, of small files and large ones', async () => {
    for (const size of [10, 3_000_000]) {
      write('app/src/run.sh', `#!/bin/sh\r\n${'x'.repeat(size)}`);
      expect(
        await isSeen(() => {
          write('app/src/run.sh', `#!/bin/sh\n${'x'.repeat(size)}`);
        }),
      ).toBe(true);
    }
  });

  test('sees an executable bit, also of the file itself', async () => {
    write('app/src/run.sh', '');
    const own = await exactDigest(join(source, 'run.sh'));
    expect(
      await isSeen(() => {
        chmodSync(join(source, 'run.sh'), 0o755);
      }),
    ).toBe(true);
    expect(await exactDigest(join(source, 'run.sh'))).not.toBe(own);
  });

  test.each([
    ['a directory outside', '../../common', 'common/deep/x.py'],
    ['a file outside', '../../common/x.py', 'common/x.py'],
    ['a directory inside', 'lib', 'app/src/lib/x.py'],
    ['a directory inside that is left out itself', '.git/hooks', 'app/src/.git/hooks/x.py'],
    ['a directory that a symlink outside leads to', '../../first', 'second/x.py'],
  ])('sees what changes behind a symlink to %s', async (_, target, file) => {
    write(file, 'a');
    mkdirSync(join(root, 'first'));
    symlinkSync('../second', join(root, 'first/second'));
    symlinkSync(target, join(source, 'common'));

    expect(
      await isSeen(() => {
        write(file, 'b');
      }),
    ).toBe(true);
  });

  test('sees where a symlink leads, and what comes to a place where nothing was', async () => {
    symlinkSync('nowhere', join(source, 'link'));
    expect(
      await isSeen(() => {
        write('app/src/nowhere', '');
      }),
    ).toBe(true);
    expect(
      await isSeen(() => {
        rmSync(join(source, 'link'));
        symlinkSync('elsewhere', join(source, 'link'));
      }),
    ).toBe(true);
  });

  test('sees what is in a source that is a symlink itself', async () => {
    symlinkSync('app/src', join(root, 'current'));
    write('app/src/a', 'a');
    const before = await exactDigest(join(root, 'current'));

    expect(before).toBe(await exactDigest(source));
    write('app/src/a', 'b');
    expect(await exactDigest(join(root, 'current'))).not.toBe(before);
  });

  test('ends where symlinks lead in circles, to what is above, and to themselves', async () => {
    symlinkSync('..', join(source, 'up'));
    symlinkSync('.', join(source, 'here'));
    symlinkSync('self', join(source, 'self'));
    symlinkSync('app', join(root, 'again'));
    write('app/beside.txt', 'a');

    expect(
      await isSeen(() => {
        write('app/beside.txt', 'b');
      }),
    ).toBe(true);
  });

  test('does not see caches, and waits for no pipe, behind a symlink too', async () => {
    write('app/src/a.py', '');
    execFileSync('mkfifo', [join(root, 'pipe')]);
    symlinkSync('../../pipe', join(source, 'pipe'));

    expect(
      await isSeen(() => {
        write('app/src/__pycache__/a.pyc', '');
      }),
    ).toBe(false);
    expect(
      await isSeen(() => {
        write('app/src/.git/index', '');
      }),
    ).toBe(false);
  });

  test('refuses a symlink to more files than anybody means', async () => {
    mkdirSync(join(root, 'many'));
    for (let count = 0; count <= 10_000; count += 1) symlinkSync('x', join(root, 'many', String(count)));
    symlinkSync('../../many', join(source, 'many'));

    await expect(exactDigest(source)).rejects.toMatchObject({
      exit: 'build',
      code: 'InputsTooMany',
      message: `more than 10000 files are behind the symlinks of ${source}, and the dependencies command may read any of them`,
    });
  });
});
