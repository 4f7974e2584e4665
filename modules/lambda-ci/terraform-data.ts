import { TerraformResource, type TerraformResourceLifecycle } from 'cdktf';
import type { Construct } from 'constructs';

/** What a `terraform_data` is made of. */
export interface TerraformDataProps {
  /** Kept in the state; where one of them changes, the resource is replaced. */
  readonly triggersReplace: Readonly<Record<string, string>>;
  /** When it is replaced, beside that. */
  readonly lifecycle?: TerraformResourceLifecycle;
}

/**
 * Terraform's own resource that keeps values. CDKTF's `DataResource` is the same, but asks the `terraform` on PATH for its
 * version during synth, and fails where there is none.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class TerraformData extends TerraformResource {
  private readonly triggersReplace: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { triggersReplace, lifecycle }: TerraformDataProps) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
      lifecycle,
    });
    this.triggersReplace = triggersReplace;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { triggers_replace: this.triggersReplace };
  }
}
