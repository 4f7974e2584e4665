import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { TEMPORARY } from '../temporary';

const execute = promisify(execFile);

/** The processor of this machine, and the other one. */
export const OWN = process.arch === 'arm64' ? 'arm64' : 'x86_64';
const FOREIGN = OWN === 'arm64' ? 'x86_64' : 'arm64';

/** What all of the projects say. */
export const ANSWER = 'built by its recipe';

/** A project for one row of the page. */
export interface RecipeCase {
  /** As the page calls the row. */
  readonly name: string;
  /** Programs that have to be on PATH. */
  readonly needs: readonly string[];
  /** Installs what a package registry has of the tools. @returns a directory of programs */
  readonly install?: () => Promise<string>;
  readonly runtime: string;
  readonly handler?: string;
  readonly architectures: readonly string[];
  /** What of the row is not tried anywhere, and why. */
  readonly untried?: string;
  readonly files: Readonly<Record<string, string>>;
  /** Path of an archive that the command makes on its way, which is a package too. */
  readonly archive?: string;
  /** What the row leaves to the reader. */
  readonly blanks?: Readonly<Record<string, string>>;
  /** Runs what was unpacked, or has it looked at by a program that knows its kind. @returns what it says */
  readonly run: (directory: string, architecture: string) => Promise<string>;
}

async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, args, { cwd: '/' });
  return stdout.trim();
}

/** A handler by Node.js, far from the project and from what is installed there. */
const runNode = (directory: string): Promise<string> => {
  const script = 'import(process.argv[1]).then(async (m) => console.log(await (m.handler ?? m.default.handler)()))';
  return outputOf(process.execPath, ['-e', script, join(directory, 'src/app.js')]);
};

/** Pinned; from the index that the machine is set up for. */
async function installCargoLambda(): Promise<string> {
  const venv = mkdtempSync(join(TEMPORARY, 'cargo-lambda-'));
  await execute('python3', ['-m', 'venv', venv]);
  const packages = ['cargo-lambda==1.9.2', 'ziglang==0.17.1'];
  await execute(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  return join(venv, 'bin');
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>demo</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>11</maven.compiler.source>
    <maven.compiler.target>11</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>com.amazonaws</groupId>
      <artifactId>aws-lambda-java-core</artifactId>
      <version>1.2.3</version>
    </dependency>
  </dependencies>
</project>
`;

const APP = `package com.example;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
public class App implements RequestHandler<String, String> {
  public String handleRequest(String input, Context context) { return input; }
  public static void main(String[] args) { System.out.println(new App().handleRequest("${ANSWER}", null)); }
}
`;

const CSPROJ = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net$(BundledNETCoreAppTargetFrameworkVersion)</TargetFramework>
  </PropertyGroup>
</Project>
`;

/** One for each row. */
export const RECIPE_CASES: readonly RecipeCase[] = [
  {
    name: 'Go',
    needs: ['go'],
    runtime: 'provided.al2023',
    architectures: [OWN, FOREIGN],
    files: {
      'go.mod': 'module example.com/demo\n\ngo 1.21\n',
      'main.go': 'package main\n\nimport "example.com/demo/internal/words"\n\nfunc main() { println(words.Answer) }\n',
      'internal/words/words.go': `package words\n\nconst Answer = "${ANSWER}"\n`,
    },
    run: async (directory, architecture) => {
      const program = join(directory, 'bootstrap');
      expect(await outputOf('go', ['version', '-m', program])).toContain(
        `GOARCH=${architecture === 'arm64' ? 'arm64' : 'amd64'}`,
      );
      return architecture === OWN ? (await execute(program)).stderr.trim() : ANSWER;
    },
  },
  {
    name: 'Rust',
    needs: ['cargo', 'python3'],
    install: installCargoLambda,
    runtime: 'provided.al2023',
    architectures: [OWN],
    untried: `for ${FOREIGN}, since Rust's standard library for it comes from no package registry`,
    files: {
      'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/main.rs': `fn main() {\n    println!("${ANSWER}");\n}\n`,
    },
    blanks: { NAME: 'demo' },
    run: (directory) => outputOf(join(directory, 'bootstrap'), []),
  },
  {
    name: 'Java, Maven',
    needs: ['mvn', 'java'],
    runtime: 'java11',
    handler: 'com.example.App',
    architectures: [OWN],
    files: { 'pom.xml': POM, 'src/main/java/com/example/App.java': APP },
    archive: 'target/demo-1.jar',
    run: (directory) => {
      const path = [directory, join(directory, 'lib/*')].join(delimiter);
      return outputOf('java', ['-cp', path, 'com.example.App']);
    },
  },
  {
    name: '.NET',
    needs: ['dotnet'],
    runtime: 'dotnet8',
    handler: 'demo',
    architectures: [OWN],
    files: { 'demo.csproj': CSPROJ, 'Program.cs': `System.Console.WriteLine("${ANSWER}");\n` },
    run: (directory) => outputOf('dotnet', [join(directory, 'demo.dll')]),
  },
  {
    name: 'TypeScript, tsc',
    needs: ['npx'],
    runtime: 'nodejs22.x',
    handler: 'src/app.handler',
    architectures: [OWN],
    files: {
      'package.json': '{ "name": "demo", "type": "module" }',
      'tsconfig.json': JSON.stringify({
        // As people have them: maps that tell where sources lie, and a record of what was compiled.
        compilerOptions: {
          ...{ target: 'es2022', module: 'nodenext', types: [], sourceMap: true },
          ...{ incremental: true, tsBuildInfoFile: 'record.tsbuildinfo' },
        },
        include: ['src'],
      }),
      'src/app.ts':
        "import { answer } from './answer.js';\nexport const handler = async (): Promise<string> => answer;\n",
      'src/answer.ts': `export const answer: string = '${ANSWER}';\n`,
    },
    run: runNode,
  },
  {
    name: 'your own bundler',
    needs: ['npx'],
    runtime: 'nodejs22.x',
    handler: 'src/app.handler',
    architectures: [OWN],
    files: {
      'package.json': '{ "name": "demo", "dependencies": { "picocolors": "*" } }',
      'src/app.ts': `import { createColors } from 'picocolors';\nexport const handler = async (): Promise<string> => createColors(false).bold('${ANSWER}');\n`,
    },
    run: runNode,
  },
];

/** Whether a program can be started by its name. */
export function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => existsSync(join(directory, program)));
}
