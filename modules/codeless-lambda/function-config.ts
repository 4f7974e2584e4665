import type { LambdaFunctionConfig } from '@cdktf/provider-aws/lib/lambda-function';
import { escapeTemplate, escapeTemplates } from '../shared/template';
import type { CodelessLambdaProps } from './codeless-lambda-props';
import { destinationArn } from './destination';

const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_STORAGE_MB = 512;

/** What the construct has resolved by the time that the function is described. */
export interface ResolvedFunction {
  readonly handler: string;
  readonly roleArn: string;
  readonly logGroupName: string;
}

/**
 * The configuration that Lambda freezes into each version, and nothing else: the deploy contract carries its hash, so that
 * a change of any of it makes a deploy publish a version.
 */
export function functionConfig(
  props: CodelessLambdaProps,
  resolved: ResolvedFunction,
): Omit<LambdaFunctionConfig, 'functionName'> {
  const { description, environment, ephemeralStorageSize = DEFAULT_STORAGE_MB, fileSystem, image, jsonLogs } = props;
  const hasVariables = environment !== undefined && Object.keys(environment).length > 0;
  return {
    role: resolved.roleArn,
    description: description === undefined ? undefined : escapeTemplate(description),
    packageType: image ? 'Image' : 'Zip',
    runtime: props.runtime,
    handler: image ? undefined : resolved.handler,
    architectures: [props.architecture ?? 'x86_64'],
    timeout: props.timeout ?? DEFAULT_TIMEOUT_SECONDS,
    memorySize: props.memorySize ?? DEFAULT_MEMORY_MB,
    ephemeralStorage: { size: ephemeralStorageSize },
    environment: hasVariables ? { variables: escapeTemplates(environment) } : undefined,
    kmsKeyArn: props.kmsKeyArn,
    imageConfig: image && {
      command: image.command?.map(escapeTemplate),
      entryPoint: image.entryPoint?.map(escapeTemplate),
      workingDirectory: image.workingDirectory === undefined ? undefined : escapeTemplate(image.workingDirectory),
    },
    vpcConfig: props.vpc,
    fileSystemConfig: fileSystem && { arn: fileSystem.accessPointArn, localMountPath: fileSystem.localMountPath },
    tracingConfig: { mode: props.tracing ?? 'PassThrough' },
    deadLetterConfig: props.deadLetter && { targetArn: destinationArn(props.deadLetter) },
    loggingConfig: {
      // Naming the group here also makes Terraform create it first.
      logGroup: resolved.logGroupName,
      logFormat: jsonLogs ? 'JSON' : 'Text',
      applicationLogLevel: jsonLogs?.applicationLogLevel,
      systemLogLevel: jsonLogs?.systemLogLevel,
    },
  };
}
