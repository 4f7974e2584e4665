import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipOf } from '../../../zip';

/** Stands in for Docker as aws-lambda-ci calls it: runs the command in the directory that would be mounted. */
const DOCKER = `#!/bin/sh
while [ "$1" != -v ]; do shift; done
cd "\${2%:*}" || exit 1
for command; do :; done
exec /bin/sh -c "$command"
`;

/** Where the programs find what they need. */
export interface StandIns {
  /** A directory for PATH: the stand-in for Docker, and the program under test as npm links it. */
  readonly bin: string;
  /** Settings of pip by which it needs no index. */
  readonly pip: Readonly<Record<string, string>>;
}

/** Makes what the programs need in a directory. @param program path of the bundled program */
export function makeStandIns(directory: string, program: string): StandIns {
  const [bin, wheels] = [join(directory, 'bin'), join(directory, 'wheels')];
  mkdirSync(bin);
  mkdirSync(wheels);
  symlinkSync(program, join(bin, 'codeless'));
  writeFileSync(join(bin, 'docker'), DOCKER);
  chmodSync(join(bin, 'docker'), 0o755);
  writeFileSync(join(wheels, 'greeting-1.0-py3-none-any.whl'), wheel());
  return { bin, pip: { PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels, PIP_DISABLE_PIP_VERSION_CHECK: '1' } };
}

function wheel(): Buffer {
  const info = 'greeting-1.0.dist-info';
  const files = {
    'greeting.py': "TEXT = 'hello'\n",
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n',
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: `greeting.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
  };
  return zipOf(Object.entries(files).map(([path, content]) => ({ path, content })));
}
