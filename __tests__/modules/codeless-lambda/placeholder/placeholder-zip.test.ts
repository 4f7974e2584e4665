import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipped } from '../../../helpers/zips';
import {
  placeholderFiles,
  placeholderZip,
  type PlaceholderFile,
} from '../../../../modules/codeless-lambda/placeholder';
import { isOnPath } from './machine';
import { inDirectory } from './package-directory';

// Each test starts other programs, which take long on a busy machine.
jest.setTimeout(60_000);

const FILES: readonly PlaceholderFile[] = [
  { path: 'bootstrap', content: '#!/bin/sh\n', executable: true },
  { path: 'app/größe.py', content: '# größe\n', executable: false },
  { path: 'app/__init__.py', content: '', executable: false },
  { path: 'Z.txt', content: 'z'.repeat(1000), executable: false },
];

/** What {@link FILES} always give, on every machine. */
const DIGEST = 'broIhH+2GCHjWpRk483TrIRSx7gjZzH41PiGsl/ES/Q=';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

/** Other programs that read zips: each unpacks into the directory `out` and keeps the modes. */
const UNZIPPERS = [
  { program: 'unzip', args: ['-q', 'placeholder.zip', '-d', 'out'] },
  {
    program: 'python3',
    args: [
      '-c',
      `import os, zipfile
with zipfile.ZipFile("placeholder.zip") as z:
    assert z.testzip() is None
    for i in z.infolist():
        os.chmod(z.extract(i, "out"), i.external_attr >> 16 & 0o777)`,
    ],
  },
].filter(({ program }) => isOnPath(program));

test('the bytes are the known ones, whatever the order of the files', () => {
  expect(sha256(placeholderZip(FILES))).toBe(DIGEST);
  expect(sha256(placeholderZip([...FILES].reverse()))).toBe(DIGEST);
});

test('the bytes are the known ones in every time zone and locale', () => {
  const run = spawnSync(process.execPath, [join(__dirname, 'digest-in-zones.mjs')], {
    input: JSON.stringify(FILES),
    env: { ...process.env, LC_ALL: 'tr_TR.UTF-8' },
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  const { digests, offsets } = JSON.parse(run.stdout) as { digests: string[]; offsets: number };
  expect(digests).toEqual([DIGEST]);
  expect(offsets).toBeGreaterThan(20);
});

test('the zip holds the files in the order of their paths', async () => {
  const entries = Object.entries(await unzipped(placeholderZip(FILES)));
  expect(entries.map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
    ['Z.txt', 'z'.repeat(1000)],
    ['app/__init__.py', ''],
    ['app/größe.py', '# größe\n'],
    ['bootstrap', '#!/bin/sh\n'],
  ]);
});

test(`other programs can read the zip (this machine has: ${UNZIPPERS.map(({ program }) => program).join(', ') || 'none'})`, async () => {
  const packages = [
    FILES,
    ...['python3.13', 'nodejs22.x', 'provided.al2023', 'java21'].map((runtime) =>
      placeholderFiles(runtime, 'app/main.handler'),
    ),
  ];
  for (const { program, args } of UNZIPPERS) {
    for (const files of packages) {
      const unpacked = await inDirectory((directory) => {
        writeFileSync(join(directory, 'placeholder.zip'), placeholderZip(files));
        const run = spawnSync(program, args, { cwd: directory, encoding: 'utf8' });
        expect(run).toMatchObject({ status: 0, stderr: '' });
        return readFiles(join(directory, 'out'));
      });
      expect(unpacked).toEqual([...files].sort((a, b) => (a.path < b.path ? -1 : 1)));
    }
  }
});

function readFiles(root: string): PlaceholderFile[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return paths.sort().map((path) => {
    const mode = statSync(join(root, path)).mode & 0o777;
    expect([0o644, 0o755]).toContain(mode);
    return { path, content: readFileSync(join(root, path), 'utf8'), executable: mode === 0o755 };
  });
}
