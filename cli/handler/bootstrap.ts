import { CodelessError } from '../errors';
import type { Architecture } from '../settings/settings';
import { FOUND, type Finding } from './finding';
import type { PackagedFiles } from './packaged-files';

const BOOTSTRAP = 'bootstrap';

/** Bytes that tell what a program is. */
const HEAD_BYTES = 256;

/** Field and values of an ELF header: for which processor the program is. */
const MACHINE_OFFSET = 18;
/** Whether its addresses have 32 or 64 bits: x86-64 has programs of both. */
const CLASS_OFFSET = 4;
const CLASS_32 = 1;
const MACHINES: Readonly<Record<Architecture, number>> = { x86_64: 0x3e, arm64: 0xb7 };

const FOREIGN: readonly [beginning: string, system: string][] = [
  ['cffaedfe', 'macOS'],
  ['feedfacf', 'macOS'],
  ['cafebabe', 'macOS'],
  ['4d5a', 'Windows'],
];

/** What a source has that is not compiled yet, and what compiles it. */
const SOURCES: readonly [file: string, command: string][] = [
  ['go.mod', `GOOS=linux go build -o "$CODELESS_BUILD/bootstrap" .`],
  ['main.go', `GOOS=linux go build -o "$CODELESS_BUILD/bootstrap" .`],
  ['Cargo.toml', 'cargo lambda build --release --output-format binary'],
];

/**
 * Looks for what an OS-only runtime starts: `bootstrap` at the root, a program of Linux for the function's processor or a
 * script, executable.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
 */
export async function findBootstrap(files: PackagedFiles, architecture: Architecture): Promise<Finding> {
  const target = files.resolve(BOOTSTRAP);
  if (target === undefined || files.kind(target) === undefined) {
    const source = SOURCES.find(([file]) => files.kind(file) !== undefined);
    return { outcome: 'missing', wanted: [BOOTSTRAP], maybeInLayer: source === undefined };
  }
  if (files.kind(target) === 'file') {
    throw unfit(`${target} is not executable`, `Run chmod +x ${target} before the archive is made.`);
  }
  const head = await files.read(target, HEAD_BYTES);
  if (head !== undefined) requireRunnable(head, target, architecture);
  return FOUND;
}

/** The command that makes a bootstrap of what the package has; undefined if nobody knows. */
export function bootstrapCommand(files: PackagedFiles): string | undefined {
  return SOURCES.find(([file]) => files.kind(file) !== undefined)?.[1];
}

function requireRunnable(head: Buffer, path: string, architecture: Architecture): void {
  const hex = head.toString('hex');
  const foreign = FOREIGN.find(([beginning]) => hex.startsWith(beginning));
  if (foreign !== undefined) {
    throw unfit(`${path} is a program of ${foreign[1]}`, 'Build it for Linux, as with GOOS=linux.');
  }
  if (hex.startsWith('7f454c46') && head.length > MACHINE_OFFSET + 2) {
    if (head[CLASS_OFFSET] === CLASS_32) {
      throw unfit(`${path} is a program of 32 bits, which Lambda does not run`, 'Build it for 64 bits.');
    }
    const machine = head.readUInt16LE(MACHINE_OFFSET);
    const built = Object.entries(MACHINES).find(([, value]) => value === machine)?.[0] ?? `processor ${machine}`;
    if (built === architecture) return;
    const hint = `Build it for ${architecture}, as with GOARCH=${architecture === 'arm64' ? 'arm64' : 'amd64'}.`;
    throw unfit(`${path} is built for ${built}, and the function runs on ${architecture}`, hint);
  }
  const text = head.toString('latin1');
  if (!text.startsWith('#!')) {
    throw unfit(`${path} is neither a program of Linux nor a script that begins with #!`, 'Build it for Linux.');
  }
  if (/^#![^\n]*\r\n/.test(text)) {
    throw unfit(
      `${path} has line ends of Windows, which its interpreter does not know`,
      `Save ${path} with LF line ends.`,
    );
  }
}

function unfit(why: string, hint: string): CodelessError {
  return new CodelessError('build', 'HandlerUnfit', `the runtime can't start the package: ${why}`, { hint });
}
