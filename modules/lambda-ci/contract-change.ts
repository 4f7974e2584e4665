import type { DeployTarget } from '../codeless-lambda';

/** An event that starts the pipeline. */
export interface StartEvent {
  /** Id of the rule's construct. */
  readonly id: string;
  readonly ruleName: string;
  readonly description: string;
  readonly eventPattern: object;
}

/**
 * Terraform has changed what the function's deploy contract says.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
 */
export function contractChange(ruleName: string, { functionName, contractParameterName }: DeployTarget): StartEvent {
  return {
    id: 'Contract',
    ruleName,
    description: `Ships again when Terraform has changed the configuration of ${functionName}`,
    eventPattern: {
      source: ['aws.ssm'],
      'detail-type': ['Parameter Store Change'],
      // Not its creation: the pipeline is made after it, and runs by itself then.
      detail: { name: [contractParameterName], operation: ['Update'] },
    },
  };
}
