import { randomBytes } from 'node:crypto';

import type { Clock } from '../../clock';
import type { AppSpec } from './app-spec';
import type { Neighbours } from './neighbours';
import type { TrafficStep } from './traffic-steps';

/** What makes a deployment put the alias back by itself. */
export type RollbackEvent = 'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST';

/** What a deployment is made of. */
export interface DeploymentOptions {
  /** What GetDeployment gives back as it was given. */
  readonly described: Readonly<Record<string, unknown>>;
  readonly appSpec: AppSpec;
  readonly steps: readonly TrafficStep[];
  readonly alarms: readonly string[];
  readonly rollbackEvents: readonly RollbackEvent[];
  readonly neighbours: Neighbours;
  readonly clock: Clock;
}

const MINUTE = 60_000;

/**
 * One deployment: it gives the new version more and more of the alias's traffic, and the alias at the end. While it
 * shifts, the alias stays on the old version, and the new one is its additional version.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html
 */
export class Deployment {
  readonly id = `d-${randomBytes(5).toString('hex').slice(0, 9).toUpperCase()}`;
  readonly #options: DeploymentOptions;
  readonly #created: number;
  #status: 'Created' | 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped' = 'Created';
  #completed: number | undefined;
  #error: { readonly code: string; readonly message: string } | undefined;
  #rollback: Readonly<Record<string, string>> | undefined;

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#created = options.clock.now();
  }

  get status(): string {
    return this.#status;
  }

  get isUnderWay(): boolean {
    return this.#status === 'Created' || this.#status === 'InProgress';
  }

  /** What GetDeployment answers. */
  get info(): Record<string, unknown> {
    return {
      ...this.#options.described,
      deploymentId: this.id,
      status: this.#status,
      createTime: this.#created / 1000,
      ...(this.#completed !== undefined && { completeTime: this.#completed / 1000 }),
      ...(this.#error && { errorInformation: this.#error }),
      ...(this.#rollback && { rollbackInfo: this.#rollback }),
      computePlatform: 'Lambda',
    };
  }

  /** Begins as soon as the call that made it is answered. */
  start(onRollback: (rollback: Deployment) => void): void {
    this.#onRollback = onRollback;
    this.#options.clock.in(0, async () => {
      this.#status = 'InProgress';
      const { appSpec, neighbours } = this.#options;
      const version = await neighbours.aliasVersion(appSpec);
      if (version !== appSpec.currentVersion) {
        const message = `The alias ${appSpec.aliasName} is on version ${String(version)}, not on ${appSpec.currentVersion}`;
        await this.#end('Failed', 'INVALID_LAMBDA_CONFIGURATION', message, undefined);
      } else if (!(await neighbours.hasVersion(appSpec, appSpec.targetVersion))) {
        const message = `There is no version ${appSpec.targetVersion} of ${appSpec.functionName}`;
        await this.#end('Failed', 'INVALID_LAMBDA_FUNCTION', message, undefined);
      } else await this.#shift(0);
    });
  }

  /** Looks at the alarms, as CodeDeploy does all the time. */
  async watch(): Promise<void> {
    const ringing = this.isUnderWay ? await this.#options.neighbours.ringing(this.#options.alarms) : [];
    if (ringing.length === 0 || !this.isUnderWay) return;
    const message = `One or more alarms have been activated: ${ringing.join(', ')}`;
    await this.#end('Stopped', 'ALARM_ACTIVE', message, 'DEPLOYMENT_STOP_ON_ALARM');
  }

  /** Ends it on request. Without a rollback the alias stays as it is, with its weights. */
  async stop(isRolledBack: boolean): Promise<void> {
    const event = isRolledBack ? undefined : 'DEPLOYMENT_STOP_ON_REQUEST';
    await this.#end('Stopped', 'MANUAL_STOP', 'The deployment was stopped', event);
    if (isRolledBack && this.#rollback === undefined) await this.#putBack('The deployment was stopped');
  }

  #onRollback: (rollback: Deployment) => void = () => undefined;

  async #shift(index: number): Promise<void> {
    await this.watch();
    const { appSpec, steps, neighbours, clock } = this.#options;
    const step = steps[index];
    if (!this.isUnderWay || step === undefined) return;
    const isLast = step.percent === 100;
    const moved = isLast
      ? await neighbours.moveAlias(appSpec, appSpec.targetVersion, {})
      : await neighbours.moveAlias(appSpec, appSpec.currentVersion, { [appSpec.targetVersion]: step.percent / 100 });
    if (!moved) await this.#end('Failed', 'INTERNAL_ERROR', 'Lambda refused to move the alias', 'DEPLOYMENT_FAILURE');
    else if (isLast) {
      this.#status = 'Succeeded';
      this.#completed = clock.now();
    } else clock.in((steps[index + 1]?.afterMinutes ?? 0) * MINUTE, () => this.#shift(index + 1));
  }

  async #end(
    status: 'Failed' | 'Stopped',
    code: string,
    message: string,
    event: RollbackEvent | undefined,
  ): Promise<void> {
    this.#status = status;
    this.#error = { code, message };
    this.#completed = this.#options.clock.now();
    if (event !== undefined && this.#options.rollbackEvents.includes(event)) await this.#putBack(message);
  }

  /** Puts the alias back by a deployment of its own, as CodeDeploy does. */
  async #putBack(rollbackMessage: string): Promise<void> {
    const { described, appSpec, neighbours } = this.#options;
    const rollback = new Deployment({
      ...this.#options,
      described: { ...described, creator: 'codeDeployRollback', description: `Rollback of ${this.id}` },
    });
    this.#rollback = { rollbackDeploymentId: rollback.id, rollbackMessage };
    rollback.#rollback = { rollbackTriggeringDeploymentId: this.id, rollbackMessage };
    this.#onRollback(rollback);
    rollback.#status = (await neighbours.moveAlias(appSpec, appSpec.currentVersion, {})) ? 'Succeeded' : 'Failed';
    rollback.#completed = this.#options.clock.now();
  }
}
