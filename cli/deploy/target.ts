import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import { CodelessError } from '../errors';
import type { Settings } from '../settings/settings';
import type { BundleTarget } from './bundle';
import { layersOf } from './configuration';
import { isLayer } from './layers';
import { weightsOf, type FunctionState } from './state';

/** What packages are made for. */
export function targetOf(settings: Settings, latest: FunctionConfiguration): BundleTarget {
  const { Environment, FileSystemConfigs = [] } = latest;
  const foreign = layersOf(latest).filter((arn) => !isLayer(arn, settings.layerName.value));
  return {
    runtime: latest.Runtime ?? settings.runtime.value,
    architecture: settings.architecture.value ?? latest.Architectures?.[0] ?? 'x86_64',
    wiring: {
      handler: latest.Handler ?? settings.handler.value,
      layers: [...new Set([...foreign, ...(settings.contract?.layers ?? [])])],
      environment: Environment?.Error === undefined ? (Environment?.Variables ?? {}) : undefined,
      mounts: FileSystemConfigs.length > 0,
    },
  };
}

/**
 * Throws where the next apply of Terraform would undo what is done to the alias.
 *
 * @throws CodelessError `TerraformOwnsAlias`
 */
export function checkOwner({ functionName, contract }: Settings): void {
  if (contract?.aliasOwner !== 'terraform') return;
  const message = `Terraform moves the alias of ${functionName.value}, by its deploy contract`;
  throw new CodelessError('refused', 'TerraformOwnsAlias', message, {
    hint: "Give the construct aliasOwner: 'ci' and apply, then run this again.",
  });
}

/**
 * Throws where a deploy must not be.
 *
 * @throws CodelessError `TerraformOwnsAlias`, `ImageFunction`, `ZipFunction`, `OtherRuntime`, `FunctionFailed`, `Shifting`
 */
export function checkDeployable(settings: Settings, { latest, alias }: FunctionState): void {
  const functionName = settings.functionName.value;
  checkOwner(settings);
  checkPackageType(settings, latest);
  checkRuntime(settings, latest);
  if (latest.State === 'Failed') {
    const message = `${functionName} is in the state Failed: ${latest.StateReason ?? 'no reason given'}`;
    throw new CodelessError('refused', 'FunctionFailed', message, {
      hint: 'Correct what Terraform declares and apply, then deploy.',
    });
  }
  const weights = Object.entries(weightsOf(alias));
  if (weights.length > 0 && settings.contract?.codeDeployApplication === undefined) {
    const [version = '', weight = 0] = weights[0] ?? [];
    const message = `the alias ${settings.aliasName.value} of ${functionName} sends ${weight * 100} % of the traffic to version ${version}`;
    throw new CodelessError('busy', 'Shifting', message, {
      hint: 'Finish that shift, or clear it with codeless rollback.',
    });
  }
}

/** What is built for another runtime than the one that runs it may not even start. */
function checkRuntime({ functionName, runtime }: Settings, { Runtime }: FunctionConfiguration): void {
  // The contract is written beside the function, and is the older of the two while Terraform applies.
  if (runtime.source === 'contract' || Runtime === undefined || (runtime.value ?? Runtime) === Runtime) return;
  const message = `${functionName.value} runs ${Runtime}, and what is given is ${runtime.value ?? ''}, by the ${runtime.source}`;
  throw new CodelessError('refused', 'OtherRuntime', message, {
    hint: 'Leave --function-runtime out, since deploy asks the function, or have Terraform change the function first.',
  });
}

/** Lambda changes no function's package type: Terraform makes it anew. */
function checkPackageType({ functionName, imageUri, source }: Settings, { PackageType }: FunctionConfiguration): void {
  const isImage = PackageType === 'Image';
  if (isImage === (imageUri.value !== undefined)) return;
  if (isImage) {
    const message = `${functionName.value} is a container image, and the source ${source.value} is a package of code`;
    throw new CodelessError('refused', 'ImageFunction', message, {
      hint: 'Push an image and name it with --image-uri.',
    });
  }
  const message = `${functionName.value} is a package of code, and ${imageUri.value ?? ''} is a container image`;
  throw new CodelessError('refused', 'ZipFunction', message, {
    hint: 'Name the source with --app-src-path, or give the construct image and apply, which makes the function anew.',
  });
}
