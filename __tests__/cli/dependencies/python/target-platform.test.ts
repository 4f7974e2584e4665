import { satisfies } from '../../../../cli/dependencies/python/pep508';
import { markerEnvironment, platformTags, targetPlatform } from '../../../../cli/dependencies/python/target-platform';

describe('the platform of wheels', () => {
  test.each([
    ['3.13', 'arm64', 'manylinux_2_34_aarch64'],
    ['3.12', 'x86_64', 'manylinux_2_34_x86_64'],
    ['3.11', 'arm64', 'manylinux_2_26_aarch64'],
    ['3.9', 'x86_64', 'manylinux_2_26_x86_64'],
  ] as const)('of Python %s on %s is at best %s', (version, architecture, best) => {
    expect(platformTags(targetPlatform(version, architecture))[0]).toBe(best);
  });

  test('goes down to the oldest tags', () => {
    const tags = platformTags(targetPlatform('3.12', 'x86_64'));

    expect(tags).toEqual(expect.arrayContaining(['manylinux2014_x86_64', 'manylinux2010_x86_64', 'manylinux1_x86_64']));
    expect(tags.indexOf('manylinux_2_28_x86_64')).toBeLessThan(tags.indexOf('manylinux2014_x86_64'));
    expect(tags.at(-1)).toBe('manylinux1_x86_64');
  });

  test('has no tags of a time before Arm', () => {
    const legacy = platformTags(targetPlatform('3.12', 'arm64')).filter((tag) => /manylinux\d/.test(tag));

    expect(legacy).toEqual(['manylinux2014_aarch64']);
  });

  test('does not take wheels that some machine compiled for itself', () => {
    expect(platformTags(targetPlatform('3.12', 'x86_64'))).not.toContain('linux_x86_64');
  });
});

test('markers see Linux, the version and the processor', () => {
  expect(markerEnvironment(targetPlatform('3.10', 'arm64'))).toMatchObject({
    python_version: '3.10',
    platform_machine: 'aarch64',
    sys_platform: 'linux',
  });
});

test('packages that leave out the first patches of a version are for it', () => {
  const environment = markerEnvironment(targetPlatform('3.9', 'arm64'));

  expect(satisfies(environment.python_full_version ?? '', '>=3.8,!=3.9.0,!=3.9.1')).toBe(true);
});
