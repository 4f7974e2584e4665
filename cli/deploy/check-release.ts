import { CodelessError } from '../errors';
import { checkSizes } from '../package';
import type { DeployOptions } from './deploy-options';
import type { Engine } from './engine';
import { MAX_LAYERS, unpublishedLayer } from './layers';
import { rolledBackBefore } from './plan';
import type { Prepared } from './prepare';
import { reconciled } from './reconcile';
import { isServedCode } from './served-code';
import { isImage } from './shipment';

/**
 * Throws where a release must not be made; where none is to be made it asks nothing.
 *
 * @throws CodelessError `TooManyLayers`, `PlaceholderCode`, `PackageTooLargeForDirectUpload`, `RolledBack`, `AlarmsRing`, `Shifting`, `ConcurrencyZero`
 */
export async function checkRelease(engine: Engine, prepared: Prepared, options: DeployOptions): Promise<void> {
  if (prepared.plan.reasons.length === 0) return;
  checkLayers(engine, prepared);
  checkPlaceholder(engine, prepared);
  checkSize(engine, prepared);
  if (!options.redeploy) checkRolledBack(prepared);
  await Promise.all([checkDeployments(engine), checkAlarms(engine), checkInvocable(engine)]);
}

function checkLayers({ lambda, settings }: Engine, { bundle, layerVersionArn, layersWith }: Prepared): void {
  const own = bundle.dependencies && (layerVersionArn ?? unpublishedLayer(settings.layerName.value));
  const layers = layersWith(own);
  if (layers.length <= MAX_LAYERS) return;
  const names = layers.map((arn) => (arn === own ? settings.layerName.value : arn)).join(', ');
  const message = `${lambda.functionName} would have ${layers.length} layers, and Lambda takes ${MAX_LAYERS}: ${names}`;
  throw new CodelessError('refused', 'TooManyLayers', message, {
    hint: 'Take one away, or put the dependencies into the package with --dependencies package.',
  });
}

/** The layer is built later, and is measured with the code then. */
function checkSize({ artifacts }: Engine, { bundle: { code } }: Prepared): void {
  if (!isImage(code) && !isServedCode(code)) checkSizes({ code, direct: artifacts === undefined });
}

function checkPlaceholder({ settings }: Engine, { bundle, state }: Prepared): void {
  if (bundle.code.sha256 !== state.placeholderSha256) return;
  const message = `the source ${settings.source.value} is Terraform's placeholder`;
  throw new CodelessError('refused', 'PlaceholderCode', message, {
    hint: 'Name the directory of your code with --app-src-path.',
  });
}

function checkRolledBack({ bundle, state }: Prepared): void {
  if (state.ledger === undefined) return;
  const ledger = reconciled(state.ledger.ledger, {
    serving: state.serving,
    placeholderSha256: state.placeholderSha256,
    at: new Date().toISOString(),
  });
  const before = rolledBackBefore(ledger, bundle.code, bundle.dependencies?.key);
  if (before === undefined) return;
  const { sourceVersion, version, by, at } = before;
  const message = `this is ${sourceVersion} (version ${version}), which ${by} rolled back at ${at}`;
  throw new CodelessError('refused', 'RolledBack', message, {
    hint: 'Deploy something newer, or say --redeploy to ship it again.',
  });
}

/** Lambda refuses each invocation of a function for which no concurrency is left, as it does those that come too fast. */
async function checkInvocable({ settings, concurrency, lambda, onProgress }: Engine): Promise<void> {
  if (settings.smokeTest.value === undefined) return;
  const reserved = await concurrency.reserved();
  if (reserved === 'denied') {
    const text =
      'lambda:GetFunctionConcurrency is denied: whether Lambda invokes the function at all is known once the smoke test is made';
    onProgress({ kind: 'note', level: 'warning', text });
  }
  if (reserved !== 0) return;
  const message = `${lambda.functionName} has a reserved concurrency of 0: Lambda invokes none of its versions, so the smoke test cannot be made`;
  throw new CodelessError('refused', 'ConcurrencyZero', message, {
    hint: 'Reserve some concurrency for it and apply, or deploy without --smoke-test.',
  });
}

/** A deployment that nobody's lease tells of: made in the console, or by a run that was stopped. */
async function checkDeployments(engine: Engine): Promise<void> {
  const codeDeploy = await engine.codeDeploy();
  const [id] = (await codeDeploy?.underWay()) ?? [];
  if (codeDeploy !== undefined && id !== undefined) throw codeDeploy.isShifting(id);
}

async function checkAlarms({ settings, clients, signal }: Engine): Promise<void> {
  const ringing = await clients.ringingAlarms(settings.contract?.alarms ?? [], signal);
  if (ringing.length === 0) return;
  const message = `alarms that stop a deploy are ringing: ${ringing.join(', ')}`;
  throw new CodelessError('refused', 'AlarmsRing', message, {
    hint: 'Wait until they are silent, or roll back with codeless rollback.',
  });
}
