import type { AliasOptions } from './alias-props';
import type { DeadLetterTarget } from './destination';
import type { PolicyStatement } from '../shared/iam';

/** How the placeholder reaches Lambda. */
export type PlaceholderDelivery = 'archive' | 'prebuilt';

/** The network that a function reaches private resources by. */
export interface VpcOptions {
  /** Subnets for the function's network interfaces; at least 1. */
  readonly subnetIds: string[];
  /** Security groups of these interfaces; at least 1. */
  readonly securityGroupIds: string[];
  /**
   * Whether subnets with IPv6 may be used for outbound traffic.
   *
   * @default false
   */
  readonly ipv6AllowedForDualStack?: boolean;
}

/** An EFS file system that the function mounts; needs `vpc`. */
export interface FileSystemOptions {
  /** ARN of the EFS access point. */
  readonly accessPointArn: string;
  /** ARN of the file system behind it, for the role. */
  readonly fileSystemArn: string;
  /** Where it is mounted: `/mnt/` and a name. */
  readonly localMountPath: string;
}

/** A container image instead of a zip. */
export interface ImageOptions {
  /**
   * An image in ECR that the function is created with; the first deploy replaces it. Lambda takes no function without
   * one, and no image from elsewhere.
   */
  readonly uri: string;
  /**
   * Arguments of the entry point, in place of `CMD`.
   *
   * @default - the image's own
   */
  readonly command?: string[];
  /**
   * What is started, in place of `ENTRYPOINT`.
   *
   * @default - the image's own
   */
  readonly entryPoint?: string[];
  /**
   * Where it is started, in place of `WORKDIR`.
   *
   * @default - the image's own
   */
  readonly workingDirectory?: string;
}

/** JSON logs and what they hold. */
export interface JsonLogOptions {
  /**
   * The least level of the code's own lines.
   *
   * @default 'INFO'
   */
  readonly applicationLogLevel?: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
  /**
   * The least level of Lambda's lines.
   *
   * @default 'INFO'
   */
  readonly systemLogLevel?: 'DEBUG' | 'INFO' | 'WARN';
}

/** Where packages are kept, for the program that deploys. */
export interface ContractArtifacts {
  /** Name of the bucket. */
  readonly bucket: string;
  /**
   * Prefix of the keys, with no slash at its end; the function's name follows it. Nothing else in the bucket shall expire
   * what is under it.
   *
   * @default 'packages'
   */
  readonly prefix?: string;
}

/** How CodeDeploy shifts the traffic, for the program that deploys. */
export interface ContractCodeDeploy {
  /** Name of the CodeDeploy application. */
  readonly application: string;
  /** Name of the deployment group in it. */
  readonly deploymentGroup: string;
}

/** A role that exists already. */
export interface ExistingRole {
  /** The role's name. */
  readonly name: string;
  /** The role's ARN. */
  readonly arn: string;
}

