import { randomUUID } from 'node:crypto';

import type { Clock } from '../../clock';
import type { Correction } from '../../front/correction';
import type { ServiceModels } from '../../front/service-models';
import { service, ServiceError, type Input, type Operate } from '../service';
import { parseAppSpec } from './app-spec';
import { Deployment, type RollbackEvent } from './deployment';
import { Neighbours } from './neighbours';
import { trafficSteps } from './traffic-steps';

/** An application, and the deployment groups in it. */
interface Application {
  readonly info: Readonly<Record<string, unknown>>;
  readonly groups: Map<string, Input>;
}

/** A deployment, and whose it is. */
interface Entry {
  readonly application: string;
  readonly group: string;
  readonly deployment: Deployment;
}

/**
 * CodeDeploy for Lambda, which the emulator does not have: applications, deployment groups and deployments by AppSpec, with AWS's
 * own deployment configurations and alarms; no hooks.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/Welcome.html
 */
export function codeDeploy(models: ServiceModels, clock: Clock): Correction {
  return service({ name: 'codedeploy', models, operations: new CodeDeploy(clock).operations });
}

class CodeDeploy {
  readonly #applications = new Map<string, Application>();
  readonly #deployments = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  readonly operations: Readonly<Record<string, Operate>> = {
    CreateApplication: (input) => this.#createApplication(input),
    GetApplication: (input) => ({ application: this.#application(input).info }),
    DeleteApplication: ({ applicationName }) => {
      this.#applications.delete(text(applicationName));
      return undefined;
    },
    CreateDeploymentGroup: (input) => this.#createGroup(input),
    GetDeploymentGroup: (input) => ({ deploymentGroupInfo: this.#group(input) }),
    DeleteDeploymentGroup: (input) => {
      this.#application(input).groups.delete(text(input.deploymentGroupName));
      return {};
    },
    CreateDeployment: (input, call, context) => this.#createDeployment(input, new Neighbours(call, context)),
    GetDeployment: (input) => this.#getDeployment(input),
    ListDeployments: (input) => this.#listDeployments(input),
    StopDeployment: (input) => this.#stopDeployment(input),
  };

  #createApplication({ applicationName, computePlatform }: Input): object {
    const name = text(applicationName);
    if (computePlatform !== 'Lambda') {
      throw new ServiceError('InvalidComputePlatformException', 'The local AWS has the compute platform Lambda alone');
    }
    if (this.#applications.has(name)) {
      throw new ServiceError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
    }
    const applicationId = randomUUID();
    const info = { applicationId, applicationName: name, computePlatform, createTime: this.clock.now() / 1000 };
    this.#applications.set(name, { info, groups: new Map() });
    return { applicationId };
  }

  #createGroup(input: Input): object {
    const { groups } = this.#application(input);
    const name = text(input.deploymentGroupName);
    if (groups.has(name)) {
      throw new ServiceError('DeploymentGroupAlreadyExistsException', `Deployment group already exists: ${name}`);
    }
    const { deploymentConfigName = 'CodeDeployDefault.LambdaAllAtOnce', ...others } = input;
    trafficSteps(text(deploymentConfigName));
    const deploymentGroupId = randomUUID();
    groups.set(name, { ...others, deploymentConfigName, deploymentGroupId, computePlatform: 'Lambda' });
    return { deploymentGroupId };
  }

  #createDeployment(input: Input, neighbours: Neighbours): object {
    const group = this.#group(input);
    const names = { application: text(input.applicationName), group: text(input.deploymentGroupName) };
    const active = this.#of(input).find(({ deployment }) => deployment.isUnderWay)?.deployment;
    if (active !== undefined) {
      const message = `The Deployment Group '${names.group}' already has an active Deployment '${active.id}'`;
      throw new ServiceError('DeploymentLimitExceededException', message);
    }
    const revision = input.revision as { appSpecContent?: { content?: unknown } } | undefined;
    if (revision === undefined) throw new ServiceError('RevisionRequiredException', 'A revision is required');
    const appSpec = parseAppSpec(text(revision.appSpecContent?.content));
    const deploymentConfigName = text(input.deploymentConfigName ?? group.deploymentConfigName);
    const rollback = (input.autoRollbackConfiguration ?? group.autoRollbackConfiguration) as Rollback | undefined;
    const alarms = (input.overrideAlarmConfiguration ?? group.alarmConfiguration) as Alarms | undefined;
    const deployment = new Deployment({
      described: { creator: 'user', ...input, deploymentConfigName },
      appSpec,
      steps: trafficSteps(deploymentConfigName),
      alarms: alarms?.enabled === true ? (alarms.alarms ?? []).map(({ name }) => name) : [],
      rollbackEvents: rollback?.enabled === true ? (rollback.events ?? []) : [],
      neighbours,
      clock: this.clock,
    });
    const keep = (made: Deployment): void => {
      this.#deployments.set(made.id, { ...names, deployment: made });
    };
    keep(deployment);
    deployment.start(keep);
    return { deploymentId: deployment.id };
  }

  async #getDeployment(input: Input): Promise<object> {
    const deployment = this.#deployment(input);
    await deployment.watch();
    return { deploymentInfo: deployment.info };
  }

  #listDeployments(input: Input): object {
    const statuses = input.includeOnlyStatuses as readonly string[] | undefined;
    const found = this.#of(input).map(({ deployment }) => deployment);
    const wanted = found.filter(({ status }) => statuses === undefined || statuses.includes(status));
    return { deployments: wanted.map(({ id }) => id).reverse() };
  }

  async #stopDeployment(input: Input): Promise<object> {
    const deployment = this.#deployment(input);
    if (!deployment.isUnderWay) {
      throw new ServiceError('DeploymentAlreadyCompletedException', `Deployment ${deployment.id} is already completed`);
    }
    await deployment.stop(input.autoRollbackEnabled === true);
    return { status: 'Succeeded', statusMessage: 'No more traffic is shifted' };
  }

  #application({ applicationName }: Input): Application {
    const application = this.#applications.get(text(applicationName));
    if (application !== undefined) return application;
    throw new ServiceError(
      'ApplicationDoesNotExistException',
      `No application found for name: ${text(applicationName)}`,
    );
  }

  #group(input: Input): Input {
    const group = this.#application(input).groups.get(text(input.deploymentGroupName));
    if (group !== undefined) return group;
    const message = `No deployment group found for name: ${text(input.deploymentGroupName)}`;
    throw new ServiceError('DeploymentGroupDoesNotExistException', message);
  }

  #deployment({ deploymentId }: Input): Deployment {
    const entry = this.#deployments.get(text(deploymentId));
    if (entry !== undefined) return entry.deployment;
    throw new ServiceError(
      'DeploymentDoesNotExistException',
      `The deployment ${text(deploymentId)} could not be found`,
    );
  }

  /** The deployments of what the input names: a group, an application, or all. */
  #of({ applicationName, deploymentGroupName }: Input): Entry[] {
    return [...this.#deployments.values()].filter(
      ({ application, group }) =>
        (applicationName === undefined || application === applicationName) &&
        (deploymentGroupName === undefined || group === deploymentGroupName),
    );
  }
}

interface Rollback {
  readonly enabled?: boolean;
  readonly events?: readonly RollbackEvent[];
}

interface Alarms {
  readonly enabled?: boolean;
  readonly alarms?: readonly { readonly name: string }[];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
