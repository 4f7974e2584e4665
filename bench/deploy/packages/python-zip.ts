import { execFileSync } from 'node:child_process';

const WRITE = `import io, json, sys, zipfile
written = io.BytesIO()
with zipfile.ZipFile(written, 'w') as package:
    for name, content in json.load(sys.stdin).items():
        package.writestr(name, content)
sys.stdout.buffer.write(written.getvalue())
`;

/** A small zip, by Python's own writer. @param files content by path */
export function zipByPython(python: string, files: Readonly<Record<string, string>>): Buffer {
  return execFileSync(python, ['-c', WRITE], { input: JSON.stringify(files) });
}
