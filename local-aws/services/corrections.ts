import type { Correction } from '../front/correction';
import type { ServiceModels } from '../front/service-models';
import { describeAlarms } from './cloudwatch/describe-alarms';
import { aliasVersions } from './lambda/alias-versions';
import { aliasWeights } from './lambda/alias-weights';
import { codeSigning } from './lambda/code-signing';
import { publishVersionGuards } from './lambda/publish-version-guards';
import { updateFunctionCodeDryRun } from './lambda/update-function-code-dry-run';
import { changeEvents } from './ssm/change-events';

/** Everything in which the local AWS differs from the emulator behind it. */
export function allCorrections(models: ServiceModels): readonly Correction[] {
  return [
    updateFunctionCodeDryRun,
    publishVersionGuards,
    aliasVersions,
    aliasWeights,
    codeSigning,
    describeAlarms(models),
    changeEvents,
  ];
}
