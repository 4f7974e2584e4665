import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import type { PolicyStatement } from './iam';
import { policyDocument } from './iam';

/**
 * An inline policy on a role, named by its id; none where there is no role to attach it to or nothing to allow.
 *
 * @param id the construct's id
 * @param roleName the role's name; undefined where somebody else looks after the role
 */
export function attachPolicy(
  scope: Construct,
  id: string,
  roleName: string | undefined,
  policyName: string,
  statements: readonly PolicyStatement[],
): IamRolePolicy | undefined {
  if (roleName === undefined || statements.length === 0) {
    return undefined;
  }
  return new IamRolePolicy(scope, id, {
    role: roleName,
    name: policyName,
    policy: policyDocument(scope, statements),
  });
}
