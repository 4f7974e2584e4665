import type { Clock } from '../clock';
import type { Correction } from '../front/correction';
import type { ServiceModels } from '../front/service-models';
import { describeAlarms } from './cloudwatch/describe-alarms';
import { codeDeploy } from './codedeploy/code-deploy';
import { describeImages, layerDownloads, putImage } from './ecr/images';
import type { Events } from './events/events';
import { aliasVersions } from './lambda/alias-versions';
import { aliasWeights } from './lambda/alias-weights';
import { codeSigning } from './lambda/code-signing';
import { imageCode } from './lambda/image-code';
import { imageLocation } from './lambda/image-location';
import { publishUnchanged } from './lambda/publish-unchanged';
import { publishVersionGuards } from './lambda/publish-version-guards';
import { updateFunctionCodeDryRun } from './lambda/update-function-code-dry-run';
import { unzippedLimit } from './lambda/unzipped-limit';
import { changeEvents } from './ssm/change-events';

/** Everything in which the local AWS differs from the emulator behind it. */
export function allCorrections(models: ServiceModels, clock: Clock, events: Events): readonly Correction[] {
  return [
    imageCode,
    imageLocation,
    putImage,
    describeImages,
    layerDownloads,
    updateFunctionCodeDryRun,
    unzippedLimit,
    publishVersionGuards,
    publishUnchanged,
    aliasVersions,
    aliasWeights,
    codeSigning,
    describeAlarms(models),
    changeEvents(events),
    codeDeploy(models, clock),
  ];
}
