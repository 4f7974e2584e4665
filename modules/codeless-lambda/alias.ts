import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaFunctionUrl } from '@cdktf/provider-aws/lib/lambda-function-url';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { LambdaProvisionedConcurrencyConfig } from '@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../shared/iam';
import { MAX_POLICY_NAME, resourceName } from '../shared/names';
import { attachPolicy } from '../shared/role-policy';
import { escapeTemplates } from '../shared/template';
import { checkAlias, checkPermission } from './alias-checks';
import type { AliasOptions, AsyncInvokeOptions, PermissionOptions, RoleReference } from './alias-props';
import { destinationArn, destinationStatement } from './destination';
import { CodelessEventSource } from './event-source';
import type { EventSource } from './event-source-props';
import { aliasIgnoreChanges } from './ownership';

/** What an alias is made of. */
export interface CodelessAliasProps extends AliasOptions {
  /** The function behind the alias. */
  readonly function: LambdaFunction;
  /** The alias's name. */
  readonly aliasName: string;
  /**
   * Name of the function's role, for what it needs to send and to read.
   *
   * @default - nothing is attached: somebody else looks after the role
   */
  readonly roleName?: string;
  /**
   * Tags of the event sources, which alone of all that hangs on an alias take tags.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An alias of a codeless function, and all that callers reach the function by. It is made on the newest version that
 * Terraform has published; from then on its owner decides.
 */
export class CodelessAlias extends Construct {
  /** The alias itself. */
  public readonly resource: LambdaAlias;
  /** The function URL, where one was asked for. */
  public readonly functionUrl?: LambdaFunctionUrl;
  /** Retries and destinations of asynchronous events, where they were asked for. */
  public readonly eventInvokeConfig?: LambdaFunctionEventInvokeConfig;
  /** The warm execution environments, where they were asked for. */
  public readonly provisionedConcurrency?: LambdaProvisionedConcurrencyConfig;

  /** What the function's role must allow to send to the destinations; attached already, unless the role was given. */
  public readonly requiredStatements: readonly PolicyStatement[];

  /** The alias's name, known at synth if it was given so. */
  public readonly aliasName: string;
  /** @internal Name of the role that rights are attached to. */
  public readonly roleName: string | undefined;
  /** @internal Tags of the event sources. */
  public readonly tags: Record<string, string> | undefined;

  private readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: CodelessAliasProps) {
    super(scope, id);
    const { aliasName, aliasOwner = 'ci', functionUrl, asyncInvoke, provisionedConcurrentExecutions } = props;
    checkAlias(this, aliasName, props);

    this.aliasName = aliasName;
    this.roleName = props.roleName;
    this.tags = props.tags && escapeTemplates(props.tags);
    this.function = props.function;
    const ignoreChanges = aliasIgnoreChanges(aliasOwner);
    this.resource = new LambdaAlias(this, 'Resource', {
      name: aliasName,
      functionName: this.function.functionName,
      functionVersion: this.function.version,
      lifecycle: ignoreChanges.length === 0 ? undefined : { ignoreChanges },
    });

    this.requiredStatements = [asyncInvoke?.onSuccess, asyncInvoke?.onFailure]
      .filter((destination) => destination !== undefined)
      .map(destinationStatement);

    if (functionUrl) {
      this.functionUrl = new LambdaFunctionUrl(this, 'FunctionUrl', {
        ...this.target,
        authorizationType: functionUrl.authorizationType,
        invokeMode: functionUrl.invokeMode,
        cors: functionUrl.cors,
      });
    }
    if (asyncInvoke) {
      this.eventInvokeConfig = this.configureAsyncInvoke(asyncInvoke);
    }
    if (provisionedConcurrentExecutions !== undefined) {
      this.provisionedConcurrency = new LambdaProvisionedConcurrencyConfig(this, 'ProvisionedConcurrency', {
        ...this.target,
        provisionedConcurrentExecutions,
      });
    }
  }

  /** ARN of the alias: what callers name. */
  public get arn(): string {
    return this.resource.arn;
  }

  /** ARN by which API Gateway invokes the alias. */
  public get invokeArn(): string {
    return this.resource.invokeArn;
  }

  /**
   * Lets a service or another account invoke the alias.
   *
   * @param id the statement's id and the end of the construct's: 1 to 100 letters, digits, `-` and `_`, unique on the alias
   * @see https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
   */
  public addPermission(id: string, options: PermissionOptions): LambdaPermission {
    checkPermission(this, id, options);
    const permission = new LambdaPermission(this, `Permission-${id}`, {
      functionName: this.function.functionName,
      qualifier: this.resource.name,
      statementId: id,
      action: options.action ?? 'lambda:InvokeFunction',
      principal: options.principal,
      sourceArn: options.sourceArn,
      sourceAccount: options.sourceAccount,
      principalOrgId: options.principalOrgId,
      functionUrlAuthType: options.functionUrlAuthType,
    });
    if (options.invokedViaFunctionUrl === true) {
      // The generated provider is older than the argument: AWS provider 6.29 has it.
      permission.addOverride('invoked_via_function_url', true);
    }
    return permission;
  }

  /**
   * Lets a role of the same account invoke this alias, and nothing else of the function: not `$LATEST`, not a version.
   *
   * @param id the end of the construct's id, unique among the alias's grants
   * @param role who may invoke
   */
  public grantInvoke(id: string, role: RoleReference): void {
    attachPolicy(
      this,
      `Grant-${id}`,
      role.name,
      resourceName(['invoke', this.node.addr.slice(-8), id], MAX_POLICY_NAME),
      [{ actions: ['lambda:InvokeFunction'], resources: [this.arn] }],
    );
  }

  /**
   * Reads a queue or a stream into the alias, and lets the function's role do so.
   *
   * @param id the end of the construct's id, unique among the alias's event sources
   */
  public addEventSource(id: string, source: EventSource): CodelessEventSource {
    return new CodelessEventSource(this, id, source);
  }

  /** What names the alias. Each read makes tokens, which cost more than all else here, so it is read only where it is used. */
  private get target(): { functionName: string; qualifier: string } {
    return { functionName: this.function.functionName, qualifier: this.resource.name };
  }

  private configureAsyncInvoke(options: AsyncInvokeOptions): LambdaFunctionEventInvokeConfig {
    const { onSuccess, onFailure } = options;
    // Lambda refuses a destination that the role can't send to yet.
    const policy = attachPolicy(
      this,
      'DestinationPolicy',
      this.roleName,
      resourceName(['destinations', this.node.addr.slice(-8)], MAX_POLICY_NAME),
      this.requiredStatements,
    );
    return new LambdaFunctionEventInvokeConfig(this, 'EventInvokeConfig', {
      ...this.target,
      maximumRetryAttempts: options.maximumRetryAttempts,
      maximumEventAgeInSeconds: options.maximumEventAgeInSeconds,
      destinationConfig:
        this.requiredStatements.length === 0
          ? undefined
          : {
              onSuccess: onSuccess && { destination: destinationArn(onSuccess) },
              onFailure: onFailure && { destination: destinationArn(onFailure) },
            },
      dependsOn: policy && [policy],
    });
  }
}
