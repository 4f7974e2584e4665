import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/** Which releases of each Terraform provider these modules work with. */
export interface ProviderVersions {
  /**
   * Releases of `hashicorp/aws`.
   *
   * @default '>= 5.100.0, < 7.0.0'
   */
  readonly aws?: string;
  /**
   * Releases of `hashicorp/archive`; only stacks that ship the placeholder by `archive` use it.
   *
   * @default '>= 2.4.0, < 3.0.0'
   */
  readonly archive?: string;
  /**
   * Releases of `integrations/github`.
   *
   * @default '>= 6.0.0, < 7.0.0'
   */
  readonly github?: string;
}

/** The ranges that these modules are made for. */
export const PROVIDER_VERSIONS: Required<ProviderVersions> = {
  aws: '>= 5.100.0, < 7.0.0',
  archive: '>= 2.4.0, < 3.0.0',
  github: '>= 6.0.0, < 7.0.0',
};

/**
 * Replaces the exact provider versions that CDKTF's generated providers ask for by ranges, so that `terraform init`
 * takes what the team has locked or mirrored. Call it at the end of a stack's constructor: it covers the providers that
 * the stack has by then.
 *
 * @param scope the stack, or anything in it
 * @param versions constraints that win over {@link PROVIDER_VERSIONS}
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function allowProviderVersions(scope: IConstruct, versions: ProviderVersions = {}): void {
  const stack = TerraformStack.of(scope);
  const ranges: Record<string, string> = { ...PROVIDER_VERSIONS, ...versions };
  for (const provider of stack.allProviders()) {
    const type = provider.terraformResourceType;
    if (ranges[type] !== undefined) {
      stack.addOverride(`terraform.required_providers.${type}.version`, ranges[type]);
    }
  }
}
