import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../shared/iam';
import { escapeTemplate, escapeTemplates } from '../shared/template';
import { CodelessAlias } from './alias';
import type { AliasOptions, PermissionOptions, RoleReference } from './alias-props';
import { checkSynthName } from './alias-checks';
import { checkFunction } from './checks';
import type { CodelessLambdaProps } from './codeless-lambda-props';
import { withDefaults } from './defaults';
import { DeployContractParameter } from './deploy-contract';
import type { Deployable, DeployTarget } from './deploy-target';
import type { CodelessEventSource } from './event-source';
import type { EventSource } from './event-source-props';
import { executionStatements } from './execution-statements';
import { functionConfig } from './function-config';
import { createFunctionRole } from './function-role';
import { contractParameterName, type AliasOwner } from './contract';
import { functionIgnoreChanges } from './ownership';
import { PlaceholderPackage } from './placeholder-package';

/** What callers and pipelines need to know of the function. */
export interface CodelessLambdaOutputs {
  /** The function's name. */
  readonly name: string;
  /** ARN of the function, without a qualifier. */
  readonly arn: string;
  /** Lambda's identifier of the runtime; empty for images. */
  readonly runtime: string;
  /** Name of the alias. */
  readonly alias: string;
  /** ARN of the alias: what callers name. */
  readonly aliasArn: string;
  /** ARN by which API Gateway invokes the alias. */
  readonly invokeArn: string;
}

/**
 * A Lambda function whose infrastructure is Terraform's and whose code is not: Terraform creates it with a placeholder and
 * never touches the code, its layers, or the version behind the alias again. Its deploy contract tells the program that
 * ships the code all it needs.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html
 */
export class CodelessLambda extends Construct implements Deployable {
  /** The function. */
  public readonly resource: LambdaFunction;
  /** The alias that callers are wired to, and what hangs on it. */
  public readonly alias: CodelessAlias;
  /** The log group; it is made before the function. */
  public readonly logGroup: CloudwatchLogGroup;
  /** The role that was made; none where one was given. */
  public readonly iamRole?: IamRole;
  /** The zip that the function is created with; none for images. */
  public readonly placeholder?: PlaceholderPackage;
  /** The hand-over to the program that ships the code. */
  public readonly contract: DeployContractParameter;
  /** The function's role, made or given. */
  public readonly role: { readonly name: string; readonly arn: string };
  /** What the role must allow for the function to run; attached already, unless the role was given. */
  public readonly requiredStatements: readonly PolicyStatement[];
  /** What a pipeline that ships to the function has to know of it. */
  public readonly deployTarget: DeployTarget;

  private readonly aliasOwner: AliasOwner;
  private readonly tags: Readonly<Record<string, string>> | undefined;
  private readonly runtime: string;

