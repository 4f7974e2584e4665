import { runChild } from '../../child';

/** Reads each entry of a zip, which checks its size and CRC, and compares it with the file that it was made of. */
const COMPARE = `import os, sys, zipfile
package, *trees = sys.argv[1:]
with zipfile.ZipFile(package) as opened:
    entries = [entry for entry in opened.infolist() if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    if not names or len(set(names)) != len(names):
        sys.exit(f'{len(names)} entries, {len(set(names))} names')
    for entry in entries:
        content = opened.read(entry)
        for tree in trees:
            with open(os.path.join(tree, entry.filename), 'rb') as file:
                if file.read() != content:
                    sys.exit(f'{entry.filename} differs from its source')
    for tree in trees:
        files = {os.path.relpath(os.path.join(at, name), tree) for at, _, all in os.walk(tree) for name in all}
        if files != set(names):
            sys.exit(f'not in both package and source: {sorted(files ^ set(names))[:5]}')
`;

/**
 * Unpacks a zip with Python's zipfile.
 *
 * @param source directory that it has to hold, byte by byte and no more; with none it only has to be whole
 * @throws Error that says what is wrong with the package
 */
export async function unpackByPython(python: string, path: string, source?: string): Promise<void> {
  await runChild(python, ['-c', COMPARE, path, ...(source === undefined ? [] : [source])]);
}
