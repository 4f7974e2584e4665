import type { PolicyStatement } from '../shared/iam';
import { logStatements } from '../shared/log-statements';
import type { DeadLetterTarget } from './destination';
import { destinationStatement } from './destination';

const TRACE_ACTIONS = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const READ_NETWORK_ACTIONS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
const CHANGE_NETWORK_INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const FILE_SYSTEM_ACTIONS = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'];

/** Sending traces to X-Ray. */
export function tracingStatements(): PolicyStatement[] {
  // X-Ray has no resource to name for these.
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
  return [{ actions: TRACE_ACTIONS, resources: ['*'] }];
}

/**
 * Lambda's own handling of the network interfaces of a function in a VPC; the function's code may not change them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function networkInterfaceStatements(functionName: string): PolicyStatement[] {
  // Lambda checks these without naming an interface: a function with a narrower resource can't reach its VPC.
  return [
    { actions: [...READ_NETWORK_ACTIONS, ...CHANGE_NETWORK_INTERFACE_ACTIONS], resources: ['*'] },
    {
      effect: 'Deny',
      actions: CHANGE_NETWORK_INTERFACE_ACTIONS,
      resources: ['*'],
      // Partition, region and account are open, since the role's own function is the only one that it serves.
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:*:lambda:*:*:function:${functionName}` } },
    },
  ];
}

/** Reading and writing one file system through one access point. */
export function fileSystemStatements(fileSystemArn: string, accessPointArn: string): PolicyStatement[] {
  return [
    {
      actions: FILE_SYSTEM_ACTIONS,
      resources: [fileSystemArn],
      conditions: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPointArn } },
    },
  ];
}

/** Reading environment variables that a key of one's own encrypts. */
export function decryptStatements(kmsKeyArn: string): PolicyStatement[] {
  return [{ actions: ['kms:Decrypt'], resources: [kmsKeyArn] }];
}

/** What decides which rights a function needs to run. */
export interface ExecutionNeeds {
  readonly functionName: string;
  readonly logGroupArn: string;
  readonly inVpc: boolean;
  readonly tracing: boolean;
  readonly fileSystem: { readonly fileSystemArn: string; readonly accessPointArn: string } | undefined;
  readonly kmsKeyArn: string | undefined;
  readonly deadLetter: DeadLetterTarget | undefined;
}

/** All that the role of such a function must allow before its code does anything. */
export function executionStatements(needs: ExecutionNeeds): PolicyStatement[] {
  const { fileSystem, kmsKeyArn, deadLetter } = needs;
  return [
    ...logStatements(needs.logGroupArn),
    ...(needs.inVpc ? networkInterfaceStatements(needs.functionName) : []),
    ...(needs.tracing ? tracingStatements() : []),
    ...(fileSystem ? fileSystemStatements(fileSystem.fileSystemArn, fileSystem.accessPointArn) : []),
    ...(kmsKeyArn === undefined ? [] : decryptStatements(kmsKeyArn)),
    ...(deadLetter ? [destinationStatement(deadLetter)] : []),
  ];
}
