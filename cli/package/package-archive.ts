import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CodelessError } from '../errors';
import type { BuiltPackage, FoundPackage, PackageEntry, PackageOptions } from './built-package';
import { checkPaths } from './check-paths';
import { LIMITS } from './limits';
import { readShares } from './read-back';
import { tooLarge } from './sizes';
import { startThreads } from './threads/threads';
import { checkLinks } from './tree/links';
import { unreadable } from './tree/read-error';
import { sortEntries } from './tree/tree-entry';
import type { ReadEntry } from './zip/read-back';
import { readEntries } from './zip/read-entries';

/** Files that are meant to be archives. */
const EXTENSIONS = ['.zip', '.jar', '.war'];

/** Takes an archive as it is, byte for byte: a copy that nobody else changes, digested on the way. */
export async function takeArchive({ source, dependencies, target, signal }: PackageOptions): Promise<FoundPackage> {
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
    const { hash, bytes } = await copyAndDigest(source, partial, signal);
    const files = await checkArchive(source, partial).catch((error: unknown) => {
      throw refusal(source, partial, error);
    });
    signal?.throwIfAborted();
    await rename(partial, target);
    const digests = { sha256: hash.toString('base64'), contentSha256: hash.toString('hex') };
    const entries = files.map(({ path, bytes: size, crc32, kind }) => ({ path, bytes: size, crc32, kind }));
    const built: BuiltPackage = { file: target, ...digests, bytes, unzippedBytes: sum(files), entries };
    return {
      files,
      contentSha256: () => Promise.resolve(built.contentSha256),
      pack: () => Promise.resolve(built),
    };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Reads all of an archive, the way in which Lambda unzips it. */
async function checkArchive(source: string, copy: string): Promise<ReadEntry[]> {
  const listed = await readEntries(copy);
  // Before anything is inflated: what would fill a disk is refused by what it says of itself.
  const bytes = sum(listed);
  if (bytes >= LIMITS.unzippedBytes) {
    throw tooLarge(bytes, { code: listed, archive: true }, true);
  }
  if (listed.length === 0) {
    throw new CodelessError('build', 'SourceEmpty', `the archive '${source}' holds no file`);
  }
  const threads = startThreads(bytes);
  try {
    const shares = await readShares(copy, threads, true);
    const problem = shares.find((share) => share.problem !== undefined)?.problem;
    if (problem !== undefined) {
      throw new CodelessError(problem.exit, problem.code, problem.message, { hint: problem.hint });
    }
    const directories = shares.flatMap((share) => share.directories);
    const sorted = sortEntries(shares.flatMap((share) => share.entries));
    checkPaths(source, sorted, directories);
    checkLinks(sorted, { directories, archive: source });
    checkReadable(
      source,
      shares.flatMap(({ unreadable }) => unreadable),
    );
    return sorted;
  } finally {
    await threads.close();
  }
}

/**
 * Lambda keeps the modes of an archive, and runs functions as another user than the owner.
 *
 * @see https://repost.aws/knowledge-center/lambda-deployment-package-errors
 */
function checkReadable(source: string, unreadable: readonly string[]): void {
  const [path] = [...unreadable].sort();
  if (path === undefined) {
    return;
  }
  const more = unreadable.length === 1 ? '' : ` and ${unreadable.length - 1} more`;
  const message = `'${path}'${more} in the archive '${source}' has a mode by which Lambda's user can't read it`;
  throw new CodelessError('build', 'ArchiveUnreadable', message, {
    hint: "Run `chmod -R a+rX` before the archive is made; Python's `writestr` makes 0600 of a name: give it a ZipInfo with `external_attr = 0o644 << 16`.",
  });
}

function sum(entries: readonly PackageEntry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0);
}

async function copyAndDigest(
  source: string,
  target: string,
  signal: AbortSignal | undefined,
): Promise<{ hash: Buffer; bytes: number }> {
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
  return { hash: hash.digest(), bytes };
}

function refusal(source: string, copy: string, error: unknown): unknown {
  if (!(error instanceof CodelessError)) {
    return error;
  }
  const isArchive = EXTENSIONS.includes(extname(source).toLowerCase());
  if (isArchive || !['ArchiveBroken', 'ArchiveUnsupported'].includes(error.code)) {
    const { exit, code, message, hint } = error;
    return new CodelessError(exit, code, message.replace(copy, source), { hint, cause: error });
  }
  return new CodelessError('usage', 'SourceNotArchive', `the source '${source}' is neither a directory nor a zip`, {
    hint: 'Name the directory of the code, or an archive (.zip, .jar) that is built already.',
    cause: error,
  });
}
