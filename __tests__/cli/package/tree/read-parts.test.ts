import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync, symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readParts } from '../../../../cli/package/tree/read-parts';
import { walkTree } from '../../../../cli/package/tree/walk';
import { codelessErrorOf, makeTree, removeDirectories } from '../support/tree';

afterEach(removeDirectories);

describe('readParts', () => {
  it.each<[string, (file: string) => void]>([
    ['vanished', rmSync],
    ['became shorter', truncateToOne],
    ['became longer', appendMore],
    ['was touched', touch],
    ['was replaced by a link', replaceByLink],
    ['was replaced by a pipe', replaceByPipe],
  ])('fails for a file that %s since it was found', async (_, change) => {
    const source = makeTree({ file: 'content', other: 'content' });
    const { entries } = await walkTree(source, { ignore: false, exclude: [], limit: Infinity });
    change(join(source, 'file'));

    // All of so little is read for the first job.
    const job = readParts(entries, () => Promise.resolve(new Uint8Array(1_000_000))).next();

    expect(await codelessErrorOf(job)).toMatchObject({
      exit: 'build',
      code: 'FileChanged',
      message: "'file' changed or vanished while it was packaged",
    });
  });
});

function truncateToOne(file: string): void {
  truncateSync(file, 1);
}

function appendMore(file: string): void {
  appendFileSync(file, 'more');
}

function touch(file: string): void {
  utimesSync(file, 1, 1);
}

function replaceByLink(file: string): void {
  rmSync(file);
  symlinkSync('other', file);
}

function replaceByPipe(file: string): void {
  rmSync(file);
  execFileSync('mkfifo', [file]);
}
