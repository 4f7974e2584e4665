import { CodelessError } from '../../../cli/errors';
import { parseContract } from '../../../cli/settings/contract-document';
import { CONTRACT } from './contract';

function messageOf(document: string): string {
  try {
    parseContract('demo-api', document);
  } catch (error) {
    expect(error).toBeInstanceOf(CodelessError);
    expect(error).toMatchObject({ exit: 'usage', code: 'ContractInvalid' });
    return (error as CodelessError).message;
  }
  throw new Error('nothing was thrown');
}

const changed = (change: object): string => messageOf(JSON.stringify({ ...CONTRACT, ...change }));

test('a contract comes back as it was written', () => {
  expect(parseContract('demo-api', JSON.stringify(CONTRACT))).toEqual(CONTRACT);
});

test('what a later release adds is left out', () => {
  const { tomorrow, ...rest } = {
    ...parseContract('demo-api', JSON.stringify({ ...CONTRACT, tomorrow: 1 })),
    tomorrow: undefined,
  };
  expect(tomorrow).toBeUndefined();
  expect(rest).toEqual(CONTRACT);
});

test.each([
  ['', 'JSON'],
  ['x', 'JSON'],
  ['[]', 'a JSON object'],
  ['"a"', 'a JSON object'],
  ['null', 'a JSON object'],
])('fails %j, which is not %s', (document, what) => {
  expect(messageOf(document)).toBe(`the deploy contract in /codeless/demo-api/contract, line 1: this is not ${what}`);
});

test('fails the schema of a later release, whatever else it holds', () => {
  expect(messageOf('{"schemaVersion": 2}')).toBe(
    'the deploy contract in /codeless/demo-api/contract has schema version 2, and this release reads version 1',
  );
});

test('fails a schema version that is none', () => {
  expect(changed({ schemaVersion: '1' })).toMatch(/has a wrong value at schemaVersion$/);
});

test('fails keys that are missing, all at once', () => {
  expect(changed({ aliasName: undefined, layers: undefined })).toBe(
    'the deploy contract in /codeless/demo-api/contract lacks aliasName, layers',
  );
});

test.each([
  ['architectures', []],
  ['architectures', ['x86_64', 'arm64']],
  ['architectures', ['riscv']],
  ['aliasOwner', 'nobody'],
  ['packageType', 'zip'],
  ['layers', 'arn'],
  ['alarms', [1]],
  ['functionName', ''],
])('fails %s of %j', (key, value) => {
  expect(changed({ [key]: value })).toBe(
    `the deploy contract in /codeless/demo-api/contract has a wrong value at ${key}`,
  );
});

test('fails the contract of another function', () => {
  expect(changed({ functionName: 'orders' })).toBe(
    'the deploy contract in /codeless/demo-api/contract is for the function orders',
  );
});
