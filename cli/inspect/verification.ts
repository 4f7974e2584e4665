import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Settings } from '../settings/settings';
import type { Problem } from '../output/describe-error';
import type { Attempt } from './attempt';
import { contractProblems, functionProblems, layerProblems, trafficProblems, type Finding } from './findings';

/** What was found out about a function before anything is done with it; what is undefined was not asked for. */
export interface Facts {
  /** Why the contract may not be read; undefined if it was, or if there is none. */
  readonly unreadContract: { readonly problem: Problem } | undefined;
  readonly latest: Attempt<FunctionConfiguration>;
  readonly alias: Attempt<AliasConfiguration>;
  /** What is wrong with the images; undefined of a function that is none, and where function or alias could not be read. */
  readonly image: Attempt<readonly Finding[]> | undefined;
  /** Whether the bucket answers; undefined where none is given. */
  readonly bucket: Attempt<void> | undefined;
  /** Names of alarms that ring; undefined where the contract names no alarms. */
  readonly ringing: Attempt<readonly string[]> | undefined;
  /** Ids of deployments under way; undefined where CodeDeploy has no part in it. */
  readonly deployments: Attempt<readonly string[]> | undefined;
}

/** One thing that was checked. */
export interface Check {
  readonly name: string;
  /** `skipped`: there is nothing to check, or it could not be looked at for another failure. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was found, in one sentence. */
  readonly finding: string;
  /** What to do, where it failed. */
  readonly hint?: string;
}

/** Judges the facts: every check is made, whatever the others say. */
export function checksOf(
  settings: Settings,
  { unreadContract, latest, alias, image, bucket, ringing, deployments }: Facts,
): Check[] {
  const aliasName = settings.aliasName.value;
  const { contract } = settings;
  const noFunction = 'the function could not be read';
  return [
    'problem' in latest
      ? broken('Function', latest)
      : judged('Function', functionProblems(settings, latest.value), 'active, and its last update was successful'),
    'problem' in alias
      ? broken('Alias', alias)
      : judged(
          'Alias',
          trafficProblems(settings, alias.value),
          `${aliasName} serves version ${alias.value.FunctionVersion ?? '?'}`,
        ),
    contract === undefined
      ? unreadContract !== undefined
        ? broken('Contract', unreadContract)
        : skipped('Contract', 'there is none: flags, variables and the configuration file say it all')
      : 'problem' in latest
        ? skipped('Contract', noFunction)
        : judged('Contract', contractProblems(contract, latest.value), 'agrees with the function'),
    'problem' in latest
      ? skipped('Layers', noFunction)
      : judged('Layers', layerProblems(settings, latest.value), 'the function has room for what a deploy brings'),
    ...(image === undefined
      ? []
      : [
          'problem' in image
            ? broken('Image', image)
            : judged('Image', image.value, 'it is in ECR, and Lambda may pull it'),
        ]),
    bucket === undefined
      ? skipped('Bucket', 'none is given: packages go to Lambda directly, and there is no ledger')
      : 'problem' in bucket
        ? broken('Bucket', bucket)
        : passed('Bucket', `${settings.bucket.value ?? ''} can be reached`),
    ringing === undefined
      ? skipped('Alarms', 'the contract names none')
      : 'problem' in ringing
        ? broken('Alarms', ringing)
        : judged('Alarms', alarmProblems(ringing.value), 'none of them rings'),
    deployments === undefined
      ? skipped('CodeDeploy', 'the alias is moved at once')
      : 'problem' in deployments
        ? broken('CodeDeploy', deployments)
        : judged('CodeDeploy', deploymentProblems(deployments.value), 'nothing is under way'),
  ];
}

function alarmProblems(ringing: readonly string[]): Finding[] {
  if (ringing.length === 0) return [];
  const hint = 'Wait until they are silent, or roll back with codeless rollback.';
  return [{ text: `alarms that stop a deploy are ringing: ${ringing.join(', ')}`, hint }];
}

function deploymentProblems(ids: readonly string[]): Finding[] {
  if (ids.length === 0) return [];
  return [{ text: `${ids.join(', ')} is under way`, hint: 'Wait for it, or stop it with codeless rollback.' }];
}

function judged(name: string, findings: readonly Finding[], good: string): Check {
  if (findings.length === 0) return passed(name, good);
  const hints = [...new Set(findings.map(({ hint }) => hint))];
  return { name, outcome: 'failed', finding: findings.map(({ text }) => text).join('; '), hint: hints.join(' ') };
}

function passed(name: string, finding: string): Check {
  return { name, outcome: 'passed', finding };
}

function skipped(name: string, finding: string): Check {
  return { name, outcome: 'skipped', finding };
}

function broken(name: string, { problem: { message, hint } }: Extract<Attempt<unknown>, { problem: unknown }>): Check {
  return { name, outcome: 'failed', finding: message, ...(hint === undefined ? {} : { hint }) };
}
