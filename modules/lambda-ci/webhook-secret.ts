import { Fn, Lazy, type TerraformResource, Token } from 'cdktf';
import { Construct } from 'constructs';
import { escapeTemplate } from '../shared/template';
import { TerraformData } from './terraform-data';

/** Where a webhook's secret comes from. */
export interface WebhookSecretProps {
  /**
   * The secret.
   *
   * @default - one is made
   */
  readonly secret?: string;
  /**
   * A changed value makes a new one.
   *
   * @default - none
   */
  readonly secretRotation?: string;
}

/**
 * A secret that changes when it is told to, and only then. It is in Terraform's state and, marked as sensitive, in none of
 * Terraform's output.
 */
export class WebhookSecret extends Construct {
  /** What holds the secret. */
  public readonly resource: TerraformData;
  /** Its address in Terraform: whatever uses the secret is replaced by it. */
  public readonly address: string;
  /** The secret. */
  public readonly value: string;

  constructor(scope: Construct, id: string, { secret, secretRotation }: WebhookSecretProps) {
    super(scope, id);
    // Not in `input`: terraform_data copies that to `output`, and plans would show it there. What triggers a replacement is
    // kept and stays sensitive.
    if (secret === undefined) {
      const rotation = new TerraformData(this, 'Rotation', {
        triggersReplace: { rotation: escapeTemplate(secretRotation ?? '') },
      });
      this.resource = new TerraformData(this, 'Resource', {
        // 244 random bits, drawn when it is made. Secrets Manager's generator is no better source: Terraform prints what it
        // gives, as the id of its data source.
        triggersReplace: { secret: sensitive(Token.asString(Fn.sha256(Fn.join('', [Fn.uuid(), Fn.uuid()])))) },
        lifecycle: { ignoreChanges: ['triggers_replace'], replaceTriggeredBy: [addressOf(rotation)] },
      });
    } else {
      this.resource = new TerraformData(this, 'Resource', { triggersReplace: { secret: sensitive(secret) } });
    }
    this.address = addressOf(this.resource);
    this.value = this.resource.getStringAttribute('triggers_replace.secret');
  }
}

/** A text that Terraform shows nobody. */
function sensitive(text: string): string {
  return Token.asString(Fn.sensitive(text));
}

/** As `replace_triggered_by` takes it; given the resource itself, CDKTF writes an expression, which Terraform refuses there. */
function addressOf(resource: TerraformResource): string {
  return Lazy.stringValue({ produce: () => `${resource.terraformResourceType}.${resource.friendlyUniqueId}` });
}
