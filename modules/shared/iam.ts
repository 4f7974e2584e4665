import { Token, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';
import { escapeTemplate } from './template';
import { ValidationError } from './validation-error';

/**
 * One statement of an IAM policy, as in its JSON.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html
 */
export interface PolicyStatement {
  /**
   * The statement's name within its policy: letters and digits.
   *
   * @default - none
   */
  readonly sid?: string;
  /**
   * Whether the statement allows or denies.
   *
   * @default 'Allow'
   */
  readonly effect?: 'Allow' | 'Deny';
  /** What may be done, such as `dynamodb:GetItem`. */
  readonly actions: readonly string[];
  /** ARNs that it may be done to. */
  readonly resources: readonly string[];
  /**
   * Operators, each with keys and the values that they are held against.
   *
   * @default - none
   */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One statement of a policy on a resource, which also says whom it is about. */
export interface ResourcePolicyStatement extends PolicyStatement {
  /** Everybody, or an AWS service such as `codestar-notifications.amazonaws.com`. */
  readonly principal: '*' | { readonly service: string };
}

/**
 * A policy document for a Terraform string: `${aws:username}` and the like reach IAM as they are written, tokens are
 * resolved by Terraform.
 *
 * @throws ValidationError `PolicyListToken` where a whole list is known to Terraform alone: a JSON text can't hold it.
 */
export function policyDocument(
  scope: IConstruct,
  statements: readonly (PolicyStatement | ResourcePolicyStatement)[],
): string {
  for (const { sid } of statements) {
    if (sid !== undefined && !/^[A-Za-z0-9]+$/.test(sid)) {
      throw new ValidationError(
        'InvalidSid',
        scope,
        `'sid' of a policy statement must be letters and digits, got '${sid}'`,
      );
    }
  }
  const document = {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
      Effect: statement.effect ?? 'Allow',
      ...('principal' in statement ? { Principal: principal(statement.principal) } : {}),
      Action: list(scope, 'actions', statement.actions),
      Resource: list(scope, 'resources', statement.resources),
      ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
    })),
  };
  return escapeTemplate(JSON.stringify(document));
}

function principal(value: ResourcePolicyStatement['principal']): unknown {
  return value === '*' ? value : { Service: value.service };
}

/** The resources for which alone a service may assume a role. */
export interface TrustSource {
  /** Number of the resources' account. */
  readonly account: string;
  /** ARN of the resource, or of each of them. */
  readonly arn: string | readonly string[];
  /**
   * Whether the service may also assume the role where it names no resource; for services that do not document whether they
   * name one.
   *
   * @default false
   */
  readonly isOptional?: boolean;
}

/**
 * The trust policy of a role that an AWS service assumes.
 *
 * @param source whose work the role is for; without it the service may assume the role for any resource
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function assumeRolePolicy(service: string, source?: TrustSource): string {
  const Condition = source && {
    [source.isOptional ? 'StringEqualsIfExists' : 'StringEquals']: {
      'aws:SourceAccount': source.account,
      'aws:SourceArn': source.arn,
    },
  };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service }, Condition }],
  });
}

function list(scope: IConstruct, name: string, values: readonly string[]): readonly string[] {
  if (Token.isUnresolved(values) || Tokenization.isResolvable(values)) {
    throw new ValidationError(
      'PolicyListToken',
      scope,
      `'${name}' of a policy statement must be a list known at synth, got a list known to Terraform alone; ` +
        'give the whole policy as JSON instead, such as the json of an aws_iam_policy_document',
    );
  }
  if (values.length === 0) {
    throw new ValidationError(
      'EmptyPolicyList',
      scope,
      `'${name}' of a policy statement must have at least one entry, got none`,
    );
  }
  return values;
}

/** Throws unless a whole policy, where it is known, is a JSON object; what is in it is IAM's to judge. */
export function checkPolicyJson(scope: IConstruct, policy: string): void {
  if (Token.isUnresolved(policy)) {
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(policy);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValidationError('InvalidPolicyJson', scope, `'policy' must be a policy as JSON, got '${policy}'`);
  }
}
