import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { placeholderFiles } from '../../../../modules/codeless-lambda/placeholder';
import { EVENTS, type Outcome } from './events';
import { isOnPath } from './machine';
import { inDirectory, writePackage } from './package-directory';
import { startRuntimeApi } from './runtime-api';

// Each test starts other programs, which take long on a busy machine.
jest.setTimeout(60_000);

interface Interpreter {
  readonly runtime: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly handlers: readonly string[];
}

const nodejsHandlers = [
  'index.handler',
  './src/app.handler',
  'a.b/c/app.main.handler',
  'app.default',
  'app.default.run',
];

/** Each with the default handler and with nested ones. */
const INTERPRETERS: readonly Interpreter[] = [
  {
    runtime: 'python3.13',
    program: 'python3',
    args: [join(__dirname, 'invoke.py')],
    handlers: [
      'lambda_function.lambda_handler',
      'app.main.handler',
      'app/main.handler',
      'functions/say-hello/2.handler',
      '__init__.handler',
      'app.__init__.handler',
      // Modules of the standard library that are regular packages, and names of builtins.
      'unittest/main.handler',
      'app.isinstance',
      'app.dict',
    ],
  },
  {
    runtime: 'nodejs22.x',
    program: process.execPath,
    args: [join(__dirname, 'invoke.mjs'), 'require'],
    handlers: nodejsHandlers,
  },
  {
    runtime: 'nodejs24.x',
    program: process.execPath,
    args: [join(__dirname, 'invoke.mjs'), 'import'],
    handlers: nodejsHandlers,
  },
  {
    runtime: 'ruby3.4',
    program: 'ruby',
    args: [join(__dirname, 'invoke.rb')],
    handlers: [
      'lambda_function.lambda_handler',
      'src/app.handler',
      'src/app.App::Http::Handler.process',
      'src/app.String.process!',
      'src/app.App::String.process',
      'app.raise',
    ],
  },
];

/** Its own `#!` line, and the shells that may stand behind `/bin/sh`. */
const SHELLS: readonly { readonly shell: string; readonly command: readonly string[]; readonly indent: number }[] = [
  { shell: 'its own first line', command: [], indent: 0 },
  { shell: 'bash as sh', command: ['bash', '--posix'], indent: 0 },
  { shell: 'dash, with indented events', command: ['dash'], indent: 2 },
];

const canRun = (program: string | undefined): boolean =>
  program === undefined || program === process.execPath || isOnPath(program);
const hasCurl = isOnPath('curl');
const present = INTERPRETERS.filter(({ program }) => canRun(program));
const missing = INTERPRETERS.filter((interpreter) => !present.includes(interpreter)).map(({ program }) => program);
const shells = hasCurl ? SHELLS.filter(({ command }) => canRun(command[0])) : [];
const leftOut = [...missing, ...(hasCurl ? [] : ['curl'])];

const events = EVENTS.map(({ event }) => event);
const expected = EVENTS.map(({ name, outcome }) => ({ name, outcome }));
const named = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome, index) => ({ name: EVENTS[index]?.name, outcome }));

test(`every placeholder that this machine can run is run (it has no: ${leftOut.join(', ') || 'nothing is missing'})`, () => {
  expect(present.map(({ runtime }) => runtime)).toEqual(expect.arrayContaining(['nodejs22.x', 'nodejs24.x']));
});

describe.each(present)('the placeholder of $runtime', ({ runtime, program, args, handlers }) => {
  test.each(handlers)('answers as %s', async (handler) => {
    await inDirectory((directory) => {
      writePackage(directory, placeholderFiles(runtime, handler));
      const run = spawnSync(program, [...args, handler], {
        cwd: directory,
        input: JSON.stringify(events),
        encoding: 'utf8',
      });
      expect(run.stderr).toBe('');
      expect(named(JSON.parse(run.stdout) as Outcome[])).toEqual(expected);
    });
  });
});

// Not a table of jest's, which must not be empty: it is where there is no curl.
for (const { shell, command, indent } of shells) {
  test(`the placeholder of provided.al2023 answers one invocation after the other under ${shell}`, async () => {
    await inDirectory(async (directory) => {
      writePackage(directory, placeholderFiles('provided.al2023', 'any.handler'));
      const api = await startRuntimeApi(events, indent);
      // A proxy is for the way out, never for the runtime API.
      const env = { ...process.env, AWS_LAMBDA_RUNTIME_API: api.address, http_proxy: 'http://127.0.0.1:9' };
      const bootstrap = spawn('env', [...command, join(directory, 'bootstrap')], {
        env,
        cwd: directory,
        stdio: 'ignore',
        detached: true,
      });
      try {
        expect(named(await api.outcomes)).toEqual(expected);
      } finally {
        // The group, for the shell waits for its curl.
        if (bootstrap.pid !== undefined) process.kill(-bootstrap.pid);
        api.close();
      }
    });
  });
}
