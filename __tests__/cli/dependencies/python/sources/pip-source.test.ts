import { installPython } from '../../support/fake-python';
import { Machine } from '../../support/machine';

describe('a requirements.txt beside a pyproject.toml', () => {
  test.each<[string, string, string]>([
    [
      'PEP 621',
      '[project]\nname = "app"\ndependencies = ["six", "requests>=2"]\n',
      'requests is missing: pyproject.toml needs requests >=2',
    ],
    [
      'Poetry',
      '[tool.poetry.dependencies]\nsix = "*"\nRequests = "^2.31"\n',
      'requests is missing: pyproject.toml needs requests >=2.31,<3',
    ],
    [
      'another version',
      '[project]\ndependencies = ["six>=1.16"]\n',
      'six 1.9 does not fit: pyproject.toml needs six >=1.16',
    ],
    [
      'another version of Poetry',
      '[tool.poetry.dependencies]\nsix = "^2"\n',
      'six 1.9 does not fit: pyproject.toml needs six >=2,<3',
    ],
  ])('has to have what that declares: %s', async (_, project, problem) => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six==1.9\n', 'pyproject.toml': project }));

    await expect(machine.build()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependenciesIncomplete',
      message: `the dependencies are not whole: ${problem}`,
      hint: `Name it in ${machine.source}/requirements.txt, with a version that the others can do with.`,
    });
  });

  test('may not be empty if that declares packages', async () => {
    const files = { 'requirements.txt': '# later\n', 'pyproject.toml': '[project]\ndependencies = ["six"]\n' };

    await expect(new Machine(files).find()).rejects.toMatchObject({
      exit: 'build',
      code: 'DependenciesIncomplete',
      message:
        'the dependencies are not whole: six is missing: pyproject.toml needs it, and requirements.txt asks for nothing',
    });
  });

  test.each<[string, string]>([
    [
      'what is for other environments',
      '[project]\ndependencies = ["a ; sys_platform == \'win32\'", "b ; python_version < \'3.9\'"]\n',
    ],
    [
      'the same of Poetry',
      '[tool.poetry.dependencies]\npython = "^3.9"\na = { version = "*", python = "<3.9" }\nb = { version = "1", optional = true }\n',
    ],
    ['what the runtime brings', '[project]\ndependencies = ["boto3", "botocore"]\n'],
    [
      'what only development needs',
      '[dependency-groups]\ndev = ["pytest"]\n[project.optional-dependencies]\nx = ["y"]\n',
    ],
    ['other versions by Poetry', '[tool.poetry.dependencies]\nsix = "^1.9 || ^3"\n'],
  ])('needs not have %s', async (_, project) => {
    const machine = installPython(new Machine({ 'requirements.txt': 'six==1.9\n', 'pyproject.toml': project }));

    await expect(machine.build()).resolves.toMatchObject({ builder: 'pip' });
  });

  test('has another key when that declares more, so that no layer is taken that was never checked for it', async () => {
    const machine = new Machine({ 'requirements.txt': 'six==1.9\n' });
    const keys = new Set<string>();
    for (const names of ['', '"six"', '"six", "requests"']) {
      machine.write({ 'pyproject.toml': `[project]\ndependencies = [${names}]\n` });
      keys.add(await machine.key());
    }

    expect(keys.size).toBe(3);
  });

  test('of another name may be of a part of the project', async () => {
    const files = { 'lambda.txt': 'six==1.9\n', 'pyproject.toml': '[project]\ndependencies = ["requests"]\n' };
    const machine = installPython(new Machine(files));

    await expect(machine.build({ descriptor: 'lambda.txt' })).resolves.toMatchObject({ builder: 'pip' });
  });
});
