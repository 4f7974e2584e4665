import { nearestRuntime, RUNTIME_PATTERN } from '../../../cli/settings/runtimes';

describe('the pattern of runtimes', () => {
  test.each([
    ...['python3.9', 'python3.14', 'python3.15', 'nodejs22.x', 'nodejs26.x', 'ruby3.4', 'ruby4.0', 'java8.al2'],
    ...['java21', 'java29', 'dotnet8', 'dotnet12', 'dotnetcore3.1', 'provided', 'provided.al2023', 'provided.al2027'],
  ])('takes %s, which is an identifier of today or may be one of next year', (runtime) => {
    expect(runtime).toMatch(RUNTIME_PATTERN);
  });

  test.each([
    ...['pyton3.12', 'python3', 'python312', 'node20', 'nodejs20', 'nodejs20.0', 'go1.x', 'dotnet8.0', 'Python3.12'],
    ...['java-21', 'provided.al2032x', '', 'python3.12 '],
  ])('refuses %j', (runtime) => {
    expect(runtime).not.toMatch(RUNTIME_PATTERN);
  });
});

describe('the nearest runtime', () => {
  test.each([
    ['pyton3.12', 'python3.12'],
    ['Python3.12', 'python3.12'],
    ['python312', 'python3.12'],
    ['py3.11', 'python3.11'],
    ['python3', 'python3.14'],
    ['node20', 'nodejs20.x'],
    ['nodejs20', 'nodejs20.x'],
    ['nodejs20.0', 'nodejs20.x'],
    ['NODEJS_22_X', 'nodejs22.x'],
    ['nodejs', 'nodejs24.x'],
    ['ruby33', 'ruby3.3'],
    ['java-21', 'java21'],
    ['dotnet8.0', 'dotnet8'],
    ['dotnetcore', 'dotnet10'],
    ['go1.x', 'provided.al2023'],
    ['rust', 'provided.al2023'],
    ['amazonlinux2023', 'provided.al2023'],
  ])('to %s is %s', (text, runtime) => {
    expect(nearestRuntime(text)).toBe(runtime);
  });

  test.each(['', 'cobol', '3.12', 'x'])('to %j is none', (text) => {
    expect(nearestRuntime(text)).toBeUndefined();
  });
});
