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

describe('an image function', () => {
  const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo';
  const SHA256 = '0a'.repeat(32);
  const serving = configuration('4', { PackageType: 'Image', CodeSha256: SHA256 });

  test('tells the image by its digest where there is no ledger', () => {
    const status = statusOf(settingsOf(), stateOf({ serving }), undefined);
    expect(status.alias.image).toBe(`sha256:${SHA256}`);
    expect(describeStatus(status, {}, STYLE)).toContain(`  Image     sha256:${SHA256}\n`);
  });

  test('tells the URI that was released', () => {
    const release = {
      ...{
        version: '4',
        previousVersion: '3',
        sourceVersion: 'v1',
        codeSha256: SHA256,
        layers: [],
        declaredLayers: [],
      },
      imageUri: `${REPOSITORY}@sha256:${SHA256}`,
      ...{ releasedAt: '2026-11-27T12:00:00Z', releasedBy: 'ann@laptop' },
    };
    const stored = { text: '', etag: 'x' };
    const told = { schemaVersion: 1, functionName: 'demo-api', aliasName: 'latest' } as const;
    const ledger = { ledger: { ...told, current: '4', releases: [release] }, stored };
    const status = statusOf(settingsOf(), stateOf({ serving, ledger }), undefined);
    expect(status.alias.image).toBe(release.imageUri);
    expect(describeStatus(status, {}, STYLE)).toContain(`  Image     ${release.imageUri}\n`);
  });

  test('of a package no image is told', () => {
    const status = statusOf(settingsOf(), stateOf(), undefined);
    expect(status.alias).not.toHaveProperty('image');
    expect(describeStatus(status, {}, STYLE)).not.toContain('Image');
  });
});
