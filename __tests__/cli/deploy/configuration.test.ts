import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import { differingSettings } from '../../../cli/deploy/configuration';

const base: FunctionConfiguration = {
  Environment: { Variables: { A: '1', B: '2' } },
  VpcConfig: { SubnetIds: ['a', 'b'], SecurityGroupIds: ['s'], VpcId: 'v' },
};

it.each<[string, FunctionConfiguration]>([
  ['Runtime', { Runtime: 'python3.13' }],
  ['Role', { Role: 'r' }],
  ['Handler', { Handler: 'h' }],
  ['Timeout', { Timeout: 4 }],
  ['MemorySize', { MemorySize: 256 }],
  ['Architectures', { Architectures: ['arm64'] }],
  ['Environment', { Environment: { Variables: { A: '1' } } }],
  ['VpcConfig', { VpcConfig: { SubnetIds: ['a'], SecurityGroupIds: ['s'] } }],
  ['FileSystemConfigs', { FileSystemConfigs: [{ Arn: 'a', LocalMountPath: '/mnt/a' }] }],
  ['DeadLetterConfig', { DeadLetterConfig: { TargetArn: 'q' } }],
  ['KMSKeyArn', { KMSKeyArn: 'k' }],
  ['TracingConfig', { TracingConfig: { Mode: 'Active' } }],
  ['EphemeralStorage', { EphemeralStorage: { Size: 1024 } }],
  ['LoggingConfig', { LoggingConfig: { LogFormat: 'JSON' } }],
  ['SnapStart', { SnapStart: { ApplyOn: 'PublishedVersions' } }],
])('tells that %s differs', (name, change) => {
  expect(differingSettings({ ...base, ...change }, base)).toEqual([name]);
});

it('does not mind order, what AWS adds, and defaults that are spelled out', () => {
  const spelled: FunctionConfiguration = {
    ...base,
    Environment: { Variables: { B: '2', A: '1' } },
    VpcConfig: { SubnetIds: ['b', 'a'], SecurityGroupIds: ['s'], VpcId: 'w', Ipv6AllowedForDualStack: false },
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    Architectures: ['x86_64'],
    LoggingConfig: { LogFormat: 'Text' },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    DeadLetterConfig: {},
    Version: '$LATEST',
    CodeSha256: 'other',
    Description: 'other',
    RevisionId: 'other',
    RuntimeVersionConfig: { RuntimeVersionArn: 'patched' },
  };
  expect(differingSettings(spelled, base)).toEqual([]);
});
