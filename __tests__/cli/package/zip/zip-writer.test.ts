import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readEntries, type EntryKind } from '../../../../cli/package';
import { ZipWriter } from '../../../../cli/package/zip/zip-writer';
import { removeDirectories, temporaryDirectory } from '../support/tree';

afterEach(removeDirectories);

/** Python marks only names as UTF-8 that are not ASCII, and here all are marked. */
const ENTRIES: readonly (readonly [string, EntryKind, string])[] = [
  ['\u00e4/app.py', 'file', 'print()\n'],
  ['\u00e4/empty', 'file', ''],
  ['\u00e4/link', 'link', 'app.py'],
  ['\u00e4/run', 'executable', '#!/bin/sh\n'],
  ['\u{1f600}', 'file', 'x'],
];
const PYTHON = `
import io, json, sys, zipfile
modes = {'file': 0o100644, 'executable': 0o100755, 'link': 0o120777}
output = io.BytesIO()
with zipfile.ZipFile(output, 'w') as archive:
    for path, kind, text in json.load(sys.stdin):
        entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
        entry.external_attr = modes[kind] << 16
        archive.writestr(entry, text)
sys.stdout.buffer.write(output.getvalue())
`;

function temporaryFile(): { readonly path: string; readonly descriptor: number } {
  const path = join(temporaryDirectory(), 'app.zip');
  return { path, descriptor: openSync(path, 'w') };
}

function writeZip(entries: number): string {
  const { path, descriptor } = temporaryFile();
  const zip = new ZipWriter(descriptor);
  for (let index = 0; index < entries; index++) {
    zip.add({ path: `f${index}`, kind: 'file' }, { crc32: 0, bytes: 0 }, true, new Uint8Array());
  }
  zip.end();
  closeSync(descriptor);
  return path;
}

describe('ZipWriter', () => {
  it.each([65_534, 65_535])(
    'counts %i entries so that others read them',
    async (count) => {
      const path = writeZip(count);

      expect(await readEntries(path)).toHaveLength(count);
      expect(execFileSync('zipinfo', ['-h', path], { encoding: 'utf8' })).toContain(`number of entries: ${count}`);
    },
    60_000,
  );

  it('writes what Python writes, to the last byte', () => {
    const file = temporaryFile();
    const zip = new ZipWriter(file.descriptor);
    for (const [path, kind, text] of ENTRIES) {
      const data = Buffer.from(text);
      zip.add({ path, kind }, { crc32: crc32(data), bytes: data.length }, true, data);
    }
    const { sha256, bytes } = zip.end();
    closeSync(file.descriptor);
    const expected = execFileSync('python3', ['-c', PYTHON], { input: JSON.stringify(ENTRIES) });

    expect(readFileSync(file.path).equals(expected)).toBe(true);
    expect({ sha256, bytes }).toEqual({
      sha256: createHash('sha256').update(expected).digest('base64'),
      bytes: expected.length,
    });
  });
});
