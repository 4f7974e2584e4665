import vm from 'node:vm';
import { PlaceholderError, placeholderFiles } from '../../../../modules/codeless-lambda/placeholder';
import { requireInside } from '../../../../modules/codeless-lambda/placeholder/handler-path';

const PYTHON = 'python3.13';
const NODEJS = 'nodejs22.x';
const RUBY = 'ruby3.4';
const INTERPRETED = [PYTHON, NODEJS, RUBY];

/** The code of the error that a handler causes, or the paths of the files that it leads to. */
function outcome(runtime: string, handler: string | undefined): string | string[] {
  try {
    return placeholderFiles(runtime, handler).map(({ path }) => path);
  } catch (error) {
    if (error instanceof PlaceholderError) {
      return error.code;
    }
    throw error;
  }
}

describe.each(INTERPRETED)('for %s', (runtime) => {
  test.each([
    [undefined, 'HandlerRequired'],
    ['', 'HandlerRequired'],
    ['a b.handler', 'HandlerOutsidePackage'],
    ['app.handler\n', 'HandlerOutsidePackage'],
    ['app\0.handler', 'HandlerOutsidePackage'],
    ['a\\b.handler', 'HandlerOutsidePackage'],
    ['a\ud800.handler', 'HandlerOutsidePackage'],
    ['/app.handler', 'HandlerOutsidePackage'],
    ['a//b.handler', 'HandlerOutsidePackage'],
    ['.handler', 'HandlerOutsidePackage'],
    ['app', 'MalformedHandler'],
    ['app.', 'MalformedHandler'],
    ['app.a"b', 'MalformedHandler'],
    ["app.a'b", 'MalformedHandler'],
    ['app.#{exit}', 'MalformedHandler'],
    ['app.${TfToken[TOKEN.0]}', 'MalformedHandler'],
  ])('fails for the handler %j with %s', (handler, code) => {
    expect(outcome(runtime, handler)).toBe(code);
  });

  test('a handler has at most 128 characters', () => {
    const longest = `${'a'.repeat(120)}.handler`;
    expect(outcome(runtime, longest)).toHaveLength(1);
    expect(outcome(runtime, `a${longest}`)).toBe('HandlerTooLong');
  });
});

test.each([
  [PYTHON, '../app.handler', 'HandlerOutsidePackage'],
  [PYTHON, './app.handler', 'HandlerOutsidePackage'],
  [PYTHON, 'app..handler', 'HandlerOutsidePackage'],
  [PYTHON, 'a/../b.handler', 'HandlerOutsidePackage'],
  [PYTHON, 'app.my-handler', 'MalformedHandler'],
  [PYTHON, 'app.2', 'MalformedHandler'],
  [PYTHON, 'app/handler', 'MalformedHandler'],
  [PYTHON, 'app.x/handler', 'MalformedHandler'],
  [PYTHON, 'sys.handler', 'UnreachableHandler'],
  [PYTHON, 'time/main.handler', 'UnreachableHandler'],
  [NODEJS, '../app.handler', 'HandlerOutsidePackage'],
  [NODEJS, 'a/../app.handler', 'HandlerOutsidePackage'],
  [NODEJS, 'a/./app.handler', 'HandlerOutsidePackage'],
  [NODEJS, './/app.handler', 'HandlerOutsidePackage'],
  [NODEJS, 'a..b/app.handler', 'HandlerOutsidePackage'],
  [NODEJS, 'src/', 'HandlerOutsidePackage'],
  [NODEJS, 'app.handler/', 'HandlerOutsidePackage'],
  [NODEJS, 'app..handler', 'MalformedHandler'],
  [NODEJS, 'app.a/b', 'MalformedHandler'],
  [NODEJS, 'app.handler/app.handler', 'UnreachableHandler'],
  [NODEJS, 'app.then', 'UnreachableHandler'],
  [NODEJS, 'app.__proto__', 'UnreachableHandler'],
  [NODEJS, 'app.a.__proto__', 'UnreachableHandler'],
  [RUBY, 'a/../app.handler', 'MalformedHandler'],
  [RUBY, './app.handler', 'MalformedHandler'],
  [RUBY, 'app.Module.Class.method', 'MalformedHandler'],
  [RUBY, 'app.handlers.process', 'MalformedHandler'],
  [RUBY, 'app.Demo::handler.process', 'MalformedHandler'],
  [RUBY, 'app.Demo::.process', 'MalformedHandler'],
  [RUBY, 'app.Demo:Handler.process', 'MalformedHandler'],
  [RUBY, 'app..process', 'MalformedHandler'],
  [RUBY, 'app.Demo::process', 'MalformedHandler'],
])('fails for %s with the handler %s: %s', (runtime, handler, code) => {
  expect(outcome(runtime, handler)).toBe(code);
});

