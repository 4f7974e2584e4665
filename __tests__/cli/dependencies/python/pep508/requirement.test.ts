import { parseRequirement } from '../../../../../cli/dependencies/python/pep508';

test.each([
  ['six', { name: 'six', extras: [], specifiers: '', url: undefined, marker: '' }],
  [
    'My_Pkg.X [A_b, c] >=1,<2 ; os_name == "nt"',
    { name: 'my-pkg-x', extras: ['a-b', 'c'], specifiers: '>=1,<2', marker: 'os_name == "nt"' },
  ],
  ['six (>=1.0) ; extra == "a"', { name: 'six', specifiers: '>=1.0', marker: 'extra == "a"' }],
  ['six==1 --hash=sha256:a --hash=sha256:b', { specifiers: '==1', marker: '' }],
  ['six==1 ; os_name == "nt" --hash=sha256:a', { specifiers: '==1', marker: 'os_name == "nt"' }],
  [
    'six @ https://a.test/x.whl#egg=a ; os_name == "nt"',
    { url: 'https://a.test/x.whl#egg=a', specifiers: '', marker: 'os_name == "nt"' },
  ],
])('the parts of %s', (text, expected) => {
  expect(parseRequirement(text)).toMatchObject(expected);
});

test.each(['', './lib', '-e .'])('%j names nothing', (text) => {
  expect(parseRequirement(text)).toBeUndefined();
});
