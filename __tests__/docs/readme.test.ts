import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { codeBlocks, pagePaths, readPage, ROOT } from './pages';

const EXAMPLES = pagePaths().flatMap((path) =>
  codeBlocks(readPage(path), 'ts').map((code, index) => ({ name: `${path}, block ${index + 1}`, code })),
);

/** What the compiler says of programs that import this package as its users do, by the index of the program. */
function compileErrors(codes: readonly string[]): string[][] {
  const names = codes.map((_, index) => join(ROOT, `example-${index}.ts`));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    // Some examples await at the top, as a script does.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    types: ['node'],
    paths: { 'cdktf-codeless': [join(ROOT, 'modules', 'index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.readFile = (path) => codes[names.indexOf(path)] ?? read(path);
  host.fileExists = (path) => names.includes(path) || exists(path);
  host.getSourceFile = (path, target) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram(names, options, host);
  return names.map((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

describe('examples', () => {
  const broken = "import { CodelessLambda } from 'cdktf-codeless';\nconst size: string = CodelessLambda.length;\n";
  const errors = compileErrors([...EXAMPLES.map(({ code }) => code), broken]);

  test('there are some', () => {
    expect(EXAMPLES.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['README.md, block 1', 'README.md, block 2']),
    );
  });

  test.each(EXAMPLES.map(({ name }, index) => ({ name, index })))('$name compiles in strict mode', ({ index }) => {
    expect(errors[index]).toEqual([]);
  });

  test('fails an example that does not compile', () => {
    expect(errors.at(-1)).toEqual(["Type 'number' is not assignable to type 'string'."]);
  });
});

describe('the README’s examples, run', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'codeless-readme-'));

  beforeAll(() => {
    process.env.CDKTF_OUTDIR = outdir;
  });

  afterAll(() => {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outdir, { recursive: true, force: true });
  });

  /** Runs an example, and reads the stack that it has written. */
  const synthesize = (code: string, stack: string): Record<string, Record<string, Record<string, unknown>>> => {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(code, { compilerOptions });
    const load = (name: string): unknown => jest.requireActual(name);
    const run = compileFunction(outputText, ['require', 'exports']) as (require: typeof load, exports: object) => void;
    run(load, {});
    return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as never;
  };

  const [main = '', , takeOver = ''] = codeBlocks(readPage('README.md'), 'ts');

  test('the main one has at most 24 lines and makes the function, its alias and its contract', () => {
    expect(main.trim().split('\n').length).toBeLessThanOrEqual(24);

    const { resource, output } = synthesize(main, 'orders');

    expect(Object.keys(resource ?? {}).sort()).toEqual([
      'aws_cloudwatch_log_group',
      'aws_iam_role',
      'aws_iam_role_policy',
      'aws_lambda_alias',
      'aws_lambda_function',
      'aws_ssm_parameter',
    ]);
    expect(Object.values(resource?.aws_lambda_function ?? {})).toMatchObject([{ function_name: 'orders-api' }]);
    expect(Object.keys(output ?? {})).toEqual(['lambda']);
  });

  test('the commands that import a function name the addresses of the example beside them', () => {
    const json = synthesize(`${takeOver}\nApp.of(stack).synth();`, 'legacy') as unknown as {
      import: { to: string; id: string }[];
    };
    const commands = codeBlocks(readPage('README.md'), 'sh').find((block) => block.startsWith('terraform import'));

    expect(commands?.trim().split('\n').sort()).toEqual(
      json.import.map(({ to, id }) => `terraform import ${to} ${id}`).sort(),
    );
  });
});
