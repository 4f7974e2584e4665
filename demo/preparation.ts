import { delimiter, join, relative } from 'node:path';

import { findPython, MINIMUM_PYTHON, LocalAwsError, startLocalAws, type LocalAws } from '../local-aws';
import { ActivityLog } from './activity-log';
import { findAwsCli } from './aws-cli';
import { runCommand } from './command';
import { REPOSITORY } from './delivery';
import { installEnvironment } from './environment';
import { drawOwnership } from './picture';
import { AWS_ALONE, installProviders, type InstalledProviders } from './providers';
import type { Session } from './session';
import { attributesOfCi, inventory, resourceCount, STACK, stackFolder, synthesize } from './stack';
import type { StepReport } from './steps';
import { MissingError } from './step-error';
import { findTerraform, type Terraform } from './terraform';

/** What the machine has; undefined is what it lacks. */
export interface Tools {
  readonly terraform: Terraform | undefined;
  /** Path of a Python that runs the local AWS. */
  readonly python: string | undefined;
  /** Whether there is Git, for the repository and for the builds from it. */
  readonly git: boolean;
}

/** Types of resources that are named. */
const SHOWN_TYPES = 12;

/** Synthesizes into the project's cdktf.out and shows what came of it. */
export async function showStack(session: Session, report: StepReport): Promise<void> {
  const output = join(session.root, 'cdktf.out');
  const stack = await synthesize(output, session.command(session.env));
  const ofCi = attributesOfCi(stack);
  const counts = inventory(stack);
  const shown = counts.slice(0, SHOWN_TYPES).map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
  const more = counts.length > SHOWN_TYPES ? ` and ${counts.length - SHOWN_TYPES} more types` : '';
  report.detail(`The stack '${STACK}', ${resourceCount(stack)} resources: ${shown.join(', ')}${more}`);
  report.detail(`wrote ${relative(session.root, join(stackFolder(output), 'cdk.tf.json'))}`);
  report.detail('');
  report.detail(drawOwnership(ofCi, resourceCount(stack) - ofCi.size));
  report.detail('');
  report.detail(
    `On an account of yours: set DEMO_REPOSITORY (docs/configuration.md), then npx cdktf deploy ${STACK}; npx cdktf destroy ${STACK}`,
  );
}

/** Looks for the programs that the other steps need; what is missing is said, with how to get it. */
export async function findTools(session: Session, report: StepReport): Promise<Tools> {
  let terraform: Terraform | undefined;
  try {
    terraform = await findTerraform(session.command(installEnvironment(session.env)));
    report.detail(`Terraform ${terraform.version}`);
  } catch (error) {
    if (!(error instanceof MissingError)) throw error;
    report.missing(error.message);
  }
  const python = findPython(session.env);
  if (python === undefined) {
    report.missing(
      `No Python that runs the local AWS is on PATH: install CPython ${MINIMUM_PYTHON} or newer from ` +
        "https://www.python.org/downloads or with the system's package manager.",
    );
  } else {
    report.detail(`Python at ${python}`);
  }
  const { code, stdout } = await runCommand('git', ['--version'], session.command(session.env));
  const git = code === 0;
  if (git) report.detail(`Git${stdout.join(' ').replace('git version', '')}`);
  else report.missing("'git' is not on PATH: install it from https://git-scm.com/downloads.");
  return { terraform, python, git };
}

/** Lets Terraform install the stack's providers, from wherever this machine can get them. */
export async function chooseProviders(
  session: Session,
  terraform: Terraform,
  report: StepReport,
): Promise<InstalledProviders> {
  const providers = await installProviders({
    terraform,
    cache: session.cache,
    work: session.work,
    command: {
      ...session.command(installEnvironment(session.env)),
      onLine: (line) => {
        if (line.startsWith('- ')) report.progress(line.slice(2));
      },
    },
    required: async (settings) => {
      const folder = join(session.work, `synth-${settings.DEMO_PLACEHOLDER}`);
      const stack = await synthesize(folder, session.command({ ...session.env, ...settings }));
      return stack.terraform.required_providers;
    },
  });
  if (!('mirror' in providers)) {
    throw new MissingError(
      'Terraform reaches no registry that has the providers, and no folder of this machine holds the AWS provider: allow registry.terraform.io, or put the provider into ~/.terraform.d/plugins (terraform providers mirror makes such a folder).',
      { cause: new Error(providers.output.join('\n')) },
    );
  }
  report.detail(providers.packages.join(', '));
  if (providers.folders.length > 0) {
    report.detail(`The registry is not reachable; they come from ${providers.folders.join(', ')}`);
  }
  if (providers.settings === AWS_ALONE) {
    report.detail("Only the AWS provider is there, so the placeholder ships 'prebuilt' and not by archive_file,");
    report.detail('and production by a pushed tag and not by a release, whose webhook is made by the GitHub provider');
  }
  return providers;
}

/** Starts the local AWS, with an empty repository at its GitHub; it is stopped when the session ends. */
export async function startAws(
  session: Session,
  { python = 'python3' }: Pick<Tools, 'python'>,
  report: StepReport,
): Promise<{ readonly aws: LocalAws; readonly activities: ActivityLog }> {
  const { work, env, signal } = session;
  const { folder, version } = await findAwsCli({ python, work, env, signal, progress: report.progress }).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      const how = 'install it from https://aws.amazon.com/cli';
      throw new MissingError(`Builds need the AWS CLI, which is not on PATH and can't be had from PyPI: ${how}.`, {
        cause: error,
      });
    },
  );
  const activities = new ActivityLog(signal);
  try {
    const aws = await startLocalAws({
      // Builds see of this machine what PATH has.
      env: folder === undefined ? env : { ...env, PATH: [folder, env.PATH].join(delimiter) },
      onActivity: activities.add,
      onProgress: ({ message }) => {
        report.progress(message);
      },
    });
    session.onEnd(() => aws.stop());
    const { cloneUrl } = await aws.github.createRepository(REPOSITORY);
    report.detail(`listens on ${aws.endpoint}, on this machine alone`);
    report.detail(`the repository ${cloneUrl}, still empty`);
    report.detail(`builds run with your PATH and ${version}${folder === undefined ? '' : ', installed for them'}`);
    return { aws, activities };
  } catch (error) {
    if (error instanceof LocalAwsError && error.code !== 'EMULATOR_FAILED') {
      throw new MissingError(error.message, { cause: error });
    }
    throw error;
  }
}
