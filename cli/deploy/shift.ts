import type { CodeDeployApi, Shift } from '../aws/code-deploy';
import { CodelessError } from '../errors';
import { step } from '../progress';
import type { Engine } from './engine';
import type { Lease } from './lease';
import { shorten } from './lease-text';
import { weightsOf } from './state';

/** Milliseconds between two looks at a deployment. */
const LOOK_EVERY = 2_000;

/** How the alias is moved. */
export interface ShiftOptions {
  readonly fromVersion: string;
  readonly toVersion: string;
  readonly description: string;
  /** Whether CodeDeploy shifts, where the contract names it; a placeholder has no traffic to be careful about. */
  readonly gradually: boolean;
}

/**
 * Moves the alias to a version, at once or by CodeDeploy, and gives the lease back.
 *
 * @throws CodelessError `DeploymentFailed` where CodeDeploy moved the alias back, `LeaseLost`, `Shifting`
 */
export async function shiftTraffic(engine: Engine, lease: Lease, options: ShiftOptions): Promise<void> {
  const { onProgress, settings } = engine;
  const { fromVersion, toVersion } = options;
  const codeDeploy = options.gradually && fromVersion !== toVersion ? await engine.codeDeploy() : undefined;
  await lease.check();
  await step(
    onProgress,
    `Shift ${settings.aliasName.value} to version ${toVersion}`,
    async () => {
      if (codeDeploy === undefined) await lease.moveTo(toVersion, shorten(options.description));
      else await shiftGradually(engine, lease, codeDeploy, options);
    },
    () => `from version ${fromVersion}`,
  );
}

async function shiftGradually(
  engine: Engine,
  lease: Lease,
  codeDeploy: CodeDeployApi,
  { fromVersion, toVersion, description }: ShiftOptions,
): Promise<void> {
  const { lambda, settings, onProgress } = engine;
  const shift: Shift = {
    functionName: lambda.functionName,
    aliasName: settings.aliasName.value,
    fromVersion,
    toVersion,
  };
  await lease.rest();
  await lease.check();
  if (Object.keys(weightsOf(lease.alias)).length > 0) await clearWeights(engine, lease, codeDeploy, shift);
  const deploymentId = await codeDeploy.begin(shift, shorten(description));
  const text = `CodeDeploy shifts the traffic: deployment ${deploymentId}`;
  onProgress({ kind: 'note', level: 'notice', text });
  await engine.untimed(() => watch(engine, lease, codeDeploy, { deploymentId, fromVersion }));
  await lease.wake();
  await lease.release(shorten(description));
}

/** @throws CodelessError `Shifting` where they are no leftover: a deployment has begun in between */
async function clearWeights(
  { lambda, onProgress }: Engine,
  lease: Lease,
  codeDeploy: CodeDeployApi,
  { aliasName, fromVersion }: Shift,
): Promise<void> {
  const [id] = await codeDeploy.underWay();
  if (id !== undefined) throw codeDeploy.isShifting(id);
  onProgress({ kind: 'note', level: 'warning', text: 'the weights of an abandoned shift are cleared' });
  const { Description = '', RevisionId } = lease.alias;
  await lambda.updateAlias(aliasName, { version: fromVersion, description: Description, revisionId: RevisionId });
}

/** Waits until a deployment has succeeded. */
async function watch(
  { onProgress, clock, signal }: Engine,
  lease: Lease,
  codeDeploy: CodeDeployApi,
  { deploymentId, fromVersion }: { readonly deploymentId: string; readonly fromVersion: string },
): Promise<void> {
  try {
    for (;;) {
      const { status, errorInformation, rollbackInfo } = await codeDeploy.get(deploymentId);
      if (status === 'Succeeded') return;
      if (status === 'Failed' || status === 'Stopped') {
        await lease.wake();
        const reason = errorInformation?.message ?? rollbackInfo?.rollbackMessage ?? 'no reason given';
        throw new CodelessError(
          'unhealthy',
          'DeploymentFailed',
          `CodeDeploy ended deployment ${deploymentId} as ${status} and moved the alias back to version ${fromVersion}: ${reason}`,
          { hint: 'Correct the code and deploy again.' },
        );
      }
      await clock.pause(LOOK_EVERY, signal);
    }
  } catch (error) {
    if (!(error instanceof CodelessError)) {
      const text = `CodeDeploy goes on with deployment ${deploymentId}; codeless rollback stops it`;
      onProgress({ kind: 'note', level: 'warning', text });
    }
    throw error;
  }
}
