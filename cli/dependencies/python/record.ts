import { posix } from 'node:path';

/** A file of an installed distribution. */
export interface RecordEntry {
  /** Relative to the directory that packages are importable from. */
  readonly path: string;
  /** `sha256=…` in URL-safe Base64 without padding; empty where nothing is told. */
  readonly hash: string;
  /** In bytes; undefined where nothing is told. */
  readonly size: number | undefined;
}

/**
 * A line of a distribution's RECORD.
 *
 * @see https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file
 */
export function parseRecordLine(line: string): RecordEntry {
  const [path = '', hash = '', size = ''] = fieldsOf(line);
  // pip installs into a prefix first, where packages lie in lib/python, and then moves all that is in it.
  const place = posix.normalize(path).replace(/^(\.\.\/)+/, '');
  return { path: place, hash, size: size === '' ? undefined : Number(size) };
}

/** Of comma-separated values, quoted where they hold commas or quotes. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
