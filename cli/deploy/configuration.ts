import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/**
 * What Lambda freezes into a version besides code and layers, as it is compared: what AWS adds of its own (identifiers of
 * networks, states, runtime patches that it rolls out itself) is left out, and what means the same is made the same.
 */
const FROZEN: Readonly<Record<string, (configuration: FunctionConfiguration) => unknown>> = {
  Runtime: ({ Runtime }) => Runtime,
  Role: ({ Role }) => Role,
  Handler: ({ Handler }) => Handler,
  Timeout: ({ Timeout }) => Timeout,
  MemorySize: ({ MemorySize }) => MemorySize,
  Architectures: ({ Architectures }) => Architectures ?? ['x86_64'],
  Environment: ({ Environment }) => Environment?.Variables ?? {},
  VpcConfig: ({ VpcConfig }) => [
    [...(VpcConfig?.SubnetIds ?? [])].sort(),
    [...(VpcConfig?.SecurityGroupIds ?? [])].sort(),
    VpcConfig?.Ipv6AllowedForDualStack ?? false,
  ],
  FileSystemConfigs: ({ FileSystemConfigs }) => FileSystemConfigs ?? [],
  DeadLetterConfig: ({ DeadLetterConfig }) => DeadLetterConfig?.TargetArn ?? '',
  KMSKeyArn: ({ KMSKeyArn }) => KMSKeyArn ?? '',
  TracingConfig: ({ TracingConfig }) => TracingConfig?.Mode ?? 'PassThrough',
  EphemeralStorage: ({ EphemeralStorage }) => EphemeralStorage?.Size ?? 512,
  LoggingConfig: ({ LoggingConfig }) => [
    LoggingConfig?.LogFormat ?? 'Text',
    LoggingConfig?.ApplicationLogLevel ?? '',
    LoggingConfig?.SystemLogLevel ?? '',
    LoggingConfig?.LogGroup ?? '',
  ],
  SnapStart: ({ SnapStart }) => SnapStart?.ApplyOn ?? 'None',
};

/** The names of the settings in which two configurations differ, as Lambda calls them; code and layers are not among them. */
export function differingSettings(one: FunctionConfiguration, other: FunctionConfiguration): string[] {
  return Object.entries(FROZEN)
    .filter(([, read]) => canonical(read(one)) !== canonical(read(other)))
    .map(([name]) => name);
}

/** ARNs of the layer versions that a configuration has. */
export function layersOf({ Layers }: FunctionConfiguration): string[] {
  return (Layers ?? []).flatMap(({ Arn }) => (Arn === undefined ? [] : [Arn]));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
