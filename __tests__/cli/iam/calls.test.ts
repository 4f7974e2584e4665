import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CALLS } from '../../../cli/iam/calls';
import type { Subject } from '../../../cli/iam/grants';
import { policyFor } from '../../../cli/iam/policy';

const AWS = join(__dirname, '../../../cli/aws');

/** The calls that the sources make. */
function callSites(): string[] {
  return readdirSync(AWS).flatMap((file) => {
    const source = readFileSync(join(AWS, file), 'utf8');
    return [...source.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)].map(
      ([, command, page]) => command ?? page ?? '',
    );
  });
}

const SUBJECT: Subject = {
  partition: 'aws-cn',
  region: 'cn-north-1',
  account: '123456789012',
  functionName: 'demo',
  layerName: 'demo-deps',
  foreignLayers: [],
  bucket: 'packages',
  root: 'lambda-ci/demo/',
  codeDeploy: undefined,
  contractParameter: '/codeless/demo/contract',
  hasAlarms: false,
  hasSmokeTest: false,
  logGroup: '/aws/lambda/demo',
};

test('declares exactly the calls that the sources make', () => {
  expect([...new Set(CALLS.map(({ action }) => action))].sort()).toEqual([...new Set(callSites())].sort());
});

test('gives no wildcard resource but to the two listings that know no other', () => {
  const wild = policyFor(SUBJECT, ['deploy', 'rollback', 'prune']).Statement.filter(({ Resource }) =>
    Resource.includes('*'),
  );
  expect(wild.map(({ Action }) => Action)).toEqual([['lambda:ListEventSourceMappings', 'lambda:ListLayerVersions']]);
});

test('lets prune delete versions and never the function', () => {
  const statement = policyFor(SUBJECT, ['prune']).Statement.find(({ Action }) =>
    Action.includes('lambda:DeleteFunction'),
  );
  expect(statement?.Resource).toEqual(['arn:aws-cn:lambda:cn-north-1:123456789012:function:demo:*']);
});

test('asks for nothing of S3, CodeDeploy, alarms or invocations where there are none', () => {
  const actions = policyFor({ ...SUBJECT, bucket: undefined }, ['deploy', 'rollback']).Statement.flatMap(
    ({ Action }) => Action,
  );
  expect(actions.filter((action) => /^(s3|codedeploy|cloudwatch):|Invoke/.test(action))).toEqual([]);
});

test('asks for them where there are', () => {
  const full = { ...SUBJECT, codeDeploy: { application: 'a', group: 'g' }, hasAlarms: true, hasSmokeTest: true };
  const actions = policyFor(full, ['deploy', 'rollback']).Statement.flatMap(({ Action }) => Action);
  expect(actions).toEqual(
    expect.arrayContaining([
      's3:PutObject',
      'codedeploy:StopDeployment',
      'cloudwatch:DescribeAlarms',
      'lambda:InvokeFunction',
    ]),
  );
});
