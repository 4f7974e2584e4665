import { MAX_ROLE_NAME, resourceName } from '../shared/names';
import type { CodelessLambdaProps } from './codeless-lambda-props';

const MAX_FUNCTION_NAME = 64;
const MAX_LAYER_NAME = 140;

type WithDefault =
  | 'functionName'
  | 'handler'
  | 'architecture'
  | 'timeout'
  | 'memorySize'
  | 'ephemeralStorageSize'
  | 'layers'
  | 'roleName'
  | 'logRetentionInDays'
  | 'tracing'
  | 'aliasName'
  | 'aliasOwner'
  | 'layerName'
  | 'alarms';

/** {@link CodelessLambdaProps} with every default that is a value of its own. */
export type ResolvedProps = Omit<CodelessLambdaProps, WithDefault> & Required<Pick<CodelessLambdaProps, WithDefault>>;

/** Fills in the documented defaults; what stays undefined is left to AWS, or to who makes the part. */
export function withDefaults(id: string, props: CodelessLambdaProps): ResolvedProps {
  const functionName = props.functionName ?? resourceName([props.namePrefix ?? '', id], MAX_FUNCTION_NAME);
  return {
    ...props,
    functionName,
    handler: props.handler ?? 'bootstrap',
    architecture: props.architecture ?? 'x86_64',
    timeout: props.timeout ?? 3,
    memorySize: props.memorySize ?? 128,
    ephemeralStorageSize: props.ephemeralStorageSize ?? 512,
    layers: props.layers ?? [],
    roleName: props.roleName ?? resourceName([functionName, 'lambda'], MAX_ROLE_NAME),
    logRetentionInDays: props.logRetentionInDays ?? 30,
    tracing: props.tracing ?? 'PassThrough',
    aliasName: props.aliasName ?? 'live',
    aliasOwner: props.aliasOwner ?? 'ci',
    layerName: props.layerName ?? resourceName([functionName, 'dependencies'], MAX_LAYER_NAME),
    alarms: props.alarms ?? [],
  };
}
