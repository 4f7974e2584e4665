import { execFileSync } from 'node:child_process';
import { appendFileSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newJobMemory } from '../../../../cli/package/threads/deflate-job';
import { ContentDigest } from '../../../../cli/package/tree/content-digest';
import { readParts } from '../../../../cli/package/tree/read-parts';
import { walkTree } from '../../../../cli/package/tree/walk';
import { codelessErrorOf, makeTree, removeDirectories } from '../support/tree';

/** When the file was last written to, in seconds. */
const TIME = 1_000_000_000;

afterEach(removeDirectories);

describe('readParts', () => {
  it.each<[string, (file: string) => void]>([
    ['vanished', rmSync],
    ['became shorter', truncateToOne],
    ['became longer', appendMore],
    ['was touched', touch],
    ['was replaced by another of the same size and time', replaceByAnother],
    ['was replaced by a link', replaceByLink],
    ['was replaced by a pipe', replaceByPipe],
  ])('fails for a file that %s since it was found', async (_, change) => {
    const source = makeTree({ file: 'content', other: 'content' });
    utimesSync(join(source, 'file'), TIME, TIME);
    const { entries } = await walkTree(source, { ignore: false, exclude: [], limit: Infinity });
    change(join(source, 'file'));

    // All of so little is read for the first job.
    const reading = {
      nextMemory: () => Promise.resolve(newJobMemory()),
      digest: new ContentDigest(),
      checksums: new Uint32Array(entries.length),
    };
    const job = readParts(entries, reading).next();

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

function replaceByAnother(file: string): void {
  writeFileSync(`${file}.new`, 'CONTENT');
  utimesSync(`${file}.new`, TIME, TIME);
  renameSync(`${file}.new`, file);
}

function replaceByLink(file: string): void {
  rmSync(file);
  symlinkSync('other', file);
}

function replaceByPipe(file: string): void {
  rmSync(file);
  execFileSync('mkfifo', [file]);
}
