import { DemoStack } from '../../stacks/demo-stack';
import { synthesizeLambda } from '../helpers/lambda';
import { TEST_CONFIG } from '../helpers/stack-config';
import type { SynthesizedStack } from '../helpers/synth';
import { synthesize, testApp } from '../helpers/synth';

/** Where a `*` stands, and why it may. */
type Wildcard = readonly [where: string, text: string, because: string];

const LOG_STREAMS: Wildcard = [
  'aws_iam_role_policy.api_ExecutionPolicy_8017D5EB Allow logs:CreateLogStream,logs:PutLogEvents',
  '${aws_cloudwatch_log_group.api_LogGroup_89F0207F.arn}:*',
  'Lambda names the streams of the function’s own log group',
];
const INTERFACES =
  'ec2:CreateNetworkInterface,ec2:DeleteNetworkInterface,ec2:AssignPrivateIpAddresses,ec2:UnassignPrivateIpAddresses';

const PLACE = 'arn:PARTITION:lambda:REGION:ACCOUNT';
const OWN_PREFIX =
  'what its keys end in is chosen when a build or a deploy runs; each pipeline and function has a prefix of its own';

/** What an environment of the demo has. */
const environment = (name: string, functionName: string): readonly Wildcard[] => {
  const build = `aws_iam_role_policy.${name}_pipeline_Build_Policy Allow`;
  const pipeline = `aws_iam_role_policy.${name}_pipeline_Pipeline_Policy Allow`;
  const streams = 'logs:CreateLogStream,logs:PutLogEvents';
  return [
    [
      `aws_iam_role_policy.${name}_api_ExecutionPolicy Allow ${streams}`,
      `\${aws_cloudwatch_log_group.${name}_api_LogGroup.arn}:*`,
      'Lambda names the streams of the function’s own log group',
    ],
    [
      `${build} ${streams}`,
      `\${aws_cloudwatch_log_group.${name}_pipeline_Build_LogGroup.arn}:*`,
      'CodeBuild names the streams of the project’s own log group',
    ],
    [
      `${build} lambda:DeleteFunction,lambda:GetFunctionConfiguration,lambda:GetProvisionedConcurrencyConfig`,
      `\${aws_lambda_function.${name}_api.arn}:*`,
      'versions and aliases of the one function, whose numbers deploys make',
    ],
    [
      `${build} lambda:DeleteLayerVersion`,
      `${PLACE}:layer:${functionName}-dependencies:*`,
      'versions of the one layer, whose numbers deploys make',
    ],
    [`${build} lambda:GetLayerVersion`, `${PLACE}:layer:${functionName}-dependencies:*`, 'the same'],
    [
      `${build} lambda:ListEventSourceMappings,lambda:ListLayerVersions`,
      '*',
      'these have no resource types in the service’s own list of actions',
    ],
    [
      `${build} s3:DeleteObject,s3:GetObject,s3:PutObject`,
      `arn:PARTITION:s3:::\${aws_s3_bucket.artifacts.id}/packages/${functionName}/*`,
      OWN_PREFIX,
    ],
    [`${build} s3:ListBucket`, `packages/${functionName}/*`, OWN_PREFIX],
    [`${build} s3:GetObject,s3:GetObjectVersion`, `\${aws_s3_bucket.artifacts.arn}/${functionName}/*`, OWN_PREFIX],
    [
      `${pipeline} s3:GetObject,s3:GetObjectVersion,s3:PutObject,s3:PutObjectAcl`,
      `\${aws_s3_bucket.artifacts.arn}/${functionName}/*`,
      OWN_PREFIX,
    ],
    [
      `aws_lambda_permission.${name}_api_Alias_Permission-http-api source_arn`,
      `\${aws_apigatewayv2_api.${name}_http-api.execution_arn}/*/*`,
      'every stage and route of the stack’s own API is the function’s',
    ],
  ];
};

/** What denies, which may be wide: reached without TLS, and by an old one. */
const BUCKET_POLICY: readonly Wildcard[] = ['${aws_s3_bucket.artifacts.arn}/*', '*', 's3:*'].flatMap((text) => {
  const denial: Wildcard = [
    'aws_s3_bucket_policy.artifacts_Policy Deny s3:*',
    text,
    'a denial is for everyone and everything',
  ];
  return [denial, denial];
});

