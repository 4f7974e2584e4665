import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/** A setting of Terraform's that a deploy brings to callers. */
export interface SettingChange {
  /** In Lambda's words. */
  readonly name: string;
  /** What it is now and will be; absent for what is no single value. Variables are named, and their values never shown. */
  readonly change?: string;
}

const SHOWN: Readonly<Record<string, (configuration: FunctionConfiguration) => string | number | undefined>> = {
  Runtime: ({ Runtime }) => Runtime,
  Role: ({ Role }) => Role,
  Handler: ({ Handler }) => Handler,
  Timeout: ({ Timeout }) => Timeout,
  MemorySize: ({ MemorySize }) => MemorySize,
  TracingConfig: ({ TracingConfig }) => TracingConfig?.Mode,
  EphemeralStorage: ({ EphemeralStorage }) => EphemeralStorage?.Size,
  SnapStart: ({ SnapStart }) => SnapStart?.ApplyOn,
};

/**
 * Says what becomes of the settings that differ.
 *
 * @param names as `planDeploy` gives them
 * @param architecture that the next version will have
 */
export function settingChanges(
  names: readonly string[],
  serving: FunctionConfiguration,
  latest: FunctionConfiguration,
  architecture: string,
): SettingChange[] {
  return names.map((name) => {
    if (name === 'Environment') return { name, change: variableChanges(serving, latest) };
    if (name === 'Architectures')
      return { name, change: `${serving.Architectures?.[0] ?? 'x86_64'} → ${architecture}` };
    const read = SHOWN[name];
    return read === undefined ? { name } : { name, change: `${read(serving) ?? 'none'} → ${read(latest) ?? 'none'}` };
  });
}

function variableChanges({ Environment: before }: FunctionConfiguration, latest: FunctionConfiguration): string {
  const old = new Map(Object.entries(before?.Variables ?? {}));
  const next = new Map(Object.entries(latest.Environment?.Variables ?? {}));
  return [
    ...[...next.keys()].filter((name) => !old.has(name)).map((name) => `+${name}`),
    ...[...old.keys()].filter((name) => !next.has(name)).map((name) => `-${name}`),
    ...[...next].filter(([name, value]) => old.has(name) && old.get(name) !== value).map(([name]) => `~${name}`),
  ].join(' ');
}
