import type { PolicyStatement } from '../shared/iam';

/** By both names of the service: which one AWS checks is that of the connection's ARN. */
const CONNECTION_ACTIONS = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

/**
 * Reading the repository that a connection leads to.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html
 */
export function connectionStatements(connectionArn: string): PolicyStatement[] {
  return [{ actions: CONNECTION_ACTIONS, resources: [connectionArn] }];
}
