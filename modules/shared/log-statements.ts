import type { PolicyStatement } from './iam';

const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Writing to the streams of one log group, which Terraform has made. */
export function logStatements(logGroupArn: string): PolicyStatement[] {
  // The last part names a log stream, which the service chooses: arn:…:log-group:NAME:log-stream:STREAM.
  return [{ actions: LOG_ACTIONS, resources: [`${logGroupArn}:*`] }];
}
