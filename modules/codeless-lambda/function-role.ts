import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import type { PolicyStatement } from '../shared/iam';
import { assumeRolePolicy, policyDocument } from '../shared/iam';
import { attachPolicy } from '../shared/role-policy';
import { escapeTemplate } from '../shared/template';
import type { ResolvedProps } from './defaults';

/** The role that a function is given, and what must be there before the function is. */
export interface FunctionRole {
  readonly role: IamRole;
  readonly executionPolicy: IamRolePolicy | undefined;
}

/**
 * Makes the role of a function: what it needs to run, and what its code may do, each a policy of its own.
 *
 * @param scope the function's construct, of which these become children
 */
export function createFunctionRole(
  scope: Construct,
  props: ResolvedProps,
  requiredStatements: readonly PolicyStatement[],
  tags: Record<string, string> | undefined,
): FunctionRole {
  const { policy } = props;
  const role = new IamRole(scope, 'Role', {
    name: props.roleName,
    path: props.rolePath,
    permissionsBoundary: props.permissionsBoundary,
    assumeRolePolicy: assumeRolePolicy('lambda.amazonaws.com'),
    tags,
  });
  const executionPolicy = attachPolicy(scope, 'ExecutionPolicy', role.name, 'execution', requiredStatements);
  if (policy !== undefined && policy.length > 0) {
    new IamRolePolicy(scope, 'Policy', {
      role: role.name,
      name: 'function',
      policy: typeof policy === 'string' ? escapeTemplate(policy) : policyDocument(scope, policy),
    });
  }
  return { role, executionPolicy };
}
