import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import { ValidationError } from '../shared/validation-error';
import { CONTRACT_SCHEMA_VERSION, contractParameterName } from './contract';
import type { DeployContract } from './contract';

/** Most bytes of a standard parameter. */
const MAX_BYTES = 4096;

/** The version of the schema and the hash of the configuration, with their keys. */
const WRITTEN_BY_TERRAFORM = Buffer.byteLength(`,"schemaVersion":1,"configurationSha256":"${'0'.repeat(64)}"`);

/** What a {@link DeployContractParameter} is made of. */
export interface DeployContractParameterProps {
  /** The function's name, for the parameter's name. */
  readonly functionName: string;
  /** What the program is told; its texts may be tokens. */
  readonly contract: Omit<DeployContract, 'schemaVersion' | 'configurationSha256'>;
  /** All configuration that Terraform owns, as plain JSON; only its hash is written. */
  readonly configuration: object;
  /**
   * Tags of the parameter.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The deploy contract of a function, in Parameter Store.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
export class DeployContractParameter extends Construct {
  /** The parameter. */
  public readonly resource: SsmParameter;

  constructor(scope: Construct, id: string, props: DeployContractParameterProps) {
    super(scope, id);
    // Both pass through locals: in an expression CDKTF would not escape the quotes of a text.
    const configuration = new TerraformLocal(this, 'Configuration', props.configuration);
    const contract = new TerraformLocal(this, 'Document', {
      ...props.contract,
      schemaVersion: CONTRACT_SCHEMA_VERSION,
      configurationSha256: Fn.sha256(Fn.jsonencode(configuration.expression)),
    } satisfies DeployContract);
    checkSize(this, { ...props.contract, functionName: props.functionName });
    this.resource = new SsmParameter(this, 'Resource', {
      name: contractParameterName(props.functionName),
      description: `What a deploy of ${props.functionName} needs to know; written by Terraform`,
      type: 'String',
      // Nothing here is secret, and a plan shall show what changes.
      insecureValue: Fn.jsonencode(contract.expression),
      tags: props.tags,
    });
  }

  /** Name of the parameter. */
  public get parameterName(): string {
    return this.resource.name;
  }

  /** ARN of the parameter, for who may read it. */
  public get parameterArn(): string {
    return this.resource.arn;
  }
}

/** Throws where what is known of the document is more than a standard parameter holds. */
function checkSize(scope: Construct, contract: object): void {
  const bytes = Buffer.byteLength(JSON.stringify(contract)) + WRITTEN_BY_TERRAFORM;
  if (bytes > MAX_BYTES) {
    throw new ValidationError(
      'ContractTooLarge',
      scope,
      `the deploy contract must have at most ${MAX_BYTES} bytes, got ${bytes}; name fewer 'alarms', or combine them in a composite alarm`,
    );
  }
}
