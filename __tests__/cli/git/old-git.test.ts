import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkOutTag } from '../../../cli/git/check-out-tag';
import { git, type GitAnswer } from '../../../cli/git/git';
import { defaultSourceVersion } from '../../../cli/settings/source-version';
import { Repository } from './support/repository';

const REAL = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();

/** What Git before 2.26 answers to `--show-scope`, and the older variables only. */
const BEFORE_2_26 = `
  case " $* " in *" --show-scope "*) echo "error: unknown option \\\`show-scope'" >&2; exit 129;; esac
  unset GIT_CONFIG_COUNT`;

/** Git before 2.31 does not read settings in numbered variables. */
const BEFORE_2_31 = 'unset GIT_CONFIG_COUNT';

const CANT_READ = `case " $* " in *" config "*) exit 3;; esac`;
const SPOILT = `case " $* " in *" config "*) echo 'fatal: bad config line 1 in file x' >&2; exit 128;; esac`;

let repository: Repository;
let touched: string;
let program: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  repository = new Repository();
  touched = join(repository.home, 'touched');
  program = join(repository.home, 'program');
  writeFileSync(program, `#!/bin/sh\ntouch '${touched}'\nexec cat\n`);
  chmodSync(program, 0o755);
  repository.commit('first');
  repository.git('tag', 'v1.0.0');
});

afterEach(() => {
  repository.remove();
});

/** Puts another Git in front of the machine's. */
function standIn(body: string): void {
  const bin = join(repository.home, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${body}\nexec '${REAL}' "$@"\n`);
  chmodSync(join(bin, 'git'), 0o755);
  env = { ...repository.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
}

function namesFilter(...where: readonly string[]): void {
  repository.git('config', ...where, 'filter.lossy.clean', program);
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), '* filter=lossy\n');
  repository.write('src/app.py', 'other');
}

function status(directory = repository.directory): Promise<GitAnswer> {
  return git({ directory, env, signal: new AbortController().signal }, 'status', '--porcelain');
}

function checkOut(): Promise<unknown> {
  return checkOutTag({
    ...{ tag: 'v1.0.0', pattern: undefined, directory: repository.directory, env },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

const TOO_OLD =
  'fatal: its configuration names programs, and this Git is too old to be told not to run them: install Git 2.31 or newer';

test.each([
  ['before 2.26', BEFORE_2_26],
  ['before 2.31', BEFORE_2_31],
])('a Git %s is not run for a repository that names a filter', async (_, body) => {
  standIn(body);
  namesFilter();

  expect(await status()).toEqual({ code: 128, lines: [], errors: [TOO_OLD] });
  await expect(checkOut()).rejects.toMatchObject({ exit: 'refused', code: 'RepositoryFilter' });
  expect(existsSync(touched)).toBe(false);
});

test.each([
  [
    'a file that the repository includes',
    (): void => {
      repository.git('config', 'include.path', 'more');
      namesFilter('--file', join(repository.directory, '.git', 'more'));
    },
  ],
  [
    "the work tree's own configuration",
    (): void => {
      repository.git('config', 'extensions.worktreeConfig', 'true');
      namesFilter('--worktree');
    },
  ],
])('a Git before 2.26 is not run if %s names a filter', async (_, prepare) => {
  standIn(BEFORE_2_26);
  prepare();

  expect(await status()).toEqual({ code: 128, lines: [], errors: [TOO_OLD] });
  expect(existsSync(touched)).toBe(false);
});

test('a Git before 2.26 serves a repository that names nothing, and runs a filter of the user', async () => {
  standIn(BEFORE_2_26);
  namesFilter('--global');

  expect(await status()).toEqual({ code: 0, lines: [' M src/app.py'], errors: [] });
  expect(existsSync(touched)).toBe(true);
  repository.git('checkout', '--force', '--quiet', 'HEAD');
  expect(await checkOut()).toMatchObject({ tag: 'v1.0.0' });
});

test('a Git before 2.26 says that there is no repository', async () => {
  standIn(BEFORE_2_26);

  expect(await status(repository.home)).toMatchObject({
    code: 128,
    errors: [expect.stringMatching(/^fatal: not a git repository/)],
  });
});

test.each([
  ['says why', SPOILT, 'bad config line 1 in file x'],
  ['says nothing', CANT_READ, "its configuration can't be read: git config ended with 3"],
])('no filter is run if Git does not read the configuration and %s', async (_, body, reason) => {
  standIn(body);
  namesFilter();

  expect(await status()).toEqual({ code: 128, lines: [], errors: [`fatal: ${reason}`] });
  expect(existsSync(touched)).toBe(false);
  await expect(checkOut()).rejects.toMatchObject({
    exit: 'failed',
    code: 'CheckoutFailed',
    message: `Git does not read ${repository.directory}: ${reason}`,
  });
});

test('the source version is a random one, with a warning that tells the remedy', async () => {
  standIn(BEFORE_2_31);
  namesFilter();
  const told: unknown[] = [];

  const { value } = await defaultSourceVersion(repository.directory, env, (event) => told.push(event));

  expect(value).toMatch(/^[0-9A-F]{32}$/);
  const text = `Git does not read the repository of ${repository.directory}: ${TOO_OLD.slice('fatal: '.length)}; a random source version is taken, and no tag is known`;
  expect(told).toEqual([{ kind: 'note', level: 'warning', text }]);
});
