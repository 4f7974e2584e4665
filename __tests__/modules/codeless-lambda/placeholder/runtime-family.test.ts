import { runtimeFamily } from '../../../../modules/codeless-lambda/placeholder';

test.each([
  ['python3.9', 'python'],
  ['python3.14', 'python'],
  ['nodejs24.x', 'nodejs'],
  ['nodejs4.3-edge', 'nodejs'],
  ['ruby3.4', 'ruby'],
  ['java8.al2', 'java'],
  ['java25', 'java'],
  ['dotnet10', 'dotnet'],
  ['provided', 'provided'],
  ['provided.al2023', 'provided'],
])('%s is of the family %s', (runtime, family) => {
  expect(runtimeFamily(runtime)).toBe(family);
});

test.each([
  '',
  'go1.x',
  'python',
  'Python3.13',
  'nodejs22.x\n',
  'dotnetcore3.1',
  'providedx',
  'provided.',
  'xpython3.13',
])('fails to find a family for %j', (runtime) => {
  expect(runtimeFamily(runtime)).toBeUndefined();
});
