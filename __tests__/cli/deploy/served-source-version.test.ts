import type { Ledger, Release } from '../../../cli/deploy/ledger';
import { servedSourceVersion, type FunctionState } from '../../../cli/deploy/state';

const RELEASE: Release = {
  version: '7',
  sourceVersion: 'v1',
  codeSha256: 'LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=',
  layers: [],
  declaredLayers: [],
  releasedAt: '2026-11-20T12:00:00.000Z',
  releasedBy: 'ada@laptop',
  previousVersion: '6',
};

function state(description: string | undefined, current?: string): FunctionState {
  const ledger: Ledger | undefined =
    current === undefined
      ? undefined
      : { schemaVersion: 1, functionName: 'demo', aliasName: 'live', current, releases: [RELEASE] };
  return {
    alias: { FunctionVersion: '7' },
    latest: { Description: 'The function that Terraform described' },
    serving: { Version: '7', Description: description },
    ledger: ledger && { ledger, stored: { text: '', etag: '' } },
    placeholderSha256: undefined,
  };
}

test.each([
  ['the ledger', state('v1 cut sh', '7'), 'v1'],
  ['the version, where there is no ledger', state('v0'), 'v0'],
  ['the version, where the ledger tells of another', state('v3', '6'), 'v3'],
])('what is served is told by %s', (_, present, expected) => {
  expect(servedSourceVersion(present)).toBe(expected);
});

test.each([undefined, '', 'The function that Terraform described'])(
  'nobody tells it with the description %j',
  (text) => {
    expect(servedSourceVersion(state(text))).toBeUndefined();
  },
);
