import { createHash } from 'node:crypto';

import { pythonJson } from '../python-json';

type Table = Readonly<Record<string, unknown>>;

const LEGACY_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies'];
const POETRY_KEYS = [...LEGACY_KEYS, 'group'];
const PROJECT_KEYS = ['requires-python', 'dependencies', 'optional-dependencies'];

/**
 * The digests that Poetry may have written for a pyproject.toml: it notes which one it locked. Before Poetry 2.3 the
 * dependency groups of PEP 735 did not count.
 *
 * @param pyproject the whole document
 * @see https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
 */
export function contentHashes(pyproject: Table): string[] {
  const groups = tableOf(pyproject['dependency-groups']);
  return [...new Set([hashOf(pyproject, groups), hashOf(pyproject, {})])];
}

function hashOf(pyproject: Table, groups: Table): string {
  const project = picked(tableOf(pyproject.project), PROJECT_KEYS);
  const poetry = tableOf(tableOf(pyproject.tool).poetry);
  const isLegacy = isEmpty(project) && isEmpty(groups);
  const relevant = picked(poetry, POETRY_KEYS, isLegacy ? LEGACY_KEYS : []);
  const content = isLegacy
    ? relevant
    : {
        ...(isEmpty(project) ? {} : { project }),
        ...(isEmpty(groups) ? {} : { 'dependency-groups': groups }),
        tool: { poetry: relevant },
      };
  return createHash('sha256').update(pythonJson(content)).digest('hex');
}

/** Some keys of a table; of those that are missing only the named ones, as null. */
function picked(table: Table, keys: readonly string[], always: readonly string[] = []): Table {
  const present = keys.filter((key) => table[key] !== undefined || always.includes(key));
  return Object.fromEntries(present.map((key) => [key, table[key] ?? null]));
}

function tableOf(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {};
}

function isEmpty(table: Table): boolean {
  return Object.keys(table).length === 0;
}
