import { CodelessError } from '../errors';
import type { BuiltPackage, FoundPackage } from '../package';
import { currentRelease } from './ledger';
import type { FunctionState } from './state';

/** What is known of the package that callers get. */
export interface ServedContent {
  /** Base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  /** As {@link BuiltPackage} has it. */
  readonly contentSha256: string;
  /** Bytes of the zip. */
  readonly bytes: number;
}

/** Code that callers get already, so that most runs need no zip of it. */
export interface ServedCode extends ServedContent {
  /**
   * Makes the zip all the same, whose bytes may be others if another build of Node.js made the served one.
   *
   * @throws CodelessError with exit `build`
   */
  readonly pack: () => Promise<BuiltPackage>;
}

/** What the ledger knows of the package that the alias serves; undefined if it does not say. */
export function servedContent({ serving, ledger }: FunctionState): ServedContent | undefined {
  const release = ledger && currentRelease(ledger.ledger);
  const { Version, CodeSha256, CodeSize = 0 } = serving;
  if (release?.contentSha256 === undefined || CodeSha256 === undefined) return undefined;
  if (release.version !== Version || release.codeSha256 !== CodeSha256) return undefined;
  return { sha256: CodeSha256, contentSha256: release.contentSha256, bytes: CodeSize };
}

/** Whether code is served already and no zip was made of it. */
export function isServedCode(code: BuiltPackage | ServedCode): code is ServedCode {
  return 'pack' in code;
}

/** The package of code, made if it was not yet. */
export async function packageOf(code: BuiltPackage | ServedCode): Promise<BuiltPackage> {
  return isServedCode(code) ? code.pack() : code;
}

/** Makes the package, unless callers get its content already: then that is all that has to be known. */
export async function packUnlessServed(
  found: FoundPackage,
  served: ServedContent | undefined,
): Promise<BuiltPackage | ServedCode> {
  if (served === undefined) return found.pack();
  const isServed = (await found.contentSha256()) === served.contentSha256;
  return isServed ? { ...served, pack: () => packSame(found, served) } : found.pack();
}

async function packSame(found: FoundPackage, served: ServedContent): Promise<BuiltPackage> {
  const built = await found.pack();
  if (built.contentSha256 === served.contentSha256) return built;
  throw new CodelessError('build', 'FileChanged', 'the source changed while it was deployed', {
    hint: 'Run it again when nothing writes to the source any more.',
  });
}