/** What a {@link CodelessLambda} is made of. */
export interface CodelessLambdaProps extends AliasOptions {
  /**
   * The function's name: 1 to 64 letters, digits, `-` and `_`. Not together with `namePrefix`.
   *
   * @default - `namePrefix` and the construct's id, joined with `-`
   */
  readonly functionName?: string;
  /**
   * What the generated function name begins with; a name that would be too long is cut and ends in a hash.
   *
   * @default - none: the name is the construct's id
   */
  readonly namePrefix?: string;
  /**
   * At most 256 characters.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Lambda's identifier of the runtime, such as `python3.13`; required unless `image` is given.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   */
  readonly runtime?: string;
  /**
   * Where the code begins, as the runtime writes it, such as `app.main.handler`; at most 128 characters. Required unless
   * `image` is given or the runtime is `provided.*`.
   *
   * @default - `bootstrap` for `provided.*`
   */
  readonly handler?: string;
  /**
   * A container image instead of a zip; excludes `runtime`, `handler`, `layers` and `placeholder`.
   *
   * @default - a zip
   */
  readonly image?: ImageOptions;
  /**
   * The processor. A change makes the provider upload the placeholder again; the alias stays on the good version. With
   * `aliasOwner: 'terraform'` it is set when the function is created, and changed by who uploads the code.
   *
   * @default 'x86_64'
   */
  readonly architecture?: 'x86_64' | 'arm64';
  /**
   * Seconds that an invocation may take; 1 to 900.
   *
   * @default 3
   */
  readonly timeout?: number;
  /**
   * MB of memory, and processor time in proportion; 128 to 10240.
   *
   * @default 128
   */
  readonly memorySize?: number;
  /**
   * MB in `/tmp`; 512 to 10240.
   *
   * @default 512
   */
  readonly ephemeralStorageSize?: number;
  /**
   * Environment variables; 4 KB in all. They are readable in the console and in Terraform's state: name a secret here,
   * do not put it here.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * ARNs of layer versions that Terraform declares; at most 5, less one if CI adds a layer of dependencies. With
   * `aliasOwner: 'ci'` a change reaches the function by the next deploy, which reads it in the contract.
   *
   * @default - none
   */
  readonly layers?: string[];
  /**
   * How the placeholder reaches Lambda: `archive` zips it with the `archive` provider while Terraform plans, `prebuilt`
   * ships a zip among the synthesized files, the same bytes on every machine. Where plan and apply run on different
   * machines only `prebuilt` works, and for `provided.*`, since the `archive` provider keeps no executable bit.
   *
   * @default - 'prebuilt' for `provided.*` and in a stack with a CloudBackend or RemoteBackend, else 'archive'
   * @see https://github.com/hashicorp/terraform-provider-archive/issues/59
   */
  readonly placeholder?: PlaceholderDelivery;
  /**
   * What the code may do beyond logging: statements, or a whole policy as JSON.
   *
   * @default - nothing
   */
  readonly policy?: readonly PolicyStatement[] | string;
  /**
   * A role to use as it is: nothing is attached to it. `requiredStatements` of the function, of its aliases and of their
   * event sources tell what it needs.
   *
   * @default - a role with exactly what the function uses
   */
  readonly role?: ExistingRole;
  /**
   * Name of the role that is made; 1 to 64 letters, digits and `+=,.@_-`. Roles are global: set it where the same function
   * name is used in two regions of an account.
   *
   * @default - the function's name and `lambda`, joined with `-`
   */
  readonly roleName?: string;
  /**
   * IAM path of the role that is made; begins and ends with `/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
  /**
   * ARN of the policy that bounds the role that is made.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Days that the logs are kept; 0 keeps them for ever.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly logRetentionInDays?: number;
  /**
   * Logs as JSON, with levels.
   *
   * @default - plain text
   */
  readonly jsonLogs?: JsonLogOptions;
  /**
   * A private network.
   *
   * @default - none
   */
  readonly vpc?: VpcOptions;
  /**
   * An EFS file system.
   *
   * @default - none
   */
  readonly fileSystem?: FileSystemOptions;
  /**
   * `Active` samples requests and sends traces to X-Ray; `PassThrough` follows the caller.
   *
   * @default 'PassThrough'
   */
  readonly tracing?: 'Active' | 'PassThrough';
  /**
   * Where asynchronous events go that Lambda gave up on.
   *
   * @default - nowhere
   */
  readonly deadLetter?: DeadLetterTarget;
  /**
   * ARN of the KMS key that encrypts the environment variables.
   *
   * @default - Lambda's own key
   */
  readonly kmsKeyArn?: string;
  /**
   * ARN of the KMS key that encrypts the logs; its policy must let CloudWatch Logs use it.
   *
   * @default - CloudWatch Logs' own key
   */
  readonly logKmsKeyArn?: string;
  /**
   * Invocations at once, reserved for the function and not exceeded by it; 0 stops it, -1 reserves nothing.
   *
   * @default -1
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * The alias that callers are wired to: 1 to 128 letters, digits, `-` and `_`, not only digits.
   *
   * @default 'live'
   */
  readonly aliasName?: string;
  /**
   * The name under which a deploy publishes the layer of dependencies.
   *
   * @default - the function's name and `dependencies`, joined with `-`
   */
  readonly layerName?: string;
  /**
   * Where a deploy keeps packages.
   *
   * @default - nowhere: packages are uploaded to Lambda directly
   */
  readonly artifacts?: ContractArtifacts;
  /**
   * CodeDeploy resources by which a deploy shifts the traffic.
   *
   * @default - none: the alias moves at once
   */
  readonly codeDeploy?: ContractCodeDeploy;
  /**
   * Names of CloudWatch alarms that stop a deploy.
   *
   * @default - none
   */
  readonly alarms?: string[];
  /**
   * Tags of everything that takes tags; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}
