import { PLACEHOLDER_MARKER, PLACEHOLDER_MESSAGE } from '../../../../modules/codeless-lambda/contract';
import { PlaceholderError, placeholderFiles, placeholderZip } from '../../../../modules/codeless-lambda/placeholder';

const paths = (runtime: string, handler?: string) => placeholderFiles(runtime, handler).map(({ path }) => path);

test.each([
  ['python3.13', 'lambda_function.lambda_handler', ['lambda_function.py']],
  ['python3.13', 'app.main.handler', ['app/__init__.py', 'app/main.py']],
  ['python3.13', 'app/main.handler', ['app/__init__.py', 'app/main.py']],
  ['python3.13', 'a/b.c.handler', ['a/__init__.py', 'a/b/__init__.py', 'a/b/c.py']],
  ['python3.13', 'say-hello.handler', ['say-hello.py']],
  ['python3.13', '__init__.handler', ['__init__.py']],
  ['python3.13', 'app.__init__.handler', ['app/__init__.py']],
  ['python3.13', 'größe.händler', ['größe.py']],
  ['nodejs22.x', 'index.handler', ['index.js']],
  ['nodejs22.x', 'src/app.handler', ['src/app.js']],
  ['nodejs22.x', './src/app.handler', ['src/app.js']],
  ['nodejs22.x', 'app.main.handler', ['app.js']],
  ['nodejs22.x', 'v1.2/[id].handler', ['v1.2/[id].js']],
  ['nodejs22.x', 'app.$my-handler', ['app.js']],
  ['ruby3.4', 'lambda_function.lambda_handler', ['lambda_function.rb']],
  ['ruby3.4', 'src/app.Demo::Handler.process', ['src/app.rb']],
  ['provided.al2023', 'hello.handler', ['bootstrap']],
  ['provided.al2023', '../../etc/passwd', ['bootstrap']],
  ['provided', undefined, ['bootstrap']],
  ['java21', 'com.example.Handler::handleRequest', ['placeholder.txt']],
  ['dotnet8', 'Assembly::Namespace.Class::Method', ['placeholder.txt']],
  ['dotnet8', undefined, ['placeholder.txt']],
])('the package of %s with handler %s holds %j', (runtime, handler, expected) => {
  expect(paths(runtime, handler)).toEqual(expected);
});

test.each(['python3.13', 'nodejs22.x', 'ruby3.4', 'provided.al2023', 'java21', 'dotnet8'])(
  'the package of %s says what it is, is small, and needs no escape in Terraform',
  (runtime) => {
    const files = placeholderFiles(runtime, 'index.handler');
    const text = files.map(({ content }) => content).join('');
    expect(text).toContain(PLACEHOLDER_MARKER);
    expect(text).toContain(PLACEHOLDER_MESSAGE);
    expect(text).not.toMatch(/\{\{|\}\}(?!;|\n)|[$%]\{/);
    expect(text).not.toContain('\r');
    expect(placeholderZip(files).length).toBeLessThan(3000);
  },
);

test('only the bootstrap is executable', () => {
  const executable = ['python3.13', 'nodejs22.x', 'ruby3.4', 'provided.al2023', 'java21', 'dotnet8']
    .flatMap((runtime) => placeholderFiles(runtime, 'app.handler'))
    .filter((file) => file.executable)
    .map(({ path }) => path);
  expect(executable).toEqual(['bootstrap']);
});

test('fails for a runtime of no known family', () => {
  expect(() => placeholderFiles('go1.x', 'main')).toThrow(
    new PlaceholderError(
      'UnknownRuntime',
      `'runtime' must be one of python*, nodejs*, ruby*, java*, dotnet* and provided*, got "go1.x"`,
    ),
  );
  expect(new PlaceholderError('UnknownRuntime', '')).toMatchObject({
    name: 'PlaceholderError',
    code: 'UnknownRuntime',
  });
});
