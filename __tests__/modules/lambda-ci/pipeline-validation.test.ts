import type { DeliveryPipelineProps } from '../../../modules/lambda-ci/pipeline-props';
import { checkNewConnection } from '../../../modules/lambda-ci/source-checks';
import type { PipelineSource } from '../../../modules/lambda-ci/source-props';
import type { BuildActionOptions, PipelineVariableOptions } from '../../../modules/lambda-ci/stage-props';
import { validationErrorOf } from '../../helpers/errors';
import { testStack } from '../../helpers/synth';
import { CONNECTION, synthesizePipeline } from './pipeline-room';

type Props = Partial<DeliveryPipelineProps>;

const SCAN = { name: 'Scan', projectName: 'scan', projectArn: 'arn:scan' };
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:approvals';
const HOST = 'arn:aws:codeconnections:eu-west-1:111122223333:host/h';
/** The longest value of a variable that still fits beside the rest of its JSON. */
const LONGEST_VALUE = 1000 - JSON.stringify([{ name: 'A', value: '', type: 'PLAINTEXT' }]).length;

const repository = (name: string, more: object = {}): Props => ({
  source: { type: 'connection', repository: name, connectionArn: CONNECTION, ...more },
});
const branch = (name: string): Props => repository('acme/app', { branch: name });
const provider = (name: string, more: object = {}): Props => ({
  connectionArn: CONNECTION,
  source: { type: 'connection', repository: 'acme/app', provider: name, ...more } as PipelineSource,
});
const s3 = (more: object = {}): Props => ({ source: { type: 's3', bucket: 'sources', key: 'a', ...more } });
const codeCommit = (more: object = {}): Props => ({ source: { type: 'codecommit', repositoryName: 'a', ...more } });
const builds = (...beforeDeploy: BuildActionOptions[]): Props => ({ beforeDeploy });
const many = (count: number): BuildActionOptions[] =>
  Array.from({ length: count }, (_, index) => ({ ...SCAN, name: `Scan${index}` }));
const variables = (...given: PipelineVariableOptions[]): Props => ({
  variables: given.map((variable) => ({ defaultValue: 'x', ...variable })),
});
/** Their names make the JSON of the builds' variables no longer than it may be. */
const numbered = (count: number): PipelineVariableOptions[] =>
  Array.from({ length: count }, (_, index) => ({ name: `V${index}` }));

test.each<Props>([
  { pipelineName: 'a' },
  { pipelineName: `${'a'.repeat(96)}.@_-` },
  { roleName: `${'a'.repeat(57)}+=,.@_-` },
  repository('acme/app.js'),
  repository('a-b/c_d', { provider: 'Bitbucket' }),
  repository('group/sub/sub/project', { provider: 'GitLab' }),
  branch('feature/x'),
  branch('b'),
  branch('b'.repeat(255)),
  provider('GitHubEnterpriseServer', { hostArn: HOST }),
  provider('GitLabSelfManaged', { connectionArn: CONNECTION }),
  provider('GitHubEnterpriseServer'),
  s3({ bucket: 'abc' }),
  s3({ key: 'k'.repeat(1000) }),
  codeCommit({ repositoryName: 'a'.repeat(100) }),
  { onFailure: 'ROLLBACK', executionMode: 'QUEUED' },
  { onFailure: 'ROLLBACK', executionMode: 'SUPERSEDED' },
  { onFailure: 'RETRY', executionMode: 'PARALLEL' },
  builds(...many(50)),
  { ...builds(...many(49)), approval: {} },
  builds({ ...SCAN, name: 'a'.repeat(100) }),
  builds({ ...SCAN, runOrder: 1 }, { ...SCAN, name: 'B', runOrder: 999 }),
  builds({ ...SCAN, name: 'Difference' }),
  { ...builds({ ...SCAN, name: 'Difference' }), approval: {}, difference: false },
  builds({ ...SCAN, environment: { A: 'x'.repeat(LONGEST_VALUE) } }),
  { approval: { timeoutMinutes: 5 } },
  { approval: { timeoutMinutes: 86400 } },
  { approval: { reviewUrl: `https://${'a'.repeat(992)}` } },
  { approval: { topicArn: TOPIC } },
  { approval: { topicArn: 'arn:aws-us-gov:sns:us-gov-west-1:111122223333:approvals' } },
  variables({ name: 'a' }),
  variables({ name: 'TAG' }),
  variables({ name: 'a'.repeat(128), defaultValue: 'x'.repeat(1000), description: 'x'.repeat(200) }),
  variables({ name: '@-_', description: '' }),
])('%j is accepted', (props) => {
  expect(() => synthesizePipeline(props)).not.toThrow();
});

test.each(['GitHubEnterpriseServer', 'GitLabSelfManaged'] as const)('fails to connect to %s without a host', (name) => {
  const source = { type: 'connection', repository: 'acme/app', provider: name } as const;
  const check = (): void => {
    checkNewConnection(testStack(), source);
  };
  expect(validationErrorOf(check).code).toBe('HostMissing');
});

test('what is behind a host, and what needs none, can be connected to', () => {
  const source = { type: 'connection', repository: 'acme/app' } as const;
  checkNewConnection(testStack(), { ...source, provider: 'GitHubEnterpriseServer', hostArn: HOST });
  for (const name of [undefined, 'GitHub', 'Bitbucket', 'GitLab'] as const) {
    expect(() => {
      checkNewConnection(testStack(), { ...source, provider: name });
    }).not.toThrow();
  }
});

