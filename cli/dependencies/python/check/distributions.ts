import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { normalizedName } from '../pep508';
import { parseRecordLine, type RecordEntry } from '../record';

/** An installed distribution. */
export interface Distribution {
  /** Normalized. */
  readonly name: string;
  readonly version: string;
  /** Name of the directory with its metadata. */
  readonly directory: string;
  /** What it needs, as it is written: `MarkupSafe>=2.0 ; extra == "x"`. */
  readonly requires: readonly string[];
  /** Its files; undefined where it does not tell. */
  readonly record: readonly RecordEntry[] | undefined;
}

/** The distributions that are installed in a directory. */
export async function readDistributions(root: string): Promise<Distribution[]> {
  const names = (await readdir(root).catch(() => [])).filter((name) => name.endsWith('.dist-info')).sort();
  return Promise.all(names.map((name) => readDistribution(root, name)));
}

async function readDistribution(root: string, directory: string): Promise<Distribution> {
  const metadata = headersOf(await readFile(join(root, directory, 'METADATA'), 'utf8').catch(() => ''));
  const record = await readFile(join(root, directory, 'RECORD'), 'utf8').catch(() => undefined);
  const [, name = directory, version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(directory) ?? [];
  return {
    name: normalizedName(metadata.get('name')?.[0] ?? name),
    version: metadata.get('version')?.[0] ?? version,
    directory,
    requires: metadata.get('requires-dist') ?? [],
    record: record
      ?.split(/\r?\n/)
      .filter((line) => line !== '')
      .map(parseRecordLine),
  };
}

/** Headers as of a mail, by their names in lower case; a line that begins with a space goes on with the one before. */
function headersOf(text: string): Map<string, string[]> {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const headers = new Map<string, string[]>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value.trim()]);
  }
  return headers;
}
