import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Python takes long to start on a busy machine.
jest.setTimeout(60_000);

const application = join(__dirname, '../../examples/python-api');

/** What the application needs of its dependency, so that its tests run where nothing can be installed. */
const SLUGIFY = 'def slugify(text):\n    return "-".join(text.lower().split())\n';

const hasPython = spawnSync('python3', ['--version']).status === 0;

test('every requirement is pinned, and the emulator brings none of them itself', () => {
  const requirements = readFileSync(join(application, 'requirements.txt'), 'utf8').trim().split('\n');
  expect(requirements).toEqual([
    expect.stringMatching(/^python-slugify==[\d.]+$/),
    expect.stringMatching(/^text-unidecode==[\d.]+$/),
  ]);
});

test(`the tests of the application pass (this machine has ${hasPython ? 'Python' : 'no Python: not run'})`, () => {
  if (hasPython) {
    const dependency = mkdtempSync(join(tmpdir(), 'python-api-'));
    try {
      writeFileSync(join(dependency, 'slugify.py'), SLUGIFY);
      const run = spawnSync('python3', ['-m', 'unittest'], {
        cwd: application,
        env: { ...process.env, PYTHONPATH: dependency, PYTHONDONTWRITEBYTECODE: '1' },
        encoding: 'utf8',
      });
      expect(run).toMatchObject({ status: 0, stderr: expect.stringMatching(/^Ran 8 tests in/m) as unknown });
    } finally {
      rmSync(dependency, { recursive: true });
    }
  }
});
