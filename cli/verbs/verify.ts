import { Engine } from '../deploy/engine';
import { knownSubject } from '../iam/known-subject';
import { attempt, type Attempt } from '../inspect/attempt';
import { imageProblems } from '../inspect/image-findings';
import { checksOf, type Check, type Facts } from '../inspect/verification';
import { neutral } from '../neutral';
import type { Problem } from '../output/describe-error';
import type { Style, VerbContext, VerbOutcome } from '../verb';

/** What `verify` found. */
export interface VerifyResult {
  readonly functionName: string;
  readonly aliasName: string;
  /** Whether no check failed. */
  readonly verified: boolean;
  readonly checks: readonly Check[];
}

/** Checks contract, permissions and function; each check is made even where another one fails. */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const { functionName, aliasName } = context.settings;
  const checks = checksOf(context.settings, await readFacts(new Engine(context), context.unreadContract));
  const verified = checks.every(({ outcome }) => outcome !== 'failed');
  const result: VerifyResult = { functionName: functionName.value, aliasName: aliasName.value, verified, checks };
  return { exit: verified ? 'ok' : 'unverified', result, text: (style) => describe(result, style) };
}

async function readFacts(engine: Engine, unread: Problem | undefined): Promise<Facts> {
  const { lambda, settings, artifacts, keys, clients, signal } = engine;
  const { alarms = [], codeDeployApplication } = settings.contract ?? {};
  const known = knownSubject(settings);
  const look = async <T>(work: () => Promise<T>): Promise<Attempt<T>> => attempt(work, signal, known);
  const [latest, alias, bucket, ringing, deployments] = await Promise.all([
    look(() => lambda.configuration()),
    look(() => lambda.alias(settings.aliasName.value)),
    artifacts === undefined ? undefined : look(() => artifacts.probe(keys.root)),
    alarms.length === 0 ? undefined : look(() => clients.ringingAlarms(alarms, signal)),
    codeDeployApplication === undefined
      ? undefined
      : look(async () => (await (await engine.codeDeploy())?.underWay()) ?? []),
  ]);
  const image =
    'value' in latest && latest.value.PackageType === 'Image' && 'value' in alias
      ? await look(() => imageProblems(engine, latest.value, alias.value))
      : undefined;
  const unreadContract = unread && { problem: unread };
  return { unreadContract, latest, alias, image, bucket, ringing, deployments };
}

function describe({ functionName, aliasName, verified, checks }: VerifyResult, style: Style): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
  const marks = { passed: style.green('✓'), failed: style.red('✗'), skipped: style.dim('–') };
  const alias = style.bold(`${functionName}:${aliasName}`);
  return [
    ...checks.flatMap(({ name, outcome, finding, hint }) => [
      `${marks[outcome]} ${name.padEnd(width)}  ${neutral(finding)}`,
      ...(hint === undefined ? [] : [`  ${' '.repeat(width)}  ${neutral(hint)}`]),
    ]),
    '',
    verified
      ? `${alias} is ready for a deploy.`
      : `${alias} is not ready: ${failed} of ${checks.length} checks failed.`,
  ].join('\n');
}
