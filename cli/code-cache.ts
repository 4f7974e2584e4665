import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** What precedes the compiled code in a file: the CRC-32 of it. */
const HEADER_BYTES = 4;

/** Milliseconds after which a file of a release that is not used any more goes. */
const MAX_AGE = 30 * 86_400_000;

/**
 * Where compiled code is kept: `codeless` in the user's cache directory.
 *
 * @returns undefined on CI, whose machines seldom run twice, and where the user has no such directory
 */
export function codeCacheDirectory(env: NodeJS.ProcessEnv): string | undefined {
  if (env.CI !== undefined || env.CODEBUILD_BUILD_ID !== undefined) return undefined;
  const { XDG_CACHE_HOME: cache = '', HOME: home = '' } = env;
  if (isAbsolute(cache)) return join(cache, 'codeless');
  return isAbsolute(home) ? join(home, '.cache', 'codeless') : undefined;
}

/** Scripts that were compiled anew, and the files where they are to be kept. */
const toKeep: { readonly path: string; readonly script: Script }[] = [];

/** A script to compile. */
export interface CachedScript {
  readonly source: string;
  /** A digest of the source, of letters and digits. */
  readonly digest: string;
  /** Its name in stack traces. */
  readonly filename: string;
  /** Of {@link codeCacheDirectory}. */
  readonly directory: string | undefined;
}

/**
 * Compiles a script, from what V8 made of it before where that is there; compiling takes most of the time of a short run.
 *
 * What was compiled anew is kept when the process ends, with all that it ran. A file that is missing, damaged, foreign or
 * cannot be written costs time and nothing else.
 */
export function compileCached({ source, digest, filename, directory }: CachedScript): Script {
  if (directory === undefined) return new Script(source, { filename });
  const path = join(directory, `${digest}-${process.version}-${process.arch}.bin`);
  const cachedData = read(path);
  const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    if (toKeep.length === 0) process.once('exit', keepAll);
    toKeep.push({ path, script });
  }
  return script;
}

function read(path: string): Buffer | undefined {
  try {
    // Compiled code is run as it is: nobody else may have written it.
    if (statSync(path).uid !== process.getuid?.()) return undefined;
    const file = readFileSync(path);
    const data = file.subarray(HEADER_BYTES);
    return file.readUInt32LE(0) === crc32(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function keepAll(): void {
  for (const { path, script } of toKeep) keep(path, script);
}

function keep(path: string, script: Script): void {
  try {
    const directory = dirname(path);
    const data = script.createCachedData();
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(crc32(data));
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const temporary = `${path}.${randomUUID()}`;
    writeFileSync(temporary, Buffer.concat([header, data]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
    removeOld(directory);
  } catch {
    // A read-only or full disk: the next run compiles again.
  }
}

function removeOld(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (Date.now() - statSync(path).mtimeMs > MAX_AGE) rmSync(path, { force: true });
  }
}