test('every * of the demo stack is one of these', () => {
  const slack = { teamId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' };
  const config = { ...TEST_CONFIG, delivery: { ...TEST_CONFIG.delivery, slack } };
  const stack = synthesize(new DemoStack(testApp(), 'demo', config));
  expect(wildcards(stack).map(withoutPlace).sort()).toEqual(
    listed([...environment('qa', 'demo-api-qa'), ...environment('production', 'demo-api'), ...BUCKET_POLICY]),
  );
});

/** Without hashes, and without the names of data sources that tell where the stack is. */
function withoutPlace(text: string): string {
  return text
    .replace(/\$\{data\.aws_partition\.\w+\.partition\}/g, 'PARTITION')
    .replace(/\$\{data\.aws_region\.\w+\.id\}/g, 'REGION')
    .replace(/\$\{data\.aws_caller_identity\.\w+\.account_id\}/g, 'ACCOUNT')
    .replace(/_[0-9A-F]{8}\b/g, '');
}

test('every * of a function with everything is one of these', () => {
  const stack = synthesizeLambda(
    {
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      fileSystem: { accessPointArn: 'arn:ap', fileSystemArn: 'arn:fs', localMountPath: '/mnt/a' },
      tracing: 'Active',
      kmsKeyArn: 'arn:key',
      deadLetter: { queueArn: 'arn:dead' },
      asyncInvoke: { onSuccess: { eventBusArn: 'arn:bus' }, onFailure: { functionArn: 'arn:function' } },
      functionUrl: { authorizationType: 'NONE' },
      provisionedConcurrentExecutions: 1,
      policy: [{ actions: ['dynamodb:GetItem'], resources: ['arn:table'] }],
    },
    (lambda) => {
      lambda.addPermission('sns', { principal: 'sns.amazonaws.com', sourceArn: 'arn:topic' });
      lambda.grantInvoke('caller', { name: 'caller' });
      lambda.addEventSource('queue', { queueArn: 'arn:queue' });
      lambda.addEventSource('stream', { streamArn: 'arn:stream', startingPosition: 'LATEST' });
      lambda.addEventSource('table', { tableStreamArn: 'arn:table-stream', startingPosition: 'LATEST' });
      lambda.addAlias('beta').grantInvoke('caller', { name: 'caller' });
    },
  );
  const policy = 'aws_iam_role_policy.api_ExecutionPolicy_8017D5EB';
  expect(wildcards(stack)).toEqual(
    listed([
      LOG_STREAMS,
      [
        `${policy} Allow ec2:DescribeNetworkInterfaces,ec2:DescribeSubnets,${INTERFACES}`,
        '*',
        'Lambda checks these without naming an interface',
      ],
      [`${policy} Deny ${INTERFACES}`, '*', 'a denial may be wide: the code itself needs none of these'],
      [
        `${policy} Deny ${INTERFACES}`,
        'arn:*:lambda:*:*:function:api',
        'the role serves this function alone, in whichever partition, region and account it is',
      ],
      [
        `${policy} Allow xray:PutTraceSegments,xray:PutTelemetryRecords`,
        '*',
        'X-Ray has no resource to name for these',
      ],
    ]),
  );
});

function listed(rows: readonly Wildcard[]): string[] {
  return rows.map(([where, text]) => `${where}: ${text}`).sort();
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
}

/** Every text with a `*` in any policy of the stack: of roles, their trust, and resources. */
function wildcards(stack: SynthesizedStack): string[] {
  const found = stack.addresses
    .filter((address) => !address.startsWith('data.'))
    .flatMap((address) => {
      const { policy, assume_role_policy: trust, source_arn: sourceArn, principal, action } = stack.at(address);
      const documents = [policy, trust].filter((text) => typeof text === 'string');
      const statements = documents.flatMap((text) => (JSON.parse(text) as { Statement: Statement[] }).Statement);
      return [
        ...statements.flatMap((statement) =>
          texts(statement).map((text) => [`${address} ${statement.Effect} ${[statement.Action].flat().join()}`, text]),
        ),
        ...Object.entries({ source_arn: sourceArn, principal, action }).flatMap(([name, value]) =>
          texts(value).map((text) => [`${address} ${name}`, text]),
        ),
      ];
    });
  return found.flatMap(([where = '', text = '']) => (text.includes('*') ? [`${where}: ${text}`] : [])).sort();
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
