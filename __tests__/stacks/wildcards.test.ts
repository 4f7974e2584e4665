import { DemoStack } from '../../stacks/demo-stack';
import { synthesizeLambda } from '../helpers/lambda';
import { DEFAULT_CONFIG } from '../helpers/stack-config';
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

test('every * of the demo stack is one of these', () => {
  const stack = synthesize(new DemoStack(testApp(), 'demo', DEFAULT_CONFIG));
  expect(wildcards(stack)).toEqual(
    listed([
      LOG_STREAMS,
      [
        'aws_lambda_permission.api_Alias_Permission-http-api_C7F11E37 source_arn',
        '${aws_apigatewayv2_api.http-api.execution_arn}/*/*',
        'every stage and route of the stack’s own API is the function’s',
      ],
    ]),
  );
});

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
