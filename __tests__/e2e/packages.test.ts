import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGE_CASES, type PackageCase } from './support/packages/cases';
import { contentOf, requireUnpackers, unpack, UNPACKER_NAMES } from './support/packages/unpack';

const execute = promisify(execFile);
const PROGRAM = join(__dirname, '../../dist/cli/codeless.js');
const KEEP = join(__dirname, 'support/packages/keep-removed.mjs');

/** `npm run e2e:packages` builds them all; CI builds a few, one architecture each. */
const isWhole = process.env.E2E_PACKAGES === 'all';
const ARCHITECTURES = ['x86_64', 'arm64'] as const;
const CASES = PACKAGE_CASES.filter(({ always }) => isWhole || always === true).flatMap((one, index) =>
  ARCHITECTURES.filter((_, other) => isWhole || other === index % 2).map((architecture) => ({ ...one, architecture })),
);

let directory: string;

beforeAll(requireUnpackers);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codeless-packages-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Builds the layer; what the installer wrote is kept. */
async function build(
  { runtime, name, manifest }: PackageCase,
  architecture: string,
): Promise<{ zip: string; installed: string }> {
  const source = join(directory, 'source');
  await execute('mkdir', [source]);
  if (runtime.startsWith('python')) {
    writeFileSync(join(source, 'app.py'), 'def handler(event, context):\n    return 1\n');
    writeFileSync(join(source, 'requirements.txt'), `${name}\n`);
  } else {
    writeFileSync(join(source, 'app.js'), 'exports.handler = async () => 1;\n');
    const dependencies = { [name]: '*' };
    writeFileSync(
      join(source, 'package.json'),
      JSON.stringify({ name: 'app', version: '1.0.0', dependencies, ...manifest }),
    );
  }
  const flags = [
    '--function-runtime',
    runtime,
    '--function-architecture',
    architecture,
    '--out',
    join(directory, 'out'),
  ];
  await execute(process.execPath, ['--import', KEEP, PROGRAM, 'build', '--quiet', '--app-src-path', source, ...flags], {
    cwd: directory,
    env: { ...process.env, KEEP_DEPENDENCIES: join(directory, 'kept') },
    maxBuffer: 1e8,
  });
  return { zip: join(directory, 'out/deps.zip'), installed: join(directory, 'kept/dependencies') };
}

it.each(CASES)('$name for $runtime on $architecture is unpacked as it was installed', async (one) => {
  const { zip, installed } = await build(one, one.architecture);
  const expected = contentOf(installed);
  expect(existsSync(zip)).toBe(true);
  expect(expected.size).toBeGreaterThan(3);

  for (const name of UNPACKER_NAMES) {
    const into = join(directory, name);
    await unpack(name, zip, into);
    const found = contentOf(into);
    expect([name, [...found].filter(([path, what]) => expected.get(path) !== what)]).toEqual([name, []]);
    expect([name, [...expected.keys()].filter((path) => !found.has(path))]).toEqual([name, []]);
  }
});
