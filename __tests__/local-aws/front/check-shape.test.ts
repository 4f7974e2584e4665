import { shapeProblems } from '../../../local-aws/front/check-shape';
import type { ServiceModel } from '../../../local-aws/front/service-models';

const MODEL: ServiceModel = {
  metadata: { protocol: 'json' },
  operations: {},
  shapes: {
    Input: {
      type: 'structure',
      required: ['name'],
      members: {
        name: { shape: 'Name' },
        mode: { shape: 'Mode' },
        count: { shape: 'Count' },
        tags: { shape: 'Tags' },
        variables: { shape: 'Variables' },
        isOn: { shape: 'Flag' },
        at: { shape: 'Time' },
      },
    },
    Name: { type: 'string', min: 1, max: 5, pattern: '[a-z]+' },
    Odd: { type: 'string', pattern: '(?<name' },
    Mode: { type: 'string', enum: ['ON', 'OFF'] },
    Count: { type: 'integer', min: 1, max: 3 },
    Tags: { type: 'list', member: { shape: 'Name' }, max: 2 },
    Variables: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Mode' } },
    Flag: { type: 'boolean' },
    Time: { type: 'timestamp' },
  },
};

test('a value that the model allows has no problem, with optional members null too', () => {
  const value = { name: 'abc', mode: 'ON', count: 3, tags: ['a', 'b'], variables: { k: 'OFF' }, isOn: false, at: 1.5 };
  expect(shapeProblems(MODEL, 'Input', value)).toEqual([]);
  expect(shapeProblems(MODEL, 'Input', { name: 'a', mode: null, count: undefined })).toEqual([]);
});

test('a pattern that JavaScript does not read judges nothing', () => {
  expect(shapeProblems(MODEL, 'Odd', 'anything')).toEqual([]);
});

test.each<[problem: string, value: unknown]>([
  ['Input must be an object', []],
  ['name is required', {}],
  ['name is required', { name: null }],
  ['other is not a member of Input', { name: 'a', other: 1 }],
  ['name must be a string', { name: 1 }],
  ['name must have 1 to 5 characters', { name: 'abcdef' }],
  ['name must match [a-z]+', { name: 'a1' }],
  ['mode must be one of ON, OFF', { name: 'a', mode: 'on' }],
  ['count must be 1 to 3', { name: 'a', count: 4 }],
  ['count must be a whole number', { name: 'a', count: '1' }],
  ['tags must have 0 to 2 members', { name: 'a', tags: ['a', 'b', 'c'] }],
  ['tags[1] must match [a-z]+', { name: 'a', tags: ['a', '1'] }],
  ['tags must be a list', { name: 'a', tags: {} }],
  ['variables must be a map', { name: 'a', variables: [] }],
  ['variables.k must be one of ON, OFF', { name: 'a', variables: { k: 'no' } }],
  ["the key 'K' of variables must match [a-z]+", { name: 'a', variables: { K: 'ON' } }],
  ['isOn must be true or false', { name: 'a', isOn: 'true' }],
  ['at must be a number', { name: 'a', at: '2030-01-01' }],
])('fails with "%s"', (problem, value) => {
  expect(shapeProblems(MODEL, 'Input', value)).toEqual([problem]);
});
