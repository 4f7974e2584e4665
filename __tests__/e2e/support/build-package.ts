import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'cli', 'codeless.js');
/** Sets the umask and becomes the program that follows, so that nothing stands between. */
const WITH_UMASK = 'umask "$0" && exec "$@"';

/** What a package is built in, and what of it must not show in the package. */
export interface BuildSurroundings {
  /**
   * The Node.js to run.
   *
   * @default - this one
   */
  readonly node?: string;
  /**
   * The working directory, which the source may be relative to.
   *
   * @default '/'
   */
  readonly cwd?: string;
  /**
   * The mask of the program, octal.
   *
   * @default '022'
   */
  readonly umask?: string;
  /**
   * Variables beside `PATH` and `HOME`.
   *
   * @default {}
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * A command that runs the one behind it.
   *
   * @default []
   */
  readonly runner?: readonly string[];
}

/** A package that the program wrote. */
export interface BuiltZip {
  readonly file: string;
  /** Base64, as the program told it; it is the file's. */
  readonly sha256: string;
}

/** Has the program, as built, package a source without dependencies; the zip goes into a directory of its own in `into`. */
export async function buildPackage(
  source: string,
  { node = process.execPath, cwd = '/', umask = '022', env = {}, runner = [] }: BuildSurroundings = {},
  into = tmpdir(),
): Promise<BuiltZip> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\` first`);
  const out = mkdtempSync(join(into, 'codeless-zip-'));
  const flags = ['--json', '--quiet', '--dependencies', 'none', '--app-src-path', source, '--out', out];
  const command = [...runner, node, PROGRAM, 'build', ...flags];
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await execute('/bin/sh', ['-c', WITH_UMASK, umask, ...command], {
    cwd,
    env: { PATH, HOME, ...env },
  });
  const { file, sha256 } = (JSON.parse(stdout) as { code: BuiltZip }).code;
  const actual = createHash('sha256').update(readFileSync(file)).digest('base64');
  if (actual !== sha256) throw new Error(`${file} has the digest ${actual}, and the program told ${sha256}`);
  return { file, sha256 };
}
