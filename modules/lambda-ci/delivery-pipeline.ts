import { Codepipeline } from '@cdktf/provider-aws/lib/codepipeline';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { assumeRolePolicy, policyDocument } from '../shared/iam';
import { arnIn, placeOf } from '../shared/place';
import { escapeTemplate, escapeTemplates } from '../shared/template';
import { checkEnvironment, checkPipeline } from './pipeline-checks';
import type { DeliveryPipelineProps } from './pipeline-props';
import { approveStage, checkStage, deployStage, differenceAction } from './pipeline-stages';
import { approvalStatements, artifactStatements, buildStatements, sourceStatements } from './pipeline-statements';
import { carriedVariables, pipelineVariables } from './pipeline-variables';
import { SOURCE, sourceAction } from './source-action';
import { pushFilter, pushTrigger } from './trigger-filters';

/**
 * A pipeline of the type V2 that takes a source, has it checked and approved where that is asked for, and has one
 * CodeBuild project deploy it. It runs once when it is made.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html
 */
export class DeliveryPipeline extends Construct {
  /** The pipeline. */
  public readonly resource: Codepipeline;
  /** The role that it acts in. */
  public readonly iamRole: IamRole;
  /** What the role may do. */
  public readonly policy: IamRolePolicy;
  /** Name of the pipeline, known once it is made. */
  public readonly pipelineName: string;
  /** ARN of the pipeline. */
  public readonly pipelineArn: string;

  constructor(scope: Construct, id: string, props: DeliveryPipelineProps) {
    super(scope, id);
    const resolved = {
      ...props,
      beforeDeploy: props.beforeDeploy ?? [],
      difference: props.difference ?? true,
      executionMode: props.executionMode ?? 'SUPERSEDED',
      variables: props.variables ?? [],
    };
    checkPipeline(this, resolved);
    const { source, trigger, artifacts, fullClone, build, beforeDeploy, approval, variables } = resolved;
    const connectionArn = props.connectionArn ?? (source.type === 'connection' ? source.connectionArn : undefined);
    const isRelease = trigger.type === 'release';
    const carried = carriedVariables(variables, isRelease);
    checkEnvironment(this, 'variables', { LAMBDA_CI_STEP: 'difference', ...carried });
    const tags = props.tags && escapeTemplates(props.tags);

    const place = placeOf(this);
    this.iamRole = new IamRole(this, 'Role', {
      name: props.roleName,
      path: props.rolePath,
      permissionsBoundary: props.permissionsBoundary,
      assumeRolePolicy: assumeRolePolicy('codepipeline.amazonaws.com', {
        account: place.account,
        arn: arnIn(place, 'codepipeline', props.pipelineName),
        // CodePipeline documents no source; with one that it names, it must be this pipeline.
        isOptional: true,
      }),
      tags,
    });
    const { bucketArn, bucketName, kmsKeyArn } = artifacts;
    this.policy = new IamRolePolicy(this, 'Policy', {
      role: this.iamRole.name,
      name: 'pipeline',
      policy: policyDocument(this, [
        ...artifactStatements({ bucketArn, prefix: props.artifactPrefix, kmsKeyArn }, place, source.type === 's3'),
        ...sourceStatements(source, place, connectionArn, fullClone),
        ...buildStatements([build.projectArn, ...beforeDeploy.map(({ projectArn }) => projectArn)]),
        ...(approval?.topicArn === undefined ? [] : approvalStatements(approval.topicArn)),
      ]),
    });

    const hasDifference = approval !== undefined && resolved.difference;
    const filter = pushFilter(trigger, source, props.sourcePath);
    const declared = pipelineVariables(variables, isRelease).map(({ name, defaultValue, description }) => ({
      name,
      defaultValue: defaultValue && escapeTemplate(defaultValue),
      description: description && escapeTemplate(description),
    }));
    this.resource = new Codepipeline(this, 'Resource', {
      name: props.pipelineName,
      roleArn: this.iamRole.arn,
      pipelineType: 'V2',
      executionMode: resolved.executionMode,
      artifactStore: [
        {
          type: 'S3',
          location: bucketName,
          encryptionKey: kmsKeyArn === undefined ? undefined : { type: 'KMS', id: kmsKeyArn },
        },
      ],
      variable: declared.length === 0 ? undefined : declared,
      trigger: filter && [pushTrigger(filter)],
      stage: [
        { name: SOURCE, action: [sourceAction(source, connectionArn, fullClone)] },
        ...checkStage(beforeDeploy, hasDifference ? differenceAction(build.projectName, carried) : undefined),
        ...approveStage(approval, hasDifference),
        deployStage(build.projectName, carried, props.onFailure),
      ],
      tags,
      // It runs as soon as it is there.
      dependsOn: [this.policy],
    });
    this.pipelineName = this.resource.name;
    this.pipelineArn = this.resource.arn;
  }
}
