import { existsSync, readdirSync } from 'node:fs';

import { runCommand } from '../../demo/command';
import { Session } from '../../demo/session';
import { temporaryFolder } from './support/temporary-folder';

test('what a program of the tour leaves among its temporary files is gone when the tour ends', async () => {
  const temporary = temporaryFolder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  try {
    const session = new Session(temporary, { HOME: temporary }, new AbortController().signal);
    const leave = "require('node:fs').writeFileSync(require('node:os').tmpdir() + '/plugin1', '')";
    const { code } = await runCommand(process.execPath, ['-e', leave], session.command({ TMPDIR: temporary }));
    expect(code).toBe(0);
    expect(existsSync(`${session.work}/tmp/plugin1`)).toBe(true);
    await session.end();
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
