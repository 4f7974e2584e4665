import { compareVersions, isSameVersion, satisfies } from '../../../../../cli/dependencies/python/pep508';

describe('a version', () => {
  test.each([
    ['1.2.3', '', true],
    ['1.2.3', '>=1.2,<2', true],
    ['2.0', '>=1.2,<2', false],
    ['1.3', '!=1.3.*', false],
    ['2', '==2.0.*', true],
    ['2.1', '~=2.0', true],
    ['3.0', '~=2.0', false],
    ['1.0', '== 1.0.0', true],
    ['1.0+cu118', '==1.0', true],
    ['1.0', '==1.0+cu118', false],
    ['2.0rc1', '<2.0', false],
    ['2.0rc1', '<2.0rc2', true],
    ['2.0rc1', '>=1.0', true],
    ['1.7.post1', '>1.7', false],
    ['1.7+local', '>1.7', false],
    ['1.7.post1+local', '>1.7.post1', false],
    ['1.7.post2', '>1.7.post1', true],
    ['1!1.0', '>2', true],
    ['1!1.0', '==1.0.*', false],
    ['1!1.0', '~=1.0', false],
    ['1.0', '===1.0', true],
    ['1.0.0', '===1.0', false],
  ])('%s and the specifiers "%s": %s', (version, specifiers, expected) => {
    expect(satisfies(version, specifiers)).toBe(expected);
  });

  test.each([
    ['1.0', '>=1.*'],
    ['1.0', '>=1.0+local'],
    ['1.0', '~=1'],
    ['1.0', 'any'],
    ['of-old', '>=1'],
  ])('%s is not judged by "%s", which the standard does not know', (version, specifiers) => {
    expect(satisfies(version, specifiers)).toBeUndefined();
  });

  test('is the same however its zeros are written', () => {
    expect([isSameVersion('1.0', '1'), isSameVersion('1.0', '1.0.1')]).toEqual([true, false]);
  });

  test('comes before a newer one, and what is no version before all', () => {
    expect(['1.10', 'old', '1.9', '1.10rc1'].sort(compareVersions)).toEqual(['old', '1.9', '1.10rc1', '1.10']);
  });
});
