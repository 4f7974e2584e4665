import { readFile, stat } from 'node:fs/promises';

import { textError } from './text-error';

/** Bytes that a text input may have; the largest lock files have a tenth of it. */
export const TEXT_LIMIT = 64 * 1024 * 1024;

/** Byte order marks, and the encodings that they announce. */
const MARKS = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
] as const;

const BEGINNING_OF_OURS = /^<{7}(?: .*)?\r?$/m;
const END_OF_THEIRS = /^>{7}(?: .*)?\r?$/m;

/**
 * Reads a text that a person or a tool wrote: UTF-8 with or without a byte order mark, or UTF-16 with one, as PowerShell
 * writes it.
 *
 * @param file as the user is told of it; default: the path
 * @returns undefined if there is no such file
 * @throws CodelessError with exit `usage`: `TextUnreadable`, `TextTooLarge`, `TextEncoding`, `MergeConflict`
 */
export async function readText(path: string, file = path): Promise<string | undefined> {
  const content = await readBytes(path, file);
  return content === undefined ? undefined : decodeText(content, file);
}

/**
 * The text of bytes.
 *
 * @throws CodelessError with exit `usage`: `TextEncoding`, `MergeConflict`
 */
export function decodeText(content: Uint8Array, file: string): string {
  const encoding = MARKS.find(([mark]) => mark.every((byte, index) => content[index] === byte))?.[1] ?? 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch (cause) {
    const [code, hint] = ['TextEncoding', 'Save it as UTF-8.'];
    throw textError({ file, reason: `it is not ${encoding.toUpperCase()}`, code, hint, cause });
  }
  if (text.includes('\0')) {
    throw textError({ file, reason: 'it holds NUL bytes', code: 'TextEncoding', hint: 'Save it as UTF-8.' });
  }
  refuseConflict(text, file);
  return text;
}

async function readBytes(path: string, file: string): Promise<Buffer | undefined> {
  try {
    const status = await stat(path);
    if (status.isDirectory())
      throw textError({ file, reason: 'it is a directory, not a file', code: 'TextUnreadable' });
    if (!status.isFile()) throw textError({ file, reason: 'it is not a regular file', code: 'TextUnreadable' });
    if (status.size > TEXT_LIMIT) {
      const reason = `it has ${status.size} bytes, and at most ${TEXT_LIMIT} are read`;
      throw textError({ file, reason, code: 'TextTooLarge' });
    }
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    const reason = code === 'EACCES' || code === 'EPERM' ? 'this user may not read it' : `it can't be read (${code})`;
    throw textError({ file, reason, code: 'TextUnreadable', cause });
  }
}

/** A file with Git's markers of a conflict is two files, and no parser says so. */
function refuseConflict(text: string, file: string): void {
  const start = BEGINNING_OF_OURS.exec(text);
  if (start === null || !END_OF_THEIRS.test(text)) return;
  const line = text.slice(0, start.index).split('\n').length;
  const hint = 'Resolve it, or check the file out again.';
  throw textError({ file, line, reason: 'a merge conflict is not resolved', code: 'MergeConflict', hint });
}
