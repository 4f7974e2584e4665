import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

import { CodelessError } from '../errors';
import { step } from '../progress';
import { bundleCode } from './bundle-code';
import type { CodeBuild } from './code-build';
import { runBuildCommand } from './run-command';

/** How a package of code is built. */
export type Builder =
  | { readonly kind: 'command'; readonly command: string }
  /** @param external names of packages that are left to the dependencies */
  | { readonly kind: 'bundle'; readonly external: readonly string[] };

/**
 * Builds the code into an empty directory, which then is the package. It is built afresh each time.
 *
 * @param directory where that is made
 * @returns its path
 * @throws CodelessError with exit `build`, or with exit `usage` for what is no combination
 */
export async function buildCode(builder: Builder, build: CodeBuild, directory: string): Promise<string> {
  const flag = builder.kind === 'command' ? '--build-command' : '--bundle';
  requireDirectory(flag, build.source);
  const made = join(directory, 'build');
  await mkdir(made, { recursive: true });
  // Docker mounts the place itself, and not what points there.
  const target = await realpath(made);
  const settled = { ...build, source: await realpath(build.source) };
  await step(
    build.onProgress,
    builder.kind === 'command' ? 'Build the code' : 'Bundle the code',
    () =>
      builder.kind === 'command'
        ? runBuildCommand(builder.command, settled, target)
        : bundleCode(builder.external, settled, target),
    () => 'built',
  );
  if ((await readdir(target)).length > 0) return target;
  throw new CodelessError('build', 'BuildEmpty', 'the build command left nothing in $CODELESS_BUILD', {
    hint: 'Have it write the files of the package into that directory, such as with --outdir="$CODELESS_BUILD".',
  });
}

function requireDirectory(flag: string, source: string): void {
  if (!existsSync(source)) {
    throw new CodelessError('usage', 'SourceMissing', `the source '${source}' does not exist`, {
      hint: 'Name the directory of the code.',
    });
  }
  if (statSync(source).isDirectory()) return;
  const message = `${flag} builds a directory, and the source '${source}' is an archive that is built already`;
  throw new CodelessError('usage', 'WrongCombination', message, {
    hint: `Leave ${flag} out, or name the directory of the code with --app-src-path.`,
  });
}
