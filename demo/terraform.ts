import { runCommand, type CommandOptions } from './command';
import { MissingError } from './step-error';

/** A Terraform that can be used. */
export interface Terraform {
  /** The program: a name on PATH or a path. */
  readonly program: string;
  readonly version: string;
}

const HOW_TO_GET = 'install it from https://developer.hashicorp.com/terraform/install';

/**
 * The Terraform on PATH, or the program that TERRAFORM_BINARY_NAME names.
 *
 * @throws MissingError when there is none, or one older than 1.5.
 */
export async function findTerraform(options: CommandOptions): Promise<Terraform> {
  const program = options.env.TERRAFORM_BINARY_NAME ?? 'terraform';
  const { code, stdout } = await runCommand(program, ['version', '-json'], options);
  if (code === 127) {
    throw new MissingError(`'${program}' is not on PATH: ${HOW_TO_GET} (1.5 or newer).`);
  }
  const version = versionOf(stdout.join('\n'));
  if (version === undefined) {
    throw new MissingError(`'${program} version -json' does not say a version: ${HOW_TO_GET} (1.5 or newer).`);
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 1 || (major === 1 && minor < 5)) {
    throw new MissingError(`'${program}' is Terraform ${version}, and 1.5 or newer is needed: ${HOW_TO_GET}.`);
  }
  return { program, version };
}

function versionOf(json: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(json);
    if (typeof answer !== 'object' || answer === null || !('terraform_version' in answer)) return undefined;
    return typeof answer.terraform_version === 'string' ? answer.terraform_version : undefined;
  } catch {
    return undefined;
  }
}
