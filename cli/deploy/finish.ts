import { copyToLatest } from './copy-to-latest';
import type { DeployResult } from './deploy-result';
import type { Engine } from './engine';
import type { Lease } from './lease';
import type { Prepared } from './prepare';
import { versionBefore } from './rebuild-ledger';
import { isUnrecordedRollback } from './reconcile';
import { recordRelease, recordUnrecordedRollback } from './record';
import { describeRelease, type ReleaseName } from './release-name';
import { resultOf } from './result-of';
import { packageOf } from './served-code';
import { isImage } from './shipment';
import { servedRelease } from './state';
import { upload } from './upload';

/** Does what an earlier run did not come to: the alias is right, and what follows is missing. */
export async function finish(engine: Engine, lease: Lease, prepared: Prepared): Promise<DeployResult> {
  const { settings, lambda, keys } = engine;
  const { state, bundle: made, plan } = prepared;
  const version = state.serving.Version ?? '';
  const served: ReleaseName = servedRelease(state) ?? { sourceVersion: settings.sourceVersion.value };
  const { sourceVersion, tag } = served;
  const name = { sourceVersion, tag };
  await lease.release(describeRelease(name));
  const result = { ...resultOf(engine, prepared, 'recorded', version), ...name };
  if (!plan.unrecorded) return result;
  const ledger = state.ledger?.ledger;
  if (ledger !== undefined && isUnrecordedRollback(ledger, state.serving)) {
    return { ...result, ...(await recordUnrecordedRollback(engine, state)) };
  }
  if (!isImage(made.code)) {
    await upload(engine, keys.app(sourceVersion), await packageOf(made.code), 'code');
    await copyToLatest(engine, {
      code: sourceVersion,
      dependencies: made.dependencies === undefined ? undefined : sourceVersion,
    });
  }
  const previousVersion = ledger?.current ?? (await versionBefore(lambda, version));
  return { ...result, ...(await recordRelease(engine, prepared, { version, ...name, previousVersion })) };
}
