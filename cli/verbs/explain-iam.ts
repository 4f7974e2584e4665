import { layersOf } from '../deploy/configuration';
import { Engine } from '../deploy/engine';
import { isLayer } from '../deploy/layers';
import type { LambdaApi } from '../aws/lambda';
import type { Subject } from '../iam/grants';
import { knownSubject } from '../iam/known-subject';
import { policyFor } from '../iam/policy';
import { codeSha256Of, parseImageUri } from '../image/image-uri';
import type { Settings } from '../settings/settings';
import type { VerbContext, VerbName, VerbOutcome } from '../verb';

/**
 * Prints the policy that some verbs need: those that are named, or what a pipeline needs to deploy and roll back the
 * function, and to prune where deploys do.
 */
export async function run(context: VerbContext): Promise<VerbOutcome> {
  const pipeline: readonly VerbName[] = [
    'deploy',
    'rollback',
    ...(context.settings.prune.value ? ['prune' as const] : []),
  ];
  const verbs = context.flags.forVerbs ?? pipeline;
  const policy = policyFor(await subjectOf(context), verbs);
  return { exit: 'ok', result: policy, text: () => JSON.stringify(policy, undefined, 2) };
}

async function subjectOf(context: VerbContext): Promise<Subject> {
  const { lambda, settings } = new Engine(context);
  const latest = await lambda.configuration();
  const [, partition = 'aws', , region = '', account = ''] = (latest.FunctionArn ?? '').split(':');
  const { contract } = settings;
  const known = knownSubject(settings);
  const layers = new Set([...(contract?.layers ?? []), ...layersOf(latest)]);
  return {
    ...known,
    partition,
    region,
    account,
    packageType: latest.PackageType ?? 'Zip',
    repositories: latest.PackageType === 'Image' ? await repositoriesOf(lambda, settings) : [],
    hasTaggedPlaceholder:
      contract?.placeholderImageUri !== undefined && codeSha256Of(contract.placeholderImageUri) === undefined,
    foreignLayers: [...layers].filter((arn) => !isLayer(arn, known.layerName)),
    hasAlarms: (contract?.alarms ?? []).length > 0,
    hasSmokeTest: settings.smokeTest.value !== undefined,
    variablesKey: latest.KMSKeyArn === '' ? undefined : latest.KMSKeyArn,
    logGroup: latest.LoggingConfig?.LogGroup ?? `/aws/lambda/${lambda.functionName}`,
  };
}

/** Those of the image that is named, and of the one that the function has. */
async function repositoriesOf(lambda: LambdaApi, { imageUri }: Settings): Promise<Subject['repositories']> {
  const { ImageUri } = await lambda.codeLocation();
  const images = [imageUri.value, ImageUri].filter((uri) => uri !== undefined).map(parseImageUri);
  return [...new Map(images.map((image) => [image.repositoryUri, image])).values()];
}
