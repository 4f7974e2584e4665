import { Clients } from '../aws/clients';
import { readContractParameter } from '../aws/contract-parameter';
import type { Call } from '../command-line';
import { CodelessError, type ExitName } from '../errors';
import { knownSubject, type KnownSubject } from '../iam/known-subject';
import { describeError, type Problem } from '../output/describe-error';
import { outputOptions } from '../output/output-options';
import { withUnreadContract } from '../output/unread-contract';
import { Voice } from '../output/voice';
import type { OnProgress } from '../progress';
import { resolveSettings, type ResolvedSettings } from '../settings/resolve';
import { defaultSourceVersion } from '../settings/source-version';
import type { Surroundings } from '../surroundings';
import { readText } from '../text';
import type { Verb, VerbName } from '../verb';

/** A verb to run. */
export interface StartOptions extends Call {
  /** Whether the program was called as aws-lambda-ci was. */
  readonly legacy: boolean;
  /** Loads the file of a verb. */
  readonly load: (verb: VerbName) => Promise<Verb>;
}

/** Finds the settings, runs the verb and prints how it ended. */
export async function start(options: StartOptions, surroundings: Surroundings): Promise<ExitName> {
  const { verb, flags } = options;
  const { env, signal } = surroundings;
  const output = outputOptions(flags, env);
  const voice = new Voice(surroundings, output);
  let known: KnownSubject | undefined;
  const unread: { contract?: Problem } = {};
  const onDenied = (error: Error): void => {
    unread.contract = describeError(error, signal);
    const text = `the deploy contract may not be read, going on without it: ${unread.contract.message}`;
    voice.progress.onProgress({ kind: 'note', level: 'warning', text });
  };
  try {
    const finding = resolve(options, surroundings, { onProgress: voice.progress.onProgress, onDenied });
    const [resolved, { run }] = await Promise.all([finding, options.load(verb)]);
    known = knownSubject(resolved.settings);
    const follows = resolved.flags.watchLogStream && !resolved.flags.dryRun;
    if (follows && output.json) {
      throw new CodelessError('usage', 'WrongCommandLine', '--watch-log-stream does not go with --json');
    }
    const { onProgress } = voice.progress;
    const print = voice.print.bind(voice);
    const context = { ...resolved, unreadContract: unread.contract, env, onProgress, signal, print };
    const outcome = await run(context);
    const ended = Date.now();
    // A policy goes to IAM as it is, and the settings are those of a function.
    const isPlain = verb === 'explain-iam' || verb === 'checkout';
    voice.result(outcome, isPlain ? undefined : resolved.settings);
    if (!follows || outcome.exit !== 'ok') return outcome.exit;
    const logs = await options.load('logs');
    const sinceMilliseconds = Date.now() - ended;
    const { exit } = await logs.run({ ...context, flags: { ...resolved.flags, sinceMilliseconds, follow: true } });
    // The deploy was done before, and Ctrl-C is how one stops watching.
    return exit === 'interrupted' ? 'ok' : exit;
  } catch (error) {
    const problem = withUnreadContract(describeError(error, signal, known), unread.contract);
    if (problem.exit !== 'ok') voice.problem(problem);
    return problem.exit;
  }
}

function resolve(
  { verb, flags, legacy }: StartOptions,
  { env, cwd, signal }: Surroundings,
  { onProgress, onDenied }: { readonly onProgress: OnProgress; readonly onDenied: (error: Error) => void },
): Promise<ResolvedSettings> {
  return resolveSettings({
    verb,
    flags,
    env,
    cwd,
    legacy,
    readFile: readText,
    readContract: (functionName, connection) =>
      readContractParameter(new Clients({ ...connection, env }).ssm(), functionName, onDenied, signal),
    defaultSourceVersion: (directory) => defaultSourceVersion(directory, env, onProgress),
    onProgress,
  });
}
