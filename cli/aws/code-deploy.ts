import {
  CodeDeployClient,
  CreateDeploymentCommand,
  DeploymentAlreadyCompletedException,
  DeploymentLimitExceededException,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
  type DeploymentInfo,
} from '@aws-sdk/client-codedeploy';

import { CodelessError } from '../errors';
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
   * Begins to shift. A group shifts one thing at a time, so asked again after a lost answer it finds what it began.
   *
   * @returns the deployment's id
   * @throws CodelessError `Shifting` where the group is at something else
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
    const command = new CreateDeploymentCommand({
      applicationName: this.target.application,
      deploymentGroupName: this.target.group,
      description,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });
    try {
      return (await this.client.send(command, { abortSignal: this.signal })).deploymentId ?? '';
    } catch (error) {
      if (!(error instanceof DeploymentLimitExceededException)) throw error;
      const [id] = await this.underWay();
      if (id === undefined) throw error;
      if ((await this.get(id)).revision?.appSpecContent?.content === content) return id;
      throw this.isShifting(id, error);
    }
  }

  /** The error of who must not begin while another deployment is under way. */
  isShifting(deploymentId: string, cause?: Error): CodelessError {
    const message = `CodeDeploy shifts traffic in ${this.target.application}/${this.target.group} already: deployment ${deploymentId}`;
    return new CodelessError('busy', 'Shifting', message, {
      hint: 'Wait until it has ended, or stop it with codeless rollback.',
      cause,
    });
  }

  /** How a deployment stands. */
  async get(deploymentId: string): Promise<DeploymentInfo> {
    const { deploymentInfo = {} } = await this.client.send(new GetDeploymentCommand({ deploymentId }), {
      abortSignal: this.signal,
    });
    return deploymentInfo;
  }

  /** Stops a deployment, unless it has ended, and has CodeDeploy put the alias back. */
  async stop(deploymentId: string): Promise<void> {
    const command = new StopDeploymentCommand({ deploymentId, autoRollbackEnabled: true });
    await this.client.send(command, { abortSignal: this.signal }).catch((error: unknown) => {
      if (!(error instanceof DeploymentAlreadyCompletedException)) throw error;
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
