import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CodelessError } from '../errors';
import type { BuiltPackage, PackageOptions } from './built-package';
import { unreadable } from './tree/read-error';
import { readEntries } from './zip/read-entries';

/** Files that are meant to be archives. */
const EXTENSIONS = ['.zip', '.jar', '.war'];

/** Takes an archive as it is, byte for byte: a copy that nobody else changes, digested on the way. */
export async function packageArchive({ source, dependencies, target, signal }: PackageOptions): Promise<BuiltPackage> {
  if (dependencies !== undefined) {
    throw new CodelessError(
      'build',
      'ArchiveTakesNoDependencies',
      `dependencies can't be put into the archive '${source}', which is shipped as it is`,
      { hint: 'Put them into the archive where it is built, or choose the placement `layer` or `none`.' },
    );
  }
  const partial = `${target}.partial`;
  try {
    const copy = await copyAndDigest(source, partial, signal);
    const entries = await readEntries(partial).catch((error: unknown) => {
      throw refusal(source, partial, error);
    });
    if (entries.length === 0) {
      throw new CodelessError('build', 'SourceEmpty', `the archive '${source}' holds no file`);
    }
    await rename(partial, target);
    const unzippedBytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return { file: target, ...copy, unzippedBytes, entries };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function copyAndDigest(
  source: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (signal?.aborted === true) {
        done(signal.reason as Error);
        return;
      }
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const input = createReadStream(source, { highWaterMark: 1024 * 1024 });
  input.once('error', (error) => digest.destroy(unreadable(source, error)));
  await pipeline(input, digest, createWriteStream(target));
  return { sha256: hash.digest('base64'), bytes };
}

function refusal(source: string, copy: string, error: unknown): unknown {
  if (!(error instanceof CodelessError)) {
    return error;
  }
  if (EXTENSIONS.includes(extname(source).toLowerCase())) {
    const { exit, code, message, hint } = error;
    return new CodelessError(exit, code, message.replace(copy, source), { hint, cause: error });
  }
  return new CodelessError('build', 'SourceNotArchive', `the source '${source}' is neither a directory nor a zip`, {
    hint: 'Name the directory of the code, or an archive (.zip, .jar) that is built already.',
    cause: error,
  });
}
