import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** An entry of a zip: its path, its mode as octal digits, and the SHA-256 of its content, of a link what it holds. */
export type ListedEntry = readonly [path: string, mode: string, content: string];

const PYTHON = `
import hashlib, json, stat, sys, zipfile
entries = []
with zipfile.ZipFile(sys.argv[1]) as archive:
    for info in archive.infolist():
        mode = info.external_attr >> 16
        content = archive.read(info)
        is_link = stat.S_ISLNK(mode)
        entries.append([info.filename, oct(mode)[2:], content.decode() if is_link else hashlib.sha256(content).hexdigest()])
json.dump(entries, sys.stdout)
`;

/** What Python finds in a zip, in its order; and `unzip` finds no fault in it. */
export async function listZip(file: string): Promise<readonly ListedEntry[]> {
  const [{ stdout }] = await Promise.all([
    execute('python3', ['-c', PYTHON, file], { maxBuffer: 1e8 }),
    execute('unzip', ['-tqq', file]),
  ]);
  return JSON.parse(stdout) as ListedEntry[];
}
