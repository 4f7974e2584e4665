import {
  CodeDeployClient,
  DeploymentAlreadyCompletedException,
  DeploymentLimitExceededException,
  type DeploymentInfo,
} from '@aws-sdk/client-codedeploy';

import type { Calls } from './faults';
import type { FakeLambda } from './fake-lambda';

interface Input {
  readonly deploymentId?: string;
  readonly description?: string;
  readonly revision?: DeploymentInfo['revision'];
}

const UNDER_WAY = ['Created', 'InProgress'];

/** One deployment group; a deployment gives the new version a tenth of the traffic, and ends when it was looked at often enough. */
export class FakeCodeDeploy {
  readonly deployments: DeploymentInfo[] = [];
  /** What the next deployments come to. */
  outcome: 'Succeeded' | 'Stopped' = 'Succeeded';
  /** Looks at a deployment until it ends. */
  looks = 2;

  constructor(
    private readonly calls: Calls,
    private readonly lambda: FakeLambda,
  ) {}

  get client(): CodeDeployClient {
    const client = new CodeDeployClient({ region: 'eu-west-1' });
    client.send = this.calls.sender((action, input: Input) => Promise.resolve(this.#answer(action, input)));
    return client;
  }

  /** Begins a deployment that no run of ours knows of. */
  begin(revision?: DeploymentInfo['revision']): DeploymentInfo {
    const deployment = { deploymentId: `d-${this.deployments.length + 1}`, status: 'InProgress', revision } as const;
    this.deployments.push({ ...deployment });
    return this.deployments.at(-1) ?? deployment;
  }

  #answer(action: string, input: Input): object {
    const active = this.deployments.find(({ status = '' }) => UNDER_WAY.includes(status));
    const named = this.deployments.find(({ deploymentId }) => deploymentId === input.deploymentId);
    switch (action) {
      case 'ListDeployments':
        return { deployments: active === undefined ? [] : [active.deploymentId] };
      case 'CreateDeployment': {
        if (active !== undefined) {
          throw new DeploymentLimitExceededException({ $metadata: { httpStatusCode: 400 }, message: 'one is active' });
        }
        const { from, to } = versionsOf(input.revision);
        this.lambda.move({ FunctionVersion: from, RoutingConfig: { AdditionalVersionWeights: { [to]: 0.1 } } });
        return { deploymentId: this.begin(input.revision).deploymentId };
      }
      case 'GetDeployment':
        return { deploymentInfo: { ...(named && this.#look(named)) } };
      case 'StopDeployment':
        if (named === undefined || !UNDER_WAY.includes(named.status ?? '')) {
          throw new DeploymentAlreadyCompletedException({ $metadata: { httpStatusCode: 400 }, message: 'it is over' });
        }
        this.end(named, 'Stopped');
        return {};
      default:
        throw new Error(`the fake CodeDeploy has no ${action}`);
    }
  }

  #look(deployment: DeploymentInfo): DeploymentInfo {
    this.looks -= 1;
    if (this.looks <= 0 && UNDER_WAY.includes(deployment.status ?? '')) this.end(deployment, this.outcome);
    return deployment;
  }

  /** Ends a deployment: the alias goes to the new version, or back to the old one. */
  end(deployment: DeploymentInfo, status: 'Succeeded' | 'Stopped'): void {
    const { from, to } = versionsOf(deployment.revision);
    deployment.status = status;
    if (status === 'Stopped') deployment.errorInformation = { message: 'the alarm errors rings' };
    this.lambda.move({
      FunctionVersion: status === 'Succeeded' ? to : from,
      RoutingConfig: { AdditionalVersionWeights: {} },
    });
  }
}

function versionsOf(revision: DeploymentInfo['revision']): { from: string; to: string } {
  const { Resources } = JSON.parse(revision?.appSpecContent?.content ?? '{}') as {
    Resources: Record<string, { Properties: { CurrentVersion: string; TargetVersion: string } }>[];
  };
  const [resource] = Object.values(Resources[0] ?? {});
  return { from: resource?.Properties.CurrentVersion ?? '', to: resource?.Properties.TargetVersion ?? '' };
}
