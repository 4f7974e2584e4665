import type { Subject } from '../../../cli/iam/grants';
import { policyFor } from '../../../cli/iam/policy';
import { ArtifactKeys } from '../../../cli/deploy/keys';
import type { DeployTarget } from '../../../modules';
import type { DeployNeeds } from '../../../modules/lambda-ci/build-deploy-statements';
import { deployStatements } from '../../../modules/lambda-ci/build-deploy-statements';

const PLACE = { partition: 'aws-cn', region: 'cn-north-1', account: '111122223333', dnsSuffix: 'amazonaws.com.cn' };
const TOPIC = 'arn:aws-cn:sns:cn-north-1:111122223333:deploys';
const TARGET: DeployTarget = {
  functionName: 'api',
  functionArn: 'arn:aws-cn:lambda:cn-north-1:111122223333:function:api',
  runtime: 'python3.13',
  architecture: 'arm64',
  layerName: 'api-dependencies',
  layers: [],
  alarms: [],
  contractParameterName: '/codeless/api/contract',
};
const NEEDS: DeployNeeds = { place: PLACE, target: TARGET, smokeTest: false, difference: false, topicArn: undefined };

/** What the program says that it needs for the same. */
function subjectOf({ target, smokeTest, topicArn }: DeployNeeds): Subject {
  const { codeDeploy, artifacts } = target;
  return {
    partition: PLACE.partition,
    region: PLACE.region,
    account: PLACE.account,
    functionName: target.functionName,
    packageType: 'Zip',
    repositories: [],
    hasTaggedPlaceholder: false,
    layerName: target.layerName,
    foreignLayers: target.layers,
    bucket: artifacts?.bucket,
    root: new ArtifactKeys(artifacts?.prefix ?? 'lambda-ci', target.functionName).root,
    codeDeploy: codeDeploy && { application: codeDeploy.application, group: codeDeploy.deploymentGroup },
    contractParameter: target.contractParameterName,
    hasAlarms: target.alarms.length > 0,
    hasSmokeTest: smokeTest,
    notifyTopic: topicArn,
    logGroup: '/aws/lambda/api',
    variablesKey: target.kmsKeyArn,
  };
}

/** Every right of its own: an action, a resource and the condition. */
function rightsOf(
  statements: readonly { actions: readonly string[]; resources: readonly string[]; condition?: object }[],
): string[] {
  const rights = statements.flatMap(({ actions, resources, condition }) =>
    actions.flatMap((action) =>
      resources.map((resource) => `${action} on ${resource}${condition ? ` if ${JSON.stringify(condition)}` : ''}`),
    ),
  );
  return [...new Set(rights)].sort();
}

function granted(needs: DeployNeeds): string[] {
  return rightsOf(
    deployStatements(needs).map(({ actions, resources, conditions }) => ({
      actions,
      resources,
      condition: conditions,
    })),
  );
}

function needed(needs: DeployNeeds): string[] {
  const { Statement } = policyFor(subjectOf(needs), [
    'deploy',
    'prune',
    ...(needs.difference ? ['diff' as const] : []),
  ]);
  return rightsOf(
    Statement.map(({ Action, Resource, Condition }) => ({
      actions: Action,
      resources: Resource,
      condition: Condition,
    })),
  );
}

const BUCKET = { artifacts: { bucket: 'packages', prefix: 'ci' } };
const CODE_DEPLOY = { codeDeploy: { application: 'api', deploymentGroup: 'live' } };
const LAYERS = { layers: ['arn:aws-cn:lambda:cn-north-1:444455556666:layer:tools:3'] };
const KEY = { kmsKeyArn: 'arn:aws-cn:kms:cn-north-1:111122223333:key/variables' };

test.each<[of: string, target: Partial<DeployTarget>, needs?: Partial<DeployNeeds>]>([
  ['a function without anything', {}],
  ['a bucket', BUCKET],
  ['a bucket of one function alone', { artifacts: { bucket: 'packages', prefix: '' } }],
  ['CodeDeploy', CODE_DEPLOY],
  ['alarms', { alarms: ['errors', 'duration'] }],
  ['layers of others', LAYERS],
  ['encrypted variables', KEY],
  ['a smoke test', {}, { smokeTest: true }],
  ['a difference that is shown before', {}, { difference: true }],
  ['a difference of packages in a bucket', BUCKET, { difference: true }],
  ['a topic that is told', {}, { topicArn: TOPIC }],
  [
    'all of these',
    { ...BUCKET, ...CODE_DEPLOY, ...LAYERS, ...KEY, alarms: ['errors'] },
    { smokeTest: true, difference: true, topicArn: TOPIC },
  ],
])('the role may what the program calls for %s, and nothing else', (_, target, needs = {}) => {
  const all = { ...NEEDS, ...needs, target: { ...TARGET, ...target } };
  expect(granted(all)).toEqual(needed(all));
});

test('what the role may on everything is listed here', () => {
  const all = {
    ...NEEDS,
    target: { ...TARGET, ...CODE_DEPLOY, alarms: ['errors'] },
    smokeTest: true,
    difference: true,
  };
  expect(granted(all).filter((right) => right.includes(' on *'))).toEqual([
    'cloudwatch:DescribeAlarms on *',
    'lambda:ListEventSourceMappings on *',
    'lambda:ListLayerVersions on *',
  ]);
});
