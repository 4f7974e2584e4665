import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { DeployContract } from '../../modules/codeless-lambda/contract';
import { layersOf } from '../deploy/configuration';
import { composeLayers, MAX_LAYERS, unpublishedLayer } from '../deploy/layers';
import { weightsOf } from '../deploy/state';
import type { Settings } from '../settings/settings';

/** Something that is wrong, and what to do about it. */
export interface Finding {
  readonly text: string;
  readonly hint: string;
}

/** What keeps a function from being deployed to. */
export function functionProblems(settings: Settings, latest: FunctionConfiguration): Finding[] {
  const { State = 'Active', StateReason, LastUpdateStatus = 'Successful', LastUpdateStatusReason } = latest;
  const findings: Finding[] = [];
  if (State !== 'Active') {
    const hint =
      State === 'Inactive' ? 'Lambda made it idle: invoke it once.' : 'Wait, or look at the function in the console.';
    findings.push({ text: `its state is ${State}${reasonOf(StateReason)}`, hint });
  }
  if (LastUpdateStatus !== 'Successful') {
    const hint = LastUpdateStatus === 'InProgress' ? 'Wait until it is done.' : 'Correct what Terraform declares.';
    findings.push({ text: `its last update is ${LastUpdateStatus}${reasonOf(LastUpdateStatusReason)}`, hint });
  }
  if (settings.imageUri.value !== undefined && latest.PackageType !== 'Image') {
    const hint = 'Leave out --image-uri, or give the construct image and apply, which makes the function anew.';
    findings.push({ text: `it is a package of code, and ${settings.imageUri.value} is a container image`, hint });
  }
  return findings;
}

/** What keeps an alias from being moved. */
export function trafficProblems({ aliasName, contract }: Settings, alias: AliasConfiguration): Finding[] {
  const findings: Finding[] = [];
  if (contract?.aliasOwner === 'terraform') {
    const hint = "Give the construct aliasOwner: 'ci' and apply.";
    findings.push({ text: `Terraform moves ${aliasName.value}`, hint });
  }
  const shifting = Object.keys(weightsOf(alias));
  if (shifting.length > 0 && contract?.codeDeployApplication === undefined) {
    const hint = 'Finish that shift, or clear it with codeless rollback.';
    findings.push({ text: `${aliasName.value} sends a part of the traffic to version ${shifting.join(', ')}`, hint });
  }
  return findings;
}

/** In what a contract and the function that it is for contradict each other. */
export function contractProblems(contract: DeployContract, latest: FunctionConfiguration): Finding[] {
  // Of an image some emulators answer an empty text, and AWS nothing.
  const runtime = latest.PackageType === 'Image' ? undefined : latest.Runtime;
  const pairs: readonly (readonly [what: string, contract: string | undefined, found: string | undefined])[] = [
    ['the runtime', contract.runtime, runtime],
    ['the architecture', contract.architectures[0], latest.Architectures?.[0] ?? 'x86_64'],
    ['the package type', contract.packageType, latest.PackageType ?? 'Zip'],
  ];
  const hint = 'Run terraform apply: it brings contract and function together.';
  return pairs
    .filter(([, said, found]) => said !== found)
    .map(([what, said, found]) => ({
      text: `${what} is ${said ?? 'none'} in the contract and ${found ?? 'none'} in the function`,
      hint,
    }));
}

/** Whether there is room for a layer of dependencies beside the layers of Terraform and of others. */
export function layerProblems(settings: Settings, latest: FunctionConfiguration): Finding[] {
  const layerName = settings.layerName.value;
  const layers = composeLayers({
    current: layersOf(latest),
    declared: settings.contract?.layers ?? [],
    declaredBefore: [],
    layerName,
    own:
      settings.dependencies.value === 'layer' && latest.PackageType !== 'Image'
        ? unpublishedLayer(layerName)
        : undefined,
  });
  if (layers.length <= MAX_LAYERS) return [];
  const hint = 'Take one away, or put the dependencies into the package with --dependencies package.';
  return [{ text: `there would be ${layers.length} layers, and Lambda takes ${MAX_LAYERS}`, hint }];
}

function reasonOf(reason: string | undefined): string {
  return reason === undefined || reason === '' ? '' : ` (${reason})`;
}
