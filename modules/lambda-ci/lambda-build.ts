import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { CodebuildProjectCache } from '@cdktf/provider-aws/lib/codebuild-project';
import { CodebuildProject } from '@cdktf/provider-aws/lib/codebuild-project';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { ArtifactStore } from '../artifact-store';
import { assumeRolePolicy, policyDocument } from '../shared/iam';
import { logStatements } from '../shared/log-statements';
import { arnIn, placeOf } from '../shared/place';
import { escapeTemplate, escapeTemplates } from '../shared/template';
import { checkProject, checkSteps } from './build-checks';
import { checkCompute } from './build-compute-checks';
import { deployStatements } from './build-deploy-statements';
import { environmentVariables } from './build-environment';
import { checkBuildEnvironment } from './build-environment-checks';
import { defaultImage, defaultRuntimeVersions, environmentType, isAwsImage, isLambdaCompute } from './build-image';
import type { BuildCache } from './build-props';
import {
  artifactStatements,
  bucketKeyStatements,
  cacheStatements,
  imageStatements,
  networkStatements,
  programStatements,
  reportStatements,
  variableStatements,
} from './build-statements';
import { buildspecText } from './buildspec';
import { connectionStatements } from './connection-statements';
import type { LambdaBuildProps } from './lambda-build-props';
import { lambdaCiNames } from './names';

const DEFAULT_TIMEOUT_MINUTES = 15;
const DEFAULT_QUEUED_MINUTES = 60;

/**
 * The build of a pipeline that ships code to a function: a CodeBuild project that fetches `codeless`, runs the tests and runs
 * `codeless deploy`, with a role that may do that and no more.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/concepts.html
 */
export class LambdaBuild extends Construct {
  /** The project. */
  public readonly resource: CodebuildProject;
  /** Its role. */
  public readonly iamRole: IamRole;
  /** What the role may do. */
  public readonly policy: IamRolePolicy;
  /** Where its logs go. */
  public readonly logGroup: CloudwatchLogGroup;
  /** The build specification, as the build reads it; or its path in the source. */
  public readonly buildspec: string;
  /** Name of the project. */
  public readonly projectName: string;
  /** ARN of the project. */
  public readonly projectArn: string;

  constructor(scope: Construct, id: string, props: LambdaBuildProps) {
    super(scope, id);
    const target = props.lambda.deployTarget;
    const { artifacts, artifactPrefix, program, connectionArn, deployTopicArn } = props;
    const { cache, vpc, difference = false, environment = {}, reports = {} } = props;
    const names = lambdaCiNames(props.namePrefix ?? target.functionName);
    const computeType = props.computeType ?? 'BUILD_GENERAL1_SMALL';
    const image = props.image ?? defaultImage(target.architecture, computeType, target.runtime);
    const isOnLambda = isLambdaCompute(computeType);
    const tags = props.tags && escapeTemplates(props.tags);
    checkProject(this, props, target);
    checkSteps(this, props, names.project);
    checkBuildEnvironment(this, environment, props.variables ?? []);
    checkCompute(this, { ...props, computeType, image }, target.runtime);

    this.buildspec =
      props.buildspec ??
      buildspecText({
        runtimeVersions: choosesVersions(image, isOnLambda)
          ? { ...defaultRuntimeVersions(target.runtime), ...props.runtimeVersions }
          : {},
        difference,
        clone: connectionArn !== undefined,
        testCommands: props.testCommands,
        reports,
        commands: props.commands,
        cache: cache?.type === 's3' || cache?.modes.includes('LOCAL_CUSTOM_CACHE') === true,
      });
    const place = placeOf(this);
    this.logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
      name: `/aws/codebuild/${names.project}`,
      retentionInDays: props.logRetentionInDays ?? 30,
      kmsKeyId: props.logKmsKeyArn,
      tags,
    });
    // Not the project's own attribute, since the project needs the role.
    const arn = arnIn(place, 'codebuild', `project/${names.project}`);
    this.iamRole = new IamRole(this, 'Role', {
      name: names.buildRole,
      path: props.rolePath,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: assumeRolePolicy('codebuild.amazonaws.com', { account: place.account, arn }),
      tags,
    });
    const cachePrefix = `cache/${names.project}/`;
    this.policy = new IamRolePolicy(this, 'Policy', {
      role: this.iamRole.name,
      name: 'build',
      policy: policyDocument(this, [
        ...logStatements(this.logGroup.arn),
        ...artifactStatements(artifacts.bucketArn, artifactPrefix),
        ...programStatements(program.objectArn),
        ...(artifacts.kmsKeyArn === undefined ? [] : bucketKeyStatements(place, artifacts.kmsKeyArn)),
        ...(cache?.type === 's3' ? cacheStatements(artifacts.bucketArn, cachePrefix) : []),
        ...(connectionArn === undefined ? [] : connectionStatements(connectionArn)),
        ...(vpc === undefined ? [] : networkStatements(place, vpc)),
        ...imageStatements(place, image ?? ''),
        ...variableStatements(place, environment),
        ...reportStatements(place, names.project, reports),
        ...deployStatements({
          place,
          target,
          smokeTest: environment.CODELESS_SMOKE_TEST !== undefined,
          difference,
          topicArn: deployTopicArn,
        }),
      ]),
    });
    this.resource = new CodebuildProject(this, 'Resource', {
      name: names.project,
      description: `Tests and deploys the code of ${target.functionName}`,
      serviceRole: this.iamRole.arn,
      source: { type: 'CODEPIPELINE', buildspec: escapeTemplate(this.buildspec) },
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: environmentType(target.architecture, computeType),
        computeType,
        image: escapeTemplate(image ?? ''),
        // CodeBuild's own credentials pull its own images alone.
        imagePullCredentialsType: isAwsImage(image ?? '') ? 'CODEBUILD' : 'SERVICE_ROLE',
        privilegedMode: props.privileged ?? false,
        environmentVariable: environmentVariables({
          program,
          functionName: target.functionName,
          sourcePath: props.sourcePath,
          packagesDescriptor: props.packagesDescriptor,
          tagPattern: props.tagPattern,
          deployTopicArn,
          repositoryUrl: props.repositoryUrl,
          environment,
        }),
      },
      // Builds on Lambda have the limits of a function.
      buildTimeout: isOnLambda ? undefined : (props.timeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES),
      queuedTimeout: isOnLambda ? undefined : (props.queuedTimeoutMinutes ?? DEFAULT_QUEUED_MINUTES),
      concurrentBuildLimit: props.concurrentBuildLimit,
      cache: projectCache(cache, artifacts, cachePrefix),
      vpcConfig: vpc && { vpcId: vpc.vpcId, subnets: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] },
      logsConfig: { cloudwatchLogs: { status: 'ENABLED', groupName: this.logGroup.name } },
      encryptionKey: artifacts.kmsKeyArn,
      tags,
      // In a VPC CodeBuild tries the role out when the project is made.
      dependsOn: [this.policy],
    });
    this.projectName = this.resource.name;
    this.projectArn = this.resource.arn;
  }
}

/** Whether an image has versions of languages to choose from. */
function choosesVersions(image: string | undefined, isOnLambda: boolean): boolean {
  return image !== undefined && isAwsImage(image) && !isOnLambda;
}

function projectCache(
  cache: BuildCache | undefined,
  { bucketName }: ArtifactStore,
  prefix: string,
): CodebuildProjectCache | undefined {
  if (cache === undefined) {
    return undefined;
  }
  return cache.type === 's3'
    ? { type: 'S3', location: `${bucketName}/${prefix.slice(0, -1)}` }
    : { type: 'LOCAL', modes: [...cache.modes] };
}