  constructor(scope: Construct, id: string, props: CodelessLambdaProps) {
    super(scope, id);
    checkFunction(this, props);
    const resolved = withDefaults(id, props);
    const { functionName, aliasOwner, runtime, handler, layers, image, artifacts } = resolved;
    const tags = resolved.tags && escapeTemplates(resolved.tags);

    this.aliasOwner = aliasOwner;
    this.tags = resolved.tags;
    this.runtime = runtime ?? '';
    this.logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: resolved.logRetentionInDays,
      kmsKeyId: resolved.logKmsKeyArn,
      tags,
    });

    this.requiredStatements = executionStatements({
      functionName,
      logGroupArn: this.logGroup.arn,
      inVpc: resolved.vpc !== undefined,
      tracing: resolved.tracing === 'Active',
      fileSystem: resolved.fileSystem,
      kmsKeyArn: resolved.kmsKeyArn,
      deadLetter: resolved.deadLetter,
    });
    let executionPolicy: IamRolePolicy | undefined;
    if (resolved.role) {
      this.role = resolved.role;
    } else {
      const made = createFunctionRole(this, resolved, this.requiredStatements, tags);
      this.iamRole = made.role;
      this.role = { name: made.role.name, arn: made.role.arn };
      executionPolicy = made.executionPolicy;
    }

    if (runtime !== undefined) {
      const delivery = resolved.placeholder;
      this.placeholder = new PlaceholderPackage(this, 'Placeholder', { runtime, handler, delivery });
    }

    const config = functionConfig(resolved, this.role.arn, this.logGroup.name);
    this.resource = new LambdaFunction(this, 'Resource', {
      functionName,
      publish: true,
      filename: this.placeholder?.filename,
      imageUri: image?.uri,
      layers: layers.length === 0 ? undefined : layers,
      reservedConcurrentExecutions: resolved.reservedConcurrentExecutions,
      ...config,
      tags,
      // A function in a VPC can't be created, or deleted cleanly, without its rights.
      dependsOn: executionPolicy && [executionPolicy],
      lifecycle: { ignoreChanges: functionIgnoreChanges(aliasOwner, layers.length > 0) },
    });

    this.alias = this.createAlias('Alias', resolved.aliasName, resolved);
    const packages = artifacts && {
      bucket: artifacts.bucket,
      prefix: escapeTemplate(artifacts.prefix ?? 'packages'),
    };
    this.contract = new DeployContractParameter(this, 'Contract', {
      functionName,
      contract: {
        functionName: this.resource.functionName,
        aliasName: this.alias.resource.name,
        aliasOwner,
        runtime,
        architectures: [resolved.architecture],
        packageType: image ? 'Image' : 'Zip',
        layerName: resolved.layerName,
        layers,
        artifactBucket: packages?.bucket,
        artifactPrefix: packages?.prefix,
        codeDeployApplication: resolved.codeDeploy?.application,
        codeDeployDeploymentGroup: resolved.codeDeploy?.deploymentGroup,
        alarms: resolved.alarms.map(escapeTemplate),
        placeholderSha256: this.placeholder?.sha256,
        placeholderImageUri: image?.uri,
      },
      configuration: { ...config, layers },
      tags,
    });
    this.deployTarget = {
      functionName,
      functionArn: this.resource.arn,
      runtime,
      architecture: resolved.architecture,
      layerName: resolved.layerName,
      layers,
      artifacts: packages,
      codeDeploy: resolved.codeDeploy,
      alarms: resolved.alarms,
      kmsKeyArn: resolved.kmsKeyArn,
      contractParameterName: contractParameterName(functionName),
    };
  }

  /** Name, ARNs and alias, as one output. */
  public get lambda(): CodelessLambdaOutputs {
    return {
      name: this.resource.functionName,
      arn: this.resource.arn,
      runtime: this.runtime,
      alias: this.alias.resource.name,
      aliasArn: this.alias.arn,
      invokeArn: this.alias.invokeArn,
    };
  }

  /**
   * A further alias, made on the newest version that Terraform has published. The deploy contract names only the first.
   *
   * @param aliasName 1 to 128 letters, digits, `-` and `_`, not only digits; also the end of the construct's id
   */
  public addAlias(aliasName: string, options: AliasOptions = {}): CodelessAlias {
    checkSynthName(this, aliasName);
    return this.createAlias(`Alias-${aliasName}`, aliasName, {
      ...options,
      aliasOwner: options.aliasOwner ?? this.aliasOwner,
    });
  }

  /** Lets a service or another account invoke the alias; see {@link CodelessAlias.addPermission}. */
  public addPermission(id: string, options: PermissionOptions): LambdaPermission {
    return this.alias.addPermission(id, options);
  }

  /** Lets a role invoke the alias; see {@link CodelessAlias.grantInvoke}. */
  public grantInvoke(id: string, role: RoleReference): void {
    this.alias.grantInvoke(id, role);
  }

  /** Reads a queue or a stream into the alias; see {@link CodelessAlias.addEventSource}. */
  public addEventSource(id: string, source: EventSource): CodelessEventSource {
    return this.alias.addEventSource(id, source);
  }

  private createAlias(id: string, aliasName: string, options: AliasOptions): CodelessAlias {
    return new CodelessAlias(this, id, {
      aliasOwner: options.aliasOwner,
      functionUrl: options.functionUrl,
      asyncInvoke: options.asyncInvoke,
      provisionedConcurrentExecutions: options.provisionedConcurrentExecutions,
      aliasName,
      function: this.resource,
      roleName: this.iamRole && this.role.name,
      tags: this.tags,
    });
  }
}
