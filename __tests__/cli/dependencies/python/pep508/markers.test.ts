import { evaluateMarker } from '../../../../../cli/dependencies/python/pep508';
import { markerEnvironment, targetPlatform } from '../../../../../cli/dependencies/python/target-platform';

const LAMBDA = markerEnvironment(targetPlatform('3.12', 'arm64'));

describe('a marker', () => {
  test.each([
    ['', true],
    ['sys_platform == "win32"', false],
    ["python_version < '3.9'", false],
    ["'3.9' <= python_version", true],
    ["python_full_version < '3.12.3'", false],
    ['python_version == "3.12.*" and platform_machine in "aarch64 arm64"', true],
    ['platform_machine not  in "x86_64"', true],
    ['os_name == "nt" or os_name == "posix" and sys_platform == "win32"', false],
    ['(os_name == "nt" or os_name == "posix") and sys_platform == "linux"', true],
    ['os.name == "posix" and python_implementation == "CPython"', true],
    ['platform_release >= "20"', false],
    ['extra == "x"', false],
  ])('%j holds in Lambda: %s', (marker, expected) => {
    expect(evaluateMarker(marker, LAMBDA)).toBe(expected);
  });

  test('holds if it does for any of the extras, however they are written', () => {
    expect(evaluateMarker('extra == "My.Extra" and os_name == "posix"', LAMBDA, ['other', 'my_extra'])).toBe(true);
    // Extras are names, also if they look like versions.
    expect(evaluateMarker('extra == "01"', LAMBDA, ['1'])).toBe(false);
  });

  test.each(['sys_platform', 'sys_platform ==', '(os_name == "nt"', 'os_name == "nt" "x"', 'unknown == "x"', 'a ?'])(
    'fails where it is none: %s',
    (marker) => {
      expect(() => evaluateMarker(marker, LAMBDA)).toThrow(`'${marker}' is not an environment marker of Python`);
    },
  );
});