test.each(['', '.', '..'])('fails for a path with the part %j', (part) => {
  expect(() => requireInside('the handler', ['a', part, 'b'])).toThrow(
    "'handler' must name a file inside the package by a relative path with no empty part and no '..', got \"the handler\"",
  );
});

test('fails with one sentence that says what is wrong and shows what it got', () => {
  expect(() => placeholderFiles(RUBY, 'app.handlers.process')).toThrow(
    "'handler' must be 'file.method' or 'file.Module::Class.method' with a capital letter at the start of each constant" +
      ' for runtime ruby3.4, got "app.handlers.process"',
  );
  expect(() => placeholderFiles(PYTHON, 'sys.handler')).toThrow(
    `'handler' must not begin with "sys", a module built into Python: rename the module`,
  );
});

describe('whatever the handler', () => {
  /** Handlers made of what separates, escapes, ends strings or climbs directories; the same ones in every run. */
  function* hostileHandlers(count: number): Generator<string> {
    const pieces = [
      ...[
        'a',
        'B',
        '_',
        '1',
        '.',
        '.',
        '.',
        '/',
        '..',
        '../',
        './',
        '\\',
        '::',
        '-',
        '$',
        '"',
        "'",
        '`',
        '#{',
        '${',
        '%{',
      ],
      ...[
        '{',
        '}',
        '(',
        ')',
        ';',
        '//',
        '/*',
        '*/',
        '\0',
        '\n',
        '\r',
        '\u2028',
        '\u202e',
        '\ud83d',
        'é',
        '😀',
        '{{marker}}',
      ],
      ...[
        '__proto__',
        'constructor',
        'then',
        'default',
        'handler',
        '$&',
        "$'",
        'process.exit(1)',
        '%2e%2e',
        'C:',
        '~',
        '..%2f',
      ],
    ];
    let state = 20260101;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let made = 0; made < count; made += 1) {
      yield Array.from({ length: 1 + random(7) }, () => pieces[random(pieces.length)]).join('');
    }
  }

  const template = (runtime: string) => placeholderFiles(runtime, 'x.X').at(-1)?.content ?? '';

  test.each(INTERPRETED)('its file stays inside the package, and its name inside its literal, for %s', (runtime) => {
    const [before = '', after = ''] = template(runtime).split(/(?<=["'])X(?=["'])/);
    let accepted = 0;
    for (const handler of hostileHandlers(5_000)) {
      const result = outcome(runtime, handler);
      if (typeof result === 'string') {
        continue;
      }
      accepted += 1;
      for (const path of result) {
        expect(path).toMatch(/^[^/\\\s]+(\/[^/\\\s]+)*\.(py|js|rb)$/);
        expect(path.split('/')).not.toEqual(expect.arrayContaining(['..']));
        expect(path.split('/')).not.toEqual(expect.arrayContaining(['.']));
      }
      const content = placeholderFiles(runtime, handler).at(-1)?.content ?? '';
      expect(content.startsWith(before) && content.endsWith(after)).toBe(true);
      expect(content.slice(before.length, content.length - after.length)).toMatch(/^[\p{L}\p{M}\p{N}_$.:?!-]+$/u);
    }
    expect(accepted).toBeGreaterThan(10);
  });

  test('the Node.js file exports the handler and touches nothing else', () => {
    for (const handler of hostileHandlers(5_000)) {
      if (Array.isArray(outcome(NODEJS, handler))) {
        const module = { exports: {} };
        const parsingContext = vm.createContext({});
        const content = placeholderFiles(NODEJS, handler)[0]?.content ?? '';
        const load = vm.compileFunction(content, ['module'], { parsingContext }) as (module: object) => void;
        load(module);
        const name = handler.slice(handler.lastIndexOf('/') + 1);
        const resolved = name
          .split('.')
          .slice(1)
          .reduce<unknown>((nested, key) => (nested as Record<string, unknown>)[key], module.exports);
        expect(typeof resolved).toBe('function');
        expect(Object.keys(parsingContext)).toEqual([]);
      }
    }
  });
});
