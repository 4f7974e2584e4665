import { contractParameterName } from '../../modules/codeless-lambda/contract';
import { ArtifactKeys } from '../deploy/keys';
import type { Settings } from '../settings/settings';
import type { Subject } from './grants';

/** What the settings tell of a subject. */
export type KnownSubject = Pick<
  Subject,
  'functionName' | 'layerName' | 'bucket' | 'root' | 'codeDeploy' | 'contractParameter' | 'notifyTopic'
>;

/** What permissions are for, as far as no one has to be asked. */
export function knownSubject(settings: Settings): KnownSubject {
  const functionName = settings.functionName.value;
  const { codeDeployApplication: application, codeDeployDeploymentGroup: group } = settings.contract ?? {};
  return {
    functionName,
    layerName: settings.layerName.value,
    bucket: settings.bucket.value,
    root: new ArtifactKeys(settings.prefix.value, functionName).root,
    codeDeploy: application === undefined || group === undefined ? undefined : { application, group },
    contractParameter: contractParameterName(functionName),
    notifyTopic: settings.notifyTopic.value,
  };
}
