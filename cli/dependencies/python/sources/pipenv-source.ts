import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';

import { CodelessError } from '../../../errors';
import { readText } from '../../../text';
import { pythonJson } from '../python-json';
import { parseExport } from '../requirements';
import { asksForNothing } from './asks-for-nothing';
import { exportPipfileLock, pipfileHashOf, pythonsOfLock } from './pipfile-lock';
import { NOTHING_ELSE, type Source, type SourceOptions } from './source';

/**
 * A Pipfile.lock, which is JSON and complete: Pipenv is not needed.
 *
 * @throws CodelessError `LockInvalid`, `LockStale`
 */
export async function pipenvSource(descriptor: string, { environment }: SourceOptions): Promise<Source> {
  const text = (await readText(descriptor)) ?? '';
  const exported = exportPipfileLock(text, descriptor);
  const requirements = parseExport(exported, descriptor);
  await refuseStale(text, descriptor);
  return {
    builder: 'pipenv',
    installer: 'pip',
    inputs: [{ name: 'Pipfile.lock', path: descriptor, content: exported }, ...requirements.inputs],
    complete: true,
    isEmpty: asksForNothing(requirements, environment),
    ...NOTHING_ELSE,
    pythons: pythonsOfLock(text, descriptor),
    remedy: 'Name it in the Pipfile, and write the lock again with `pipenv lock`.',
    list: () => Promise.resolve(requirements),
  };
}

/** Pipenv notes for which Pipfile it wrote the lock, as `pipenv verify` asks. */
async function refuseStale(lock: string, descriptor: string): Promise<void> {
  const noted = pipfileHashOf(lock, descriptor);
  const file = join(dirname(descriptor), 'Pipfile');
  const text = await readText(file);
  if (noted === undefined || text === undefined) return;
  // eslint-disable-next-line no-restricted-syntax -- few runs read TOML
  const { parseToml } = await import('../../../text/toml');
  if (pipfileHash(parseToml(text, file)) === noted) return;
  const message = `${descriptor} does not fit the Pipfile, which was changed since it was written`;
  throw new CodelessError('build', 'LockStale', message, { hint: 'Run `pipenv lock` and commit the lock file.' });
}

const SECTIONS = ['source', 'packages', 'dev-packages', 'requires', 'scripts', 'pipfile', 'pipenv'];

const DEFAULT_SOURCE = { name: 'pypi', url: 'https://pypi.org/simple', verify_ssl: true };

/**
 * The digest that Pipenv notes of a Pipfile.
 *
 * @see https://github.com/sarugaku/plette/blob/master/src/plette/pipfiles.py
 */
function pipfileHash(pipfile: Readonly<Record<string, unknown>>): string {
  const { source = [DEFAULT_SOURCE], requires = {}, packages = {}, 'dev-packages': develop = {} } = pipfile;
  const categories = Object.entries(pipfile).filter(([name]) => !SECTIONS.includes(name));
  const data = {
    ...{ _meta: { sources: source, requires }, default: packages, develop },
    ...Object.fromEntries(categories.filter(([name]) => name !== 'default' && name !== 'develop')),
  };
  return createHash('sha256')
    .update(pythonJson(data, [',', ':']))
    .digest('hex');
}
