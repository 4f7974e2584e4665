import type { CodelessLambdaProps } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { SMALLEST_IMAGE, testLambda } from '../../helpers/lambda';

type Props = Partial<CodelessLambdaProps>;

/** What a type forbids but JavaScript, or a value from outside, still can pass. */
const untyped = (props: Record<string, unknown>): Props => props;
const chars = (count: number): string => 'x'.repeat(count);
const VPC = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
const mountedAt = (localMountPath: string): Props => ({
  vpc: VPC,
  fileSystem: { accessPointArn: 'arn:ap', fileSystemArn: 'arn:fs', localMountPath },
});
const ROLE = { name: 'given', arn: 'arn:aws:iam::111122223333:role/given' };
/** As JSON `{"AA":"…"}`: the quotes, colon and braces are 9 bytes. */
const environmentOf = (bytes: number): Props => ({ environment: { AA: chars(bytes - 9) } });
const tagsOf = (count: number): Props => ({
  tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v'])),
});
const image = (extra: Props): Props => ({ ...SMALLEST_IMAGE, ...extra });

const ACCEPTED: readonly Props[] = [
  { functionName: 'a' },
  { functionName: chars(64) },
  { functionName: 'A-z_0' },
  { layerName: chars(140) },
  { artifacts: { bucket: 'b', prefix: 'a/b' } },
  { description: chars(256) },
  { handler: `${chars(126)}.h` },
  { timeout: 1 },
  { timeout: 900 },
  { memorySize: 128 },
  { memorySize: 10_240 },
  { ephemeralStorageSize: 512 },
  { ephemeralStorageSize: 10_240 },
  { layers: ['1', '2', '3', '4', '5'] },
  { environment: { AB: '', a1: 'x' } },
  environmentOf(4096),
  mountedAt('/mnt/a-b_c.d'),
  mountedAt(`/mnt/${chars(155)}`),
  { roleName: chars(64) },
  { roleName: 'a+=,.@_-' },
  { rolePath: '/' },
  { rolePath: '/a/b/' },
  { rolePath: `/${chars(510)}/` },
  { reservedConcurrentExecutions: -1, provisionedConcurrentExecutions: 1 },
  { reservedConcurrentExecutions: 2, provisionedConcurrentExecutions: 2 },
  ...[0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653].map(
    (logRetentionInDays) => ({ logRetentionInDays }),
  ),
  tagsOf(50),
];

