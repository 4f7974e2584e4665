import type { IConstruct } from 'constructs';
import type { ArtifactStore } from '../artifact-store';
import type { DeployTarget } from '../codeless-lambda';
import { checkPattern } from '../shared/checks';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { LambdaCiProps } from './lambda-ci-props';

/** A path below a root, with no way out of it. */
const PATH = /^(?!\.\.?(\/|$))(?!.*\/\.\.?(\/|$))[^/\s]([^\n]*[^/])?$/;

/** Throws where the parts of a pipeline do not fit together; each part checks its own. */
export function checkLambdaCi(scope: IConstruct, props: LambdaCiProps): void {
  const { namePrefix, sourcePath, packagesDescriptor, notifications, tags } = props;
  const prefix = "letters, digits, '-' and '_' that begin with a letter or a digit";
  checkPattern(scope, 'InvalidNamePrefix', 'namePrefix', namePrefix, /^[A-Za-z0-9][A-Za-z0-9_-]*$/, prefix);
  const path = "a path from the source's root, without '/' at its ends and without '..'";
  checkPattern(scope, 'InvalidSourcePath', 'sourcePath', sourcePath, PATH, path);
  checkPattern(scope, 'InvalidPackagesDescriptor', 'packagesDescriptor', packagesDescriptor, PATH, path);
  for (const name of ['info', 'alert'] as const) {
    const rule = notifications?.[name];
    if (rule !== undefined && rule.targets === undefined && notifications?.slackChannel === undefined) {
      throw new ValidationError(
        'NoNotificationTargets',
        scope,
        `'notifications.${name}.targets' must be given where no 'slackChannel' is made, got none`,
      );
    }
  }
  const unset = props.variables?.find(({ defaultValue }) => defaultValue === undefined);
  if (unset !== undefined && props.startOnContractChange !== false) {
    throw new ValidationError(
      'VariableNobodySets',
      scope,
      `'variables' must have a 'defaultValue' where a changed contract starts the pipeline, got none for '${unset.name}'; ` +
        `give one, or set 'startOnContractChange' to false`,
    );
  }
  checkTags(scope, tags);
}

/** Throws where the packages and the ledger of releases would expire with the artifacts of the pipeline. */
export function checkPackagesStay(
  scope: IConstruct,
  { artifacts }: DeployTarget,
  store: ArtifactStore,
  artifactPrefix: string,
): void {
  if (artifacts?.bucket === store.bucketName && `${artifacts.prefix}/`.startsWith(artifactPrefix)) {
    throw new ValidationError(
      'PackagesExpire',
      scope,
      `'artifacts.prefix' of the function must not begin with '${artifactPrefix}', under which the pipeline's artifacts ` +
        `expire in the same bucket, got '${artifacts.prefix}'; give either another prefix`,
    );
  }
}
