import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

type Environment = Readonly<Record<string, string>>;

/** No terminal, no news, no virtual environments, and no Python but those of the machine. */
const SILENT = {
  CI: 'true',
  UV_PYTHON_DOWNLOADS: 'never',
  POETRY_VIRTUALENVS_CREATE: 'false',
  YARN_ENABLE_TELEMETRY: '0',
};

/** What npm installs, and which file of it is which program; two of them are called `yarn`. */
const NODE_PROGRAMS = [
  ['pnpm', 'pnpm@10.34.9', 'pnpm/bin/pnpm.cjs', 'node'],
  ['yarn', 'yarn@1.22.22', 'yarn/bin/yarn.js', 'node'],
  ['yarn', '@yarnpkg/cli-dist@4.18.1', '@yarnpkg/cli-dist/bin/yarn.js', 'modern'],
] as const;

const PYTHON_PACKAGES = ['poetry==2.5.1', 'poetry-plugin-export==1.10.1', 'pipenv==2026.10.3'];

/** The programs that projects of users are locked and installed with, in a directory of their own. */
export class DependencyTools {
  /** The machine's variables, with a PATH that begins with the programs. */
  public readonly env: Environment;
  /** The same with a later Yarn in the place of Yarn 1. */
  public readonly modernYarnEnv: Environment;
  /** Where programs put what they need for a while. */
  public readonly temporary: string;
  /** The virtual environment of the Python programs. */
  public readonly venv: string;

  private constructor(private readonly directory: string) {
    this.venv = join(directory, 'python');
    this.temporary = join(directory, 'tmp');
    const machine = Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const path = [join(directory, 'node'), join(this.venv, 'bin'), process.env.PATH ?? ''];
    this.env = {
      ...(Object.fromEntries(machine) as Environment),
      ...SILENT,
      PATH: path.join(delimiter),
      TMPDIR: this.temporary,
    };
    this.modernYarnEnv = { ...this.env, PATH: [join(directory, 'modern'), ...path].join(delimiter) };
  }

  /** Installs them, pinned, from the registries that the machine is set up for. */
  public static async install(directory: string): Promise<DependencyTools> {
    const tools = new DependencyTools(directory);
    mkdirSync(tools.temporary, { recursive: true });
    await Promise.all([tools.installPython(), tools.installNode()]);
    return tools;
  }

  /** Runs one of them to its end, and gives what it printed. */
  public async run(cwd: string, [program = '', ...args]: readonly string[], env = this.env): Promise<string> {
    const { stdout } = await execute(program, args, { cwd, env, maxBuffer: 1e8 });
    return stdout;
  }

  private async installPython(): Promise<void> {
    await execute('python3', ['-m', 'venv', this.venv]);
    const python = join(this.venv, 'bin', 'python');
    await execute(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'uv==0.13.9']);
    await this.run(this.directory, ['uv', 'pip', 'install', '--quiet', '--python', python, ...PYTHON_PACKAGES]);
  }

  private async installNode(): Promise<void> {
    const prefix = join(this.directory, 'npm');
    const packages = NODE_PROGRAMS.map(([, specifier]) => specifier);
    mkdirSync(prefix);
    await execute('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', prefix, ...packages]);
    for (const [name, , file, directory] of NODE_PROGRAMS) {
      const program = join(this.directory, directory, name);
      mkdirSync(join(program, '..'), { recursive: true });
      writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(prefix, 'node_modules', file)}" "$@"\n`);
      chmodSync(program, 0o755);
    }
  }
}