test.each<[code: string, props: Props]>([
  ['InvalidPipelineName', { pipelineName: '' }],
  ['InvalidPipelineName', { pipelineName: 'a'.repeat(101) }],
  ['InvalidPipelineName', { pipelineName: 'a/b' }],
  ['InvalidRoleName', { roleName: 'a'.repeat(65) }],
  ['InvalidRoleName', { roleName: 'a/b' }],
  ['InvalidRolePath', { rolePath: 'ci/' }],
  ['InvalidSourceType', { source: { type: 'github' } as unknown as PipelineSource }],
  ['InvalidRepository', repository('app')],
  ['InvalidRepository', repository('https://github.com/acme/app')],
  ['InvalidRepository', repository('group/sub/project')],
  ['InvalidRepository', repository('project', { provider: 'GitLab' })],
  ['InvalidBranch', branch('refs/heads/main')],
  ['InvalidBranch', branch('')],
  ['InvalidBranch', branch('a b')],
  ['InvalidBranch', branch('a..b')],
  ['InvalidBranch', branch('a/')],
  ['InvalidBranch', branch('release/*')],
  ['InvalidBranch', branch('b'.repeat(256))],
  ['InvalidBranch', codeCommit({ branch: '-a' })],
  ['InvalidProvider', provider('AzureDevOps')],
  ['HostOfConnection', provider('GitHubEnterpriseServer', { hostArn: HOST, connectionArn: CONNECTION })],
  ['HostWithoutInstallation', provider('GitHub', { hostArn: HOST })],
  ['HostWithoutInstallation', provider('GitLab', { hostArn: HOST })],
  ['ConnectionMissing', { source: { type: 'connection', repository: 'acme/app' } }],
  ['InvalidSourceBucket', s3({ bucket: 'ab' })],
  ['InvalidSourceBucket', s3({ bucket: 's3://sources' })],
  ['InvalidSourceKey', s3({ key: '' })],
  ['InvalidSourceKey', s3({ key: 'k'.repeat(1001) })],
  ['InvalidRepositoryName', codeCommit({ repositoryName: 'a'.repeat(101) })],
  ['InvalidRepositoryName', codeCommit({ repositoryName: 'app.git' })],
  ['InvalidRepositoryName', codeCommit({ repositoryName: 'acme/app' })],
  ['InvalidOnFailure', { onFailure: 'SKIP' as 'RETRY' }],
  ['InvalidExecutionMode', { executionMode: 'SERIAL' as 'QUEUED' }],
  ['RollbackInParallel', { onFailure: 'ROLLBACK', executionMode: 'PARALLEL' }],
  ['TooManyBuilds', builds(...many(51))],
  ['TooManyBuilds', { ...builds(...many(50)), approval: {} }],
  ['InvalidActionName', builds({ ...SCAN, name: '' })],
  ['InvalidActionName', builds({ ...SCAN, name: 'a'.repeat(101) })],
  ['InvalidActionName', builds({ ...SCAN, name: 'my scan' })],
  ['DuplicateActionName', builds(SCAN, { ...SCAN, runOrder: 2 })],
  ['DuplicateActionName', { ...builds({ ...SCAN, name: 'Difference' }), approval: {} }],
  ['RunOrderOutOfRange', builds({ ...SCAN, runOrder: 0 })],
  ['RunOrderOutOfRange', builds({ ...SCAN, runOrder: 1000 })],
  ['EnvironmentTooLong', builds({ ...SCAN, environment: { A: 'x'.repeat(LONGEST_VALUE + 1) } })],
  ['EnvironmentTooLong', variables(...numbered(30))],
  ['ReservedVariable', builds({ ...SCAN, environment: { CODEBUILD_SRC_DIR: 'x' } })],
  ['ReservedVariable', builds({ ...SCAN, environment: { AWS_REGION: 'x' } })],
  ['ApprovalTimeout', { approval: { timeoutMinutes: 4 } }],
  ['ApprovalTimeout', { approval: { timeoutMinutes: 86401 } }],
  ['InvalidReviewUrl', { approval: { reviewUrl: 'example.com' } }],
  ['InvalidReviewUrl', { approval: { reviewUrl: `https://${'a'.repeat(993)}` } }],
  ['InvalidApprovalTopic', { approval: { topicArn: 'approvals' } }],
  ['InvalidVariableName', variables({ name: '' })],
  ['InvalidVariableName', variables({ name: 'a'.repeat(129) })],
  ['InvalidVariableName', variables({ name: 'a.b' })],
  ['ReservedVariable', variables({ name: 'LAMBDA_CI_STEP' })],
  ['DuplicateVariable', variables({ name: 'A' }, { name: 'A' })],
  ['DuplicateVariable', { ...variables({ name: 'TAG' }), trigger: { type: 'release' } }],
  ['DuplicateVariable', { ...variables({ name: 'CODELESS_TAG' }), trigger: { type: 'release' } }],
  ['VariableWithoutDefault', { variables: [{ name: 'REASON' }] }],
  ['VariableDefaultLength', variables({ name: 'A', defaultValue: '' })],
  ['VariableDefaultLength', variables({ name: 'A', defaultValue: 'x'.repeat(1001) })],
  ['VariableDescriptionLength', variables({ name: 'A', description: 'x'.repeat(201) })],
  ['TooManyVariables', variables(...numbered(51))],
  ['TooManyVariables', { ...variables(...numbered(50)), trigger: { type: 'release' } }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j', (code, props) => {
  const error = validationErrorOf(() => synthesizePipeline(props));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^'[\w.[\]]+' must .* \(at stack\/pipeline\)$/);
});
