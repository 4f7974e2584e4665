import { createHash } from 'node:crypto';

import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SSMClient } from '@aws-sdk/client-ssm';

import { readContract, ship } from '../../demo/ship';
import type { DeployContract } from '../../modules/codeless-lambda/contract';

const CONTRACT: DeployContract = {
  schemaVersion: 1,
  functionName: 'demo-api',
  aliasName: 'live',
  aliasOwner: 'ci',
  runtime: 'python3.12',
  architectures: ['x86_64'],
  packageType: 'Zip',
  layerName: 'demo-api-dependencies',
  layers: ['arn:base'],
  alarms: [],
  configurationSha256: '00',
};

const ANSWERS: Readonly<Record<string, object>> = {
  PublishLayerVersion: { LayerVersionArn: 'arn:own:1' },
  GetFunction: { Configuration: { LastUpdateStatus: 'Successful' } },
  PublishVersion: { Version: '2' },
};

/** A client that answers from a table and keeps what it was sent. */
function client(answers: Readonly<Record<string, object>>) {
  const sent: { readonly action: string; readonly input: object }[] = [];
  const send = (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
    const action = command.constructor.name.replace('Command', '');
    sent.push({ action, input: command.input });
    return Promise.resolve(answers[action] ?? {});
  };
  return { client: { send, config: {} } as unknown as LambdaClient & SSMClient, sent };
}

const packages = { code: Buffer.from('code'), dependencies: Buffer.from('dependencies') };

test('the alias moves last, each update is waited for', async () => {
  const { client: lambda, sent } = client(ANSWERS);
  await expect(ship(lambda, CONTRACT, packages)).resolves.toEqual({ version: '2', layer: 'arn:own:1' });
  expect(sent.map(({ action }) => action)).toEqual([
    'PublishLayerVersion',
    'UpdateFunctionConfiguration',
    'GetFunction',
    'UpdateFunctionCode',
    'GetFunction',
    'PublishVersion',
    'UpdateAlias',
  ]);
  expect(sent.at(-1)?.input).toEqual({ FunctionName: 'demo-api', Name: 'live', FunctionVersion: '2' });
});

test("Terraform's layers stay and come first", async () => {
  const { client: lambda, sent } = client(ANSWERS);
  await ship(lambda, CONTRACT, packages);
  expect(sent[1]?.input).toEqual({ FunctionName: 'demo-api', Layers: ['arn:base', 'arn:own:1'] });
});

test('the version is bound to the code that was sent', async () => {
  const { client: lambda, sent } = client(ANSWERS);
  await ship(lambda, CONTRACT, packages);
  const CodeSha256 = createHash('sha256').update('code').digest('base64');
  expect(sent[5]?.input).toEqual({ FunctionName: 'demo-api', CodeSha256 });
});

test('the contract is read from its parameter', async () => {
  const { client: ssm, sent } = client({ GetParameter: { Parameter: { Value: JSON.stringify(CONTRACT) } } });
  await expect(readContract(ssm, 'demo-api')).resolves.toEqual(CONTRACT);
  expect(sent).toEqual([{ action: 'GetParameter', input: { Name: '/codeless/demo-api/contract' } }]);
});

test('fails on a contract of another schema', async () => {
  const value = JSON.stringify({ ...CONTRACT, schemaVersion: 2 });
  const { client: ssm } = client({ GetParameter: { Parameter: { Value: value } } });
  await expect(readContract(ssm, 'demo-api')).rejects.toThrow('has schema version 2, not 1');
});

test('fails where Terraform moves the alias', async () => {
  const value = JSON.stringify({ ...CONTRACT, aliasOwner: 'terraform' });
  const { client: ssm } = client({ GetParameter: { Parameter: { Value: value } } });
  await expect(readContract(ssm, 'demo-api')).rejects.toThrow('says that Terraform moves the alias');
});
