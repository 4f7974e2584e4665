import { join, relative } from 'node:path';

import { findPython, MINIMUM_PYTHON, LocalAwsError, startLocalAws, type LocalAws } from '../local-aws';
import { installEnvironment } from './environment';
import { drawOwnership } from './picture';
import { installProviders, type InstalledProviders } from './providers';
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
}

/** Synthesizes into the project's cdktf.out and shows what came of it. */
export async function showStack(session: Session, report: StepReport): Promise<void> {
  const output = join(session.root, 'cdktf.out');
  const stack = await synthesize(output, session.command(session.env));
  const ofCi = attributesOfCi(stack);
  const counts = inventory(stack).map(([type, count]) => (count === 1 ? type : `${count} ${type}`));
  report.detail(`The stack '${STACK}', ${resourceCount(stack)} resources: ${counts.join(', ')}`);
  report.detail(`wrote ${relative(session.root, join(stackFolder(output), 'cdk.tf.json'))}`);
  report.detail('');
  report.detail(drawOwnership(ofCi, resourceCount(stack) - ofCi.size));
  report.detail('');
  report.detail(
    `On an account of yours: npx cdktf diff ${STACK}, npx cdktf deploy ${STACK}, npx cdktf destroy ${STACK}`,
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
  return { terraform, python };
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
    required: async (placeholder) => {
      const env = { ...session.env, DEMO_PLACEHOLDER: placeholder };
      const stack = await synthesize(join(session.work, `synth-${placeholder}`), session.command(env));
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
  if (providers.placeholder === 'prebuilt') {
    report.detail("Only the AWS provider is there, so the placeholder ships 'prebuilt' and not by archive_file");
  }
  return providers;
}

/** Starts the local AWS; it is stopped when the session ends. */
export async function startAws(session: Session, report: StepReport): Promise<LocalAws> {
  try {
    const aws = await startLocalAws({
      onProgress: ({ message }) => {
        report.progress(message);
      },
    });
    session.onEnd(() => aws.stop());
    report.detail(`listens on ${aws.endpoint}, on this machine alone`);
    return aws;
  } catch (error) {
    if (error instanceof LocalAwsError && error.code !== 'EMULATOR_FAILED') {
      throw new MissingError(error.message, { cause: error });
    }
    throw error;
  }
}
