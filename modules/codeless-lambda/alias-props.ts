import type { InvocationDestination } from './destination';
import type { AliasOwner } from './contract';

/** Cross-origin resource sharing of a function URL. */
export interface FunctionUrlCors {
  /**
   * Origins that may call, such as `https://example.com`; `*` for any.
   *
   * @default - none
   */
  readonly allowOrigins?: string[];
  /**
   * HTTP methods that may be used, such as `GET`; `*` for any.
   *
   * @default - none
   */
  readonly allowMethods?: string[];
  /**
   * Headers that a request may carry.
   *
   * @default - none
   */
  readonly allowHeaders?: string[];
  /**
   * Headers of the answer that a page may read.
   *
   * @default - none
   */
  readonly exposeHeaders?: string[];
  /**
   * Whether cookies and other credentials may be sent; not together with the origin `*`.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;
  /**
   * Seconds that a browser may keep the answer to a preflight request; 0 to 86400.
   *
   * @default 0
   */
  readonly maxAge?: number;
}

/** An HTTPS endpoint of an alias. */
export interface FunctionUrlOptions {
  /**
   * `AWS_IAM`: callers sign their requests and need `lambda:InvokeFunctionUrl`. `NONE`: the whole world may call; the
   * provider then adds the public statements itself, both of those that Lambda asks for from AWS provider 6.29 on.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   */
  readonly authorizationType: 'AWS_IAM' | 'NONE';
  /**
   * `RESPONSE_STREAM` sends the answer as it is made, where the runtime can.
   *
   * @default 'BUFFERED'
   */
  readonly invokeMode?: 'BUFFERED' | 'RESPONSE_STREAM';
  /**
   * Which pages of other origins may call the endpoint.
   *
   * @default - no cross-origin requests
   */
  readonly cors?: FunctionUrlCors;
}

/** How Lambda treats the events that callers do not wait for. */
export interface AsyncInvokeOptions {
  /**
   * How often a failed event is tried again; 0 to 2.
   *
   * @default 2
   */
  readonly maximumRetryAttempts?: number;
  /**
   * Seconds that Lambda keeps an event at most; 60 to 21600.
   *
   * @default 21600
   */
  readonly maximumEventAgeInSeconds?: number;
  /**
   * Where a record of each event that succeeded is sent.
   *
   * @default - records of successes are not sent
   */
  readonly onSuccess?: InvocationDestination;
  /**
   * Where a record of each event that failed for good is sent.
   *
   * @default - records of failures are not sent
   */
  readonly onFailure?: InvocationDestination;
}

/** What hangs on one alias, and so moves with the version that it serves. */
export interface AliasOptions {
  /**
   * Who decides which version the alias serves: `ci`, which Terraform then never overrules, or `terraform`, which keeps
   * it on the newest published version.
   *
   * @default 'ci'
   */
  readonly aliasOwner?: AliasOwner;
  /**
   * An HTTPS endpoint for the alias.
   *
   * @default - none
   */
  readonly functionUrl?: FunctionUrlOptions;
  /**
   * Retries, age and destinations of asynchronous events.
   *
   * @default - Lambda's own: two retries, six hours, no destinations
   */
  readonly asyncInvoke?: AsyncInvokeOptions;
  /**
   * Execution environments kept warm for the alias; at least 1. They are billed from the first apply on, placeholder or
   * not.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
   */
  readonly provisionedConcurrentExecutions?: number;
}

/** Who may invoke an alias, by the alias's own resource policy. */
export interface PermissionOptions {
  /** The service, such as `apigateway.amazonaws.com`, or the account or ARN of the caller. */
  readonly principal: string;
  /**
   * ARN of the resource that invokes; `*` and `?` stand for anything. Without it any resource of the principal may.
   *
   * @default - any
   */
  readonly sourceArn?: string;
  /**
   * Account that the resource must belong to; for services whose ARNs carry none, such as S3.
   *
   * @default - any
   */
  readonly sourceAccount?: string;
  /**
   * Organization that the principal must belong to, such as `o-a1b2c3d4e5`.
   *
   * @default - any
   */
  readonly principalOrgId?: string;
  /**
   * What is allowed: to invoke the alias, or to call its function URL.
   *
   * @default 'lambda:InvokeFunction'
   */
  readonly action?: 'lambda:InvokeFunction' | 'lambda:InvokeFunctionUrl';
  /**
   * The function URL's authorization type that the statement is for; only with `lambda:InvokeFunctionUrl`.
   *
   * @default - any
   */
  readonly functionUrlAuthType?: 'AWS_IAM' | 'NONE';
  /**
   * Whether only calls by the function URL are allowed; only with `lambda:InvokeFunction`. Needs AWS provider 6.29.
   *
   * @default false
   */
  readonly invokedViaFunctionUrl?: boolean;
}

/** A role that is given rights: an `IamRole`, or anything else with the role's name. */
export interface RoleReference {
  /** The role's name, not its ARN. */
  readonly name: string;
}
