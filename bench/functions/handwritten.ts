import { DataArchiveFile } from '@cdktf/provider-archive/lib/data-archive-file';
import { ArchiveProvider } from '@cdktf/provider-archive/lib/provider';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, TerraformLocal } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import { placeholderFiles } from '../../modules/codeless-lambda/placeholder';

const RUNTIME = 'python3.12';
const HANDLER = 'app.main.handler';
const ARCHITECTURES = ['x86_64'];

/** The same resources as `addCodelessFunctions` makes, out of the provider's classes alone. */
export function addHandwrittenFunctions(stack: TerraformStack, count: number): void {
  new ArchiveProvider(stack, 'archive');
  const source = placeholderFiles(RUNTIME, HANDLER).map(({ path, content }) => ({ filename: path, content }));
  for (let index = 0; index < count; index++) {
    addFunction(stack, `function-${index}`, source);
  }
}

function addFunction(stack: TerraformStack, name: string, source: { filename: string; content: string }[]): void {
  const logGroup = new CloudwatchLogGroup(stack, `${name}-logs`, { name: `/aws/lambda/${name}`, retentionInDays: 30 });
  const role = new IamRole(stack, `${name}-role`, {
    name: `${name}-lambda`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    }),
  });
  const policy = new IamRolePolicy(stack, `${name}-policy`, {
    role: role.name,
    name: 'execution',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: [`${logGroup.arn}:*`] },
      ],
    }),
  });
  const archive = new DataArchiveFile(stack, `${name}-placeholder`, {
    type: 'zip',
    outputPath: `\${path.module}/placeholder-${name}.zip`,
    source,
  });
  const configuration = {
    role: role.arn,
    packageType: 'Zip',
    runtime: RUNTIME,
    handler: HANDLER,
    architectures: ARCHITECTURES,
    timeout: 3,
    memorySize: 256,
    ephemeralStorage: { size: 512 },
    environment: { variables: { STAGE: 'bench' } },
    tracingConfig: { mode: 'PassThrough' },
    loggingConfig: { logGroup: logGroup.name, logFormat: 'Text' },
  };
  const lambda = new LambdaFunction(stack, name, {
    ...configuration,
    functionName: name,
    publish: true,
    filename: archive.outputPath,
    dependsOn: [policy],
    lifecycle: {
      ignoreChanges: [
        'filename',
        'source_code_hash',
        's3_bucket',
        's3_key',
        's3_object_version',
        'image_uri',
        'layers',
      ],
    },
  });
  const alias = new LambdaAlias(stack, `${name}-alias`, {
    name: 'live',
    functionName: lambda.functionName,
    functionVersion: lambda.version,
    lifecycle: { ignoreChanges: ['function_version', 'routing_config', 'description'] },
  });
  addContract(stack, name, { lambda, alias, archive, configuration });
}

function addContract(
  stack: TerraformStack,
  name: string,
  parts: { lambda: LambdaFunction; alias: LambdaAlias; archive: DataArchiveFile; configuration: object },
): void {
  const configuration = new TerraformLocal(stack, `${name}-configuration`, { ...parts.configuration, layers: [] });
  const contract = new TerraformLocal(stack, `${name}-document`, {
    functionName: parts.lambda.functionName,
    aliasName: parts.alias.name,
    aliasOwner: 'ci',
    runtime: RUNTIME,
    architectures: ARCHITECTURES,
    packageType: 'Zip',
    layerName: `${name}-dependencies`,
    layers: [],
    alarms: [],
    placeholderSha256: parts.archive.outputBase64Sha256,
    schemaVersion: 1,
    configurationSha256: Fn.sha256(Fn.jsonencode(configuration.expression)),
  });
  new SsmParameter(stack, `${name}-contract`, {
    name: `/codeless/${name}/contract`,
    description: `What a deploy of ${name} needs to know; written by Terraform`,
    type: 'String',
    insecureValue: Fn.jsonencode(contract.expression),
  });
}
