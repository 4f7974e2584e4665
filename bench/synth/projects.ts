import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `cdktf synth` needs of this project besides its dependencies. */
const PROJECT_FILES = ['package.json', 'cdktf.json', 'tsconfig.json', 'tsconfig.build.json', 'main.ts', 'templates'];

/** The least that CDKTF synthesizes a stack from. */
const SMALLEST_APP = `const { App, TerraformStack } = require('cdktf');
const app = new App();
new TerraformStack(app, 'smallest');
app.synth();
`;

/**
 * A copy of this project as its user has it: sources, build output and cdktf.json, with the same dependencies.
 *
 * @param root the project
 * @param directory where the copy goes; it must not exist
 */
export function copyProject(root: string, directory: string): void {
  const config = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8')) as { include: string[] };
  mkdirSync(directory);
  for (const name of new Set([...PROJECT_FILES, ...config.include, 'scripts', 'dist'])) {
    if (existsSync(join(root, name))) {
      cpSync(join(root, name), join(directory, name), { recursive: true, preserveTimestamps: true });
    }
  }
  linkDependencies(root, directory);
}

/** The smallest app that CDKTF runs: one empty stack, in JavaScript, with nothing to compile. */
export function createSmallestProject(root: string, directory: string): void {
  mkdirSync(directory);
  const write = (name: string, value: unknown): void => {
    writeFileSync(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value));
  };
  write('main.js', SMALLEST_APP);
  write('package.json', { name: 'smallest', version: '0.0.0', private: true });
  write('cdktf.json', {
    language: 'typescript',
    app: 'node main.js',
    projectId: 'smallest',
    sendCrashReports: 'false',
  });
  linkDependencies(root, directory);
}

function linkDependencies(root: string, directory: string): void {
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'junction');
}
