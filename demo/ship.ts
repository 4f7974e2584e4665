import { join } from 'node:path';

import { runCommand, type CommandOptions } from './command';
import { StepError } from './step-error';

/** What `codeless deploy --json` says of a release, as far as the tour tells it. */
export interface Release {
  readonly fromVersion: string;
  /** The version that the alias serves now. */
  readonly toVersion: string;
  readonly code: { readonly bytes: number };
  readonly dependencies: { readonly builder?: string; readonly layerVersionArn?: string };
}

/**
 * Ships an application with the program that a pipeline runs, from nothing but the function's name.
 *
 * @param root the project's folder
 * @param application the source's folder
 * @param progress hears each step of the program
 */
export async function ship(
  root: string,
  functionName: string,
  application: string,
  options: CommandOptions,
  progress: (text: string) => void,
): Promise<Release> {
  const program = join(root, 'dist', 'cli', 'codeless.js');
  const flags = ['--function-name', functionName, '--app-src-path', application, '--source-version', 'tour', '--json'];
  const { code, stdout, output } = await runCommand(process.execPath, [program, 'deploy', ...flags], {
    ...options,
    onLine: (line) => {
      options.onLine?.(line);
      const done = /^✓ (.*) \([^()]*\)$/.exec(line)?.[1];
      if (done !== undefined) progress(done);
    },
  });
  if (code !== 0) throw new StepError(`'codeless deploy' ended with exit code ${code}.`, output);
  return JSON.parse(stdout.join('\n')) as Release;
}
