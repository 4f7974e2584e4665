import {
  CodeDeployClient,
  CreateDeploymentCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
  type DeploymentInfo,
} from '@aws-sdk/client-codedeploy';

import type { ClientConfiguration } from './clients';
import { retryConflicts } from './retry';

/** A deployment group that shifts the traffic of one function. */
export interface DeploymentGroup {
  readonly application: string;
  readonly group: string;
}

/** From which version to which an alias is to be shifted. */
export interface Shift {
  readonly functionName: string;
  readonly aliasName: string;
  readonly fromVersion: string;
  readonly toVersion: string;
}

/** The calls to CodeDeploy that a deploy makes. */
export class CodeDeployApi {
  constructor(
    private readonly client: CodeDeployClient,
    private readonly target: DeploymentGroup,
    private readonly signal: AbortSignal,
  ) {}

  /** Ids of the deployments of the group that are under way. */
  async underWay(): Promise<string[]> {
    const { deployments = [] } = await this.client.send(
      new ListDeploymentsCommand({
        applicationName: this.target.application,
        deploymentGroupName: this.target.group,
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      }),
      { abortSignal: this.signal },
    );
    return deployments;
  }

  /**
   * Begins to shift.
   *
   * @returns the deployment's id
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
   */
  async begin(shift: Shift, description: string): Promise<string> {
    const content = JSON.stringify({
      version: 0.0,
      Resources: [
        {
          [shift.functionName]: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              Name: shift.functionName,
              Alias: shift.aliasName,
              CurrentVersion: shift.fromVersion,
              TargetVersion: shift.toVersion,
            },
          },
        },
      ],
    });
    const { deploymentId = '' } = await this.client.send(
      new CreateDeploymentCommand({
        applicationName: this.target.application,
        deploymentGroupName: this.target.group,
        description,
        revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
        autoRollbackConfiguration: {
          enabled: true,
          events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
      }),
      { abortSignal: this.signal },
    );
    return deploymentId;
  }

  /** How a deployment stands. */
  async get(deploymentId: string): Promise<DeploymentInfo> {
    const { deploymentInfo = {} } = await this.client.send(new GetDeploymentCommand({ deploymentId }), {
      abortSignal: this.signal,
    });
    return deploymentInfo;
  }

  /** Stops a deployment and has CodeDeploy put the alias back. */
  async stop(deploymentId: string): Promise<void> {
    await this.client.send(new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true }), {
      abortSignal: this.signal,
    });
  }
}

/** CodeDeploy for one deployment group. */
export function codeDeployApi(
  configuration: ClientConfiguration,
  target: DeploymentGroup,
  signal: AbortSignal,
): CodeDeployApi {
  return new CodeDeployApi(retryConflicts(new CodeDeployClient(configuration)), target, signal);
}
