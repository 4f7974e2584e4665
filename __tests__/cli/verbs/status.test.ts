import { formatLease } from '../../../cli/deploy/lease-text';
import { statusOf } from '../../../cli/inspect/status';
import { describeStatus } from '../../../cli/inspect/status-text';
import { styleOf } from '../../../cli/output/style';
import { configuration, settingsOf, stateOf } from '../inspect/facts';

const STYLE = styleOf({ write: () => undefined }, false);

test('a quiet function serves a version, and nothing waits or is under way', () => {
  expect(statusOf(settingsOf(), stateOf(), undefined)).toEqual({
    functionName: 'demo-api',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:demo-api',
    region: 'eu-west-1',
    state: 'Active',
    lastUpdateStatus: 'Successful',
    alias: { name: 'latest', version: '4', sourceVersion: 'v1', placeholder: false, weights: {} },
    pending: { code: false, layers: false, configuration: [] },
    contract: 'found',
    ledger: 'none',
  });
});

test('a lease, weights and deployments under way are told', () => {
  const Description = formatLease({ work: 'deploying v2', holder: 'ann@laptop', token: '0123456789abcdef' }, 3);
  const alias = { FunctionVersion: '4', Description, RoutingConfig: { AdditionalVersionWeights: { '5': 0.1 } } };
  const status = statusOf(settingsOf(), stateOf({ alias }), ['d-1']);
  expect(status.lease).toEqual({ work: 'deploying v2', holder: 'ann@laptop' });
  const text = describeStatus(status, {}, STYLE);
  expect(text).toContain('10 % of the traffic goes to version 5');
  expect(text).toContain('deploying v2, by ann@laptop');
  expect(text).toContain('CodeDeploy deployment d-1');
});

test('what $LATEST has and callers do not get yet is told', () => {
  const latest = configuration('$LATEST', { MemorySize: 256, CodeSha256: 'sha-2', Layers: [{ Arn: 'arn:layer:a:1' }] });
  const status = statusOf(settingsOf(), stateOf({ latest }), undefined);
  expect(status.pending).toEqual({ code: true, layers: true, configuration: ['MemorySize'] });
  expect(describeStatus(status, {}, STYLE)).toContain('$LATEST differs in code, layers, MemorySize');
});

test('a placeholder behind the alias is called one', () => {
  const serving = configuration('4', { CodeSha256: 'placeholder' });
  const status = statusOf(settingsOf(), stateOf({ serving }), undefined);
  expect(status.alias.placeholder).toBe(true);
  expect(describeStatus(status, {}, STYLE)).toContain("Terraform's placeholder");
});

test('the tag that was released is told beside the commit, as the version tells it where there is no ledger', () => {
  const serving = configuration('4', { Description: 'c0ffee1 [tag v1.4.0]' });
  const status = statusOf(settingsOf(), stateOf({ serving }), undefined);
  expect(status.alias).toMatchObject({ sourceVersion: 'c0ffee1', tag: 'v1.4.0' });
  expect(describeStatus(status, {}, STYLE)).toContain('version 4 (c0ffee1, v1.4.0)');
});

test('each setting says where its value came from', () => {
  const text = describeStatus(
    statusOf(settingsOf(), stateOf(), undefined),
    { keep: { value: 5, source: 'environment' } },
    STYLE,
  );
  expect(text).toContain('  keep  environment  5');
});
