import { allows } from '../../../../../cli/dependencies/python/poetry/constraint';

test.each([
  ['*', '1.0', true],
  ['^1.2.3', '1.9', true],
  ['^1.2.3', '2.0', false],
  ['^1.2.3', '1.2.2', false],
  ['^0.2.3', '0.3.0', false],
  ['^0.0.3', '0.0.4', false],
  ['^0', '0.9', true],
  ['~1.2', '1.2.9', true],
  ['~1.2.3', '1.3', false],
  ['~1', '1.9', true],
  ['1.2', '1.2.0', true],
  ['=1.2', '1.3', false],
  ['1.*', '1.7', true],
  ['>=1.5.6,<1.5.7 || >1.5.7', '1.5.7', false],
  ['>=1.5.6,<1.5.7 || >1.5.7', '1.7', true],
  ['>=2.7, !=3.0.*, !=3.1.*', '3.1.4', false],
  ['>=1 <2', '2.1', false],
  ['^1!2.3', '1!2.9', true],
])("Poetry's constraint %s allows %s: %s", (constraint, version, expected) => {
  expect(allows(constraint, version)).toBe(expected);
});
