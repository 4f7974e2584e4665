import type { Build } from './build';
import type { BuildLog } from './build-log';
import { PHASES, type Buildspec } from './buildspec';
import { PhaseError } from './phase-error';
import type { Shell } from './shell';

/** Goes through a phase of the build; undefined where it did not succeed. */
export type RunPhase = <Made>(name: string, run: () => Promise<Made>) => Promise<Made | undefined>;

/** What the phases of a build specification are run with. */
export interface PhaseTools {
  readonly build: Build;
  readonly spec: Buildspec;
  readonly shell: Shell;
  readonly log: BuildLog;
  readonly phase: RunPhase;
}

/**
 * Runs the phases of a build specification. Where `install` or `pre_build` fails, nothing follows; where `build` fails,
 * `post_build` does. `on-failure` says otherwise.
 *
 * @returns whether artifacts are to be uploaded
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.phases.on-failure
 */
export async function runPhases(tools: PhaseTools): Promise<boolean> {
  const { build, spec, log, phase } = tools;
  for (const name of PHASES) {
    const type = name.toUpperCase();
    const { commands = [], finally: always = [], 'on-failure': onFailure } = spec.phases[name] ?? {};
    const hasSucceeded = await phase(type, async () => {
      log.tell(`Entering phase ${type}`);
      await runCommands(tools, commands, always);
      return true;
    });
    if (hasSucceeded === true) continue;
    const goesOn = onFailure === undefined ? name === 'build' || name === 'post_build' : onFailure === 'CONTINUE';
    if (!goesOn || build.signal.aborted) return false;
  }
  return true;
}

/**
 * Reads the variables that the build specification exports.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables
 */
export async function exportedVariables(build: Build, spec: Buildspec, shell: Shell): Promise<Record<string, string>> {
  const { environmentVariables = [] } = build.project.environment;
  const secret = environmentVariables.filter(({ type }) => type !== 'PLAINTEXT').map(({ name }) => name);
  const exported: Record<string, string> = {};
  for (const name of spec.env['exported-variables']) {
    if (name.startsWith('AWS_') || secret.includes(name) || build.signal.aborted) continue;
    exported[name] = (await shell.read(`printenv ${name}`)).replace(/\n$/, '');
  }
  return exported;
}

/** Runs commands until one fails, and then, in any case, those that end the phase. */
async function runCommands(
  { build, shell, log }: PhaseTools,
  commands: readonly string[],
  always: readonly string[],
): Promise<void> {
  let failure: PhaseError | undefined;
  for (const list of [commands, always]) {
    for (const command of list) {
      if (build.signal.aborted) return;
      log.tell(`Running command ${command}`);
      const status = await shell.run(command);
      log.endLine();
      if (status === 0) continue;
      log.write('\n');
      log.tell(`Command did not exit successfully ${command} exit status ${status}`);
      const message = `Error while executing command: ${command}. Reason: exit status ${status}`;
      failure ??= new PhaseError('COMMAND_EXECUTION_ERROR', message);
      await shell.run('export CODEBUILD_BUILD_SUCCEEDING=0');
      break;
    }
  }
  if (failure !== undefined) throw failure;
}