const REFUSED: readonly (readonly [props: Props, code: string, message: string])[] = [
  [
    { functionName: 'a', namePrefix: 'b' },
    'FunctionNameWithPrefix',
    "'functionName' must not come with 'namePrefix', got both; leave one out",
  ],
  ...['', chars(65), 'a b', 'a.b', 'a/b'].map(
    (functionName) =>
      [
        { functionName },
        'InvalidFunctionName',
        `'functionName' must be 1 to 64 letters, digits, '-' and '_', got '${functionName}'`,
      ] as const,
  ),
  ...['', chars(141), 'a/b'].map(
    (layerName) =>
      [
        { layerName },
        'InvalidLayerName',
        `'layerName' must be 1 to 140 letters, digits, '-' and '_', got '${layerName}'`,
      ] as const,
  ),
  ...['', 'a/'].map(
    (prefix) =>
      [
        { artifacts: { bucket: 'b', prefix } },
        'InvalidArtifactPrefix',
        `'artifacts.prefix' must be at least 1 character with no '/' at its end, got '${prefix}'`,
      ] as const,
  ),
  [{ description: chars(257) }, 'DescriptionTooLong', "'description' must have at most 256 characters, got 257"],
  [{ runtime: undefined }, 'RuntimeRequired', "'runtime' must be given unless 'image' is, got neither"],
  [
    { runtime: 'go1.x' },
    'UnknownRuntime',
    "'runtime' must be one of Lambda's, such as python3.13, nodejs22.x or provided.al2023, got 'go1.x'",
  ],
  [
    { runtime: 'java21', handler: undefined },
    'HandlerRequired',
    "'handler' must be given for the runtime java21, got none",
  ],
  [{ handler: '' }, 'HandlerRequired', "'handler' must be given for the runtime python3.13, got none"],
  [{ handler: `${chars(127)}.h` }, 'HandlerTooLong', "'handler' must have at most 128 characters, got 129"],
  [{ policy: 'none' }, 'InvalidPolicyJson', "'policy' must be a policy as JSON, got 'none'"],
  [untyped({ architecture: 'riscv' }), 'InvalidArchitecture', "'architecture' must be one of x86_64, arm64, got riscv"],
  [untyped({ placeholder: 'zip' }), 'InvalidPlaceholder', "'placeholder' must be one of archive, prebuilt, got zip"],
  ...(
    [
      ['runtime', 'python3.13'],
      ['handler', 'a.b'],
      ['layers', []],
      ['placeholder', 'archive'],
    ] as const
  ).map(
    ([name, value]) =>
      [
        image({ [name]: value }),
        'ImageWithZipOption',
        `'${name}' must not come with 'image', got both: an image brings its own`,
      ] as const,
  ),
  [image({ image: { uri: '' } }), 'ImageUriRequired', "'image.uri' must have at least 1 characters, got 0"],
  ...[0, 901, 1.5, Number.NaN].map(
    (timeout) =>
      [
        { timeout },
        'TimeoutOutOfRange',
        `'timeout' must be a whole number from 1 to 900 seconds, got ${timeout}`,
      ] as const,
  ),
  ...[127, 10_241, 128.5].map(
    (memorySize) =>
      [
        { memorySize },
        'MemorySizeOutOfRange',
        `'memorySize' must be a whole number from 128 to 10240 MB, got ${memorySize}`,
      ] as const,
  ),
  ...[511, 10_241].map(
    (ephemeralStorageSize) =>
      [
        { ephemeralStorageSize },
        'EphemeralStorageSizeOutOfRange',
        `'ephemeralStorageSize' must be a whole number from 512 to 10240 MB, got ${ephemeralStorageSize}`,
      ] as const,
  ),
  [{ layers: ['1', '2', '3', '4', '5', '6'] }, 'TooManyLayers', "'layers' must have at most 5 entries, got 6"],
  ...['A', '1A', '_A', 'A-B', ''].map(
    (key) =>
      [
        { environment: { [key]: 'x' } },
        'InvalidEnvironmentVariable',
        `'environment' must have names of at least two letters, digits and '_' that begin with a letter, got '${key}'`,
      ] as const,
  ),
  ...['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_LAMBDA_FUNCTION_NAME', 'LAMBDA_TASK_ROOT'].map(
    (key) =>
      [
        { environment: { [key]: 'x' } },
        'ReservedEnvironmentVariable',
        `'environment' must not set what Lambda sets itself, got '${key}'`,
      ] as const,
  ),
  [
    environmentOf(4097),
    'EnvironmentTooLarge',
    "'environment' must have at most 4096 bytes as JSON, got 4097; keep large values in Parameter Store",
  ],
  [
    // The euro sign has three bytes.
    { environment: { AA: '€'.repeat(1363) } },
    'EnvironmentTooLarge',
    "'environment' must have at most 4096 bytes as JSON, got 4098; keep large values in Parameter Store",
  ],
  [{ vpc: { ...VPC, subnetIds: [] } }, 'SubnetsRequired', "'vpc.subnetIds' must have at least 1 entries, got 0"],
  [
    { vpc: { ...VPC, securityGroupIds: [] } },
    'SecurityGroupsRequired',
    "'vpc.securityGroupIds' must have at least 1 entries, got 0",
  ],
  [
    { ...mountedAt('/mnt/a'), vpc: undefined },
    'FileSystemWithoutVpc',
    "'fileSystem' must come with 'vpc', got none: EFS is reached by its mount targets in a VPC",
  ],
  ...['/mnt/', '/mnt/a/b', '/srv/a', `/mnt/${chars(156)}`].map(
    (path) =>
      [
        mountedAt(path),
        'InvalidLocalMountPath',
        `'fileSystem.localMountPath' must be '/mnt/' and a name of 1 to 155 letters, digits, '-', '_' and '.', got '${path}'`,
      ] as const,
  ),
  ...(
    [
      ['policy', []],
      ['permissionsBoundary', 'arn:b'],
      ['roleName', 'r'],
      ['rolePath', '/'],
    ] as const
  ).map(
    ([name, value]) =>
      [
        untyped({ role: ROLE, [name]: value }),
        'RoleIsGiven',
        `'${name}' must not come with 'role', got both: nothing is attached to a role that exists already`,
      ] as const,
  ),
  ...['', chars(65), 'a/b'].map(
    (roleName) =>
      [
        { roleName },
        'InvalidRoleName',
        `'roleName' must be 1 to 64 letters, digits and '+=,.@_-', got '${roleName}'`,
      ] as const,
  ),
  ...['', 'ci', '/ci', 'ci/', '//', '/a b/', `/${chars(511)}/`].map(
    (rolePath) =>
      [
        { rolePath },
        'InvalidRolePath',
        `'rolePath' must be a path in slashes of at most 512 characters, such as '/ci/', got '${rolePath}'`,
      ] as const,
  ),
  [
    { reservedConcurrentExecutions: -2 },
    'ReservedConcurrencyOutOfRange',
    "'reservedConcurrentExecutions' must be a whole number of at least -1, got -2",
  ],
  ...[0, 1].map(
    (reserved) =>
      [
        { reservedConcurrentExecutions: reserved, provisionedConcurrentExecutions: 2 },
        'ProvisionedAboveReserved',
        `'provisionedConcurrentExecutions' must be at most 'reservedConcurrentExecutions', got 2 above ${reserved}`,
      ] as const,
  ),
  [
    { logRetentionInDays: 2 },
    'InvalidLogRetention',
    "'logRetentionInDays' must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got 2",
  ],
  [untyped({ tracing: 'On' }), 'InvalidTracing', "'tracing' must be one of Active, PassThrough, got On"],
  [
    untyped({ jsonLogs: { applicationLogLevel: 'LOUD' } }),
    'InvalidLogLevel',
    "'jsonLogs.applicationLogLevel' must be one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL, got LOUD",
  ],
  [
    untyped({ jsonLogs: { systemLogLevel: 'ERROR' } }),
    'InvalidLogLevel',
    "'jsonLogs.systemLogLevel' must be one of DEBUG, INFO, WARN, got ERROR",
  ],
  [
    { deadLetter: { queueArn: 'arn:aws:sqs:eu-west-1:1:dead.fifo' } },
    'FifoDestination',
    "'deadLetter' must not be a FIFO queue or topic, got arn:aws:sqs:eu-west-1:1:dead.fifo",
  ],
  [tagsOf(51), 'InvalidTags', "'tags' must have at most 50 entries, got 51"],
];

test.each(ACCEPTED.map((props) => [JSON.stringify(props).slice(0, 80), props] as const))('accepts %s', (_, props) => {
  expect(testLambda(props).node.path).toBe('stack/api');
});

test.each(REFUSED.map((row) => [JSON.stringify(row[0]).slice(0, 80), ...row] as const))(
  'fails for %s',
  (_, props, code, message) => {
    const error = validationErrorOf(() => testLambda(props));
    expect(error.message).toBe(`${message} [${code}] (at stack/api)`);
    expect(error.code).toBe(code);
  },
);

test('fails for a handler that the runtime could not load, with the placeholder’s own code', () => {
  const error = validationErrorOf(() => testLambda({ handler: 'no-function' }));
  expect(error.code).toBe('MalformedHandler');
  expect(error.message).toContain('(at stack/api/Placeholder)');
});
