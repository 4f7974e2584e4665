import type { LambdaFunctionConfig } from '@cdktf/provider-aws/lib/lambda-function';
import { escapeTemplate, escapeTemplates } from '../shared/template';
import type { ResolvedProps } from './defaults';
import { destinationArn } from './destination';

/**
 * The configuration that Lambda freezes into each version, and nothing else: the deploy contract carries its hash, so that
 * a change of any of it makes a deploy publish a version.
 */
export function functionConfig(
  props: ResolvedProps,
  roleArn: string,
  logGroupName: string,
): Omit<LambdaFunctionConfig, 'functionName'> {
  const { description, environment, fileSystem, image, jsonLogs } = props;
  const hasVariables = environment !== undefined && Object.keys(environment).length > 0;
  return {
    role: roleArn,
    description: description === undefined ? undefined : escapeTemplate(description),
    packageType: image ? 'Image' : 'Zip',
    runtime: props.runtime,
    handler: image ? undefined : props.handler,
    architectures: [props.architecture],
    timeout: props.timeout,
    memorySize: props.memorySize,
    ephemeralStorage: { size: props.ephemeralStorageSize },
    environment: hasVariables ? { variables: escapeTemplates(environment) } : undefined,
    kmsKeyArn: props.kmsKeyArn,
    imageConfig: image && {
      command: image.command?.map(escapeTemplate),
      entryPoint: image.entryPoint?.map(escapeTemplate),
      workingDirectory: image.workingDirectory === undefined ? undefined : escapeTemplate(image.workingDirectory),
    },
    vpcConfig: props.vpc,
    fileSystemConfig: fileSystem && { arn: fileSystem.accessPointArn, localMountPath: fileSystem.localMountPath },
    tracingConfig: { mode: props.tracing },
    deadLetterConfig: props.deadLetter && { targetArn: destinationArn(props.deadLetter) },
    loggingConfig: {
      // Naming the group here also makes Terraform create it first.
      logGroup: logGroupName,
      logFormat: jsonLogs ? 'JSON' : 'Text',
      // Stated even where it is Lambda's own: the provider keeps the last level of one that is taken away.
      applicationLogLevel: jsonLogs && (jsonLogs.applicationLogLevel ?? 'INFO'),
      systemLogLevel: jsonLogs && (jsonLogs.systemLogLevel ?? 'INFO'),
    },
  };
}
