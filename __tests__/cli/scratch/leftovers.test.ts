import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withScratch } from '../../../cli/scratch';
import { removeLeftovers, scratchPrefix } from '../../../cli/scratch/leftovers';
import { ownMark } from '../../../cli/scratch/process-mark';

const DAY = 24 * 60 * 60 * 1000;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scratch-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function make(name: string): string {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, 'app.zip'), '');
  return name;
}

async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'close');
  return child.pid ?? 0;
}

test('the directory of a process that has ended is removed by the next run, and that of a running one stays', async () => {
  make(`${scratchPrefix({ ...ownMark(), pid: await endedPid() })}abcdef`);
  const running = make(`${scratchPrefix()}abcdef`);
  expect(await withScratch({ TMPDIR: root }, () => Promise.resolve('done'))).toBe('done');
  expect(readdirSync(root)).toEqual([running]);
});

test('that another process has the number now does not keep it', async () => {
  const { start } = ownMark();
  make(`${scratchPrefix({ ...ownMark(), start: start - 1 })}abcdef`);
  await removeLeftovers(root);
  expect(readdirSync(root)).toEqual([]);
});

test('the directory of another container or machine is removed after a day', async () => {
  const name = make(`${scratchPrefix({ place: '0123abcd', pid: 1, start: 1 })}abcdef`);
  await removeLeftovers(root, Date.now() + DAY - 60_000);
  expect(readdirSync(root)).toEqual([name]);
  utimesSync(join(root, name), new Date(), new Date(Date.now() - DAY - 60_000));
  await removeLeftovers(root);
  expect(readdirSync(root)).toEqual([]);
});

test('what is not ours stays: other names, files, and links with what they lead to', async () => {
  const gone = { ...ownMark(), pid: await endedPid() };
  const prefix = scratchPrefix(gone);
  for (const name of ['codeless-abcdef', 'codeless-notes', `x${prefix}abcdef`, `${prefix}abcdef-more`]) make(name);
  writeFileSync(join(root, `${prefix}filefi`), '');
  symlinkSync('codeless-notes', join(root, `${prefix}linkli`));
  const before = readdirSync(root);
  await removeLeftovers(root);
  expect(readdirSync(root)).toEqual(before);
  expect(readdirSync(join(root, 'codeless-notes'))).toEqual(['app.zip']);
});

test('a link in a directory is removed, and what it leads to stays', async () => {
  make('precious');
  const name = make(`${scratchPrefix({ ...ownMark(), pid: await endedPid() })}abcdef`);
  symlinkSync(join(root, 'precious'), join(root, name, 'link'));
  await removeLeftovers(root);
  expect([readdirSync(root), readdirSync(join(root, 'precious'))]).toEqual([['precious'], ['app.zip']]);
});

test('the directory of another user stays', async () => {
  const name = make(`${scratchPrefix({ ...ownMark(), pid: await endedPid() })}abcdef`);
  const uid = process.getuid?.() ?? 0;
  // Only root may give a directory away; the others see it as another user would.
  const asked = uid === 0 ? undefined : jest.spyOn(process, 'getuid').mockReturnValue(uid + 1);
  if (uid === 0) chownSync(join(root, name), 12_345, 12_345);
  await removeLeftovers(root);
  asked?.mockRestore();
  expect(readdirSync(root)).toEqual([name]);
});
