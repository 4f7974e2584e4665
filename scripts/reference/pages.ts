import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { documentTable, inputsTable, outputsTable, reference } from './markdown';
import { replaceBetweenMarkers } from './markers';
import type { Entry } from './model';
import { programParts } from './program';
import { readReference } from './read';

/** A file with generated parts, as it has to be. */
export interface Page {
  /** Relative to the project. */
  readonly path: string;
  readonly content: string;
}

/** What the package exports. */
export function readPublicApi(root: string): Entry[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  return readReference(join(root, 'modules', 'index.ts'), options);
}

/** Every page that has a generated part, from the docstrings of what the package exports and what the program declares. */
export function generatePages(root: string, entries: readonly Entry[]): Page[] {
  const entry = (name: string): Entry => {
    const found = entries.find((candidate) => candidate.name === name);
    if (!found) {
      throw new Error(`modules/index.ts does not export ${name}`);
    }
    return found;
  };
  const page = (path: string, parts: Readonly<Record<string, string>>): Page => ({
    path,
    content: Object.entries(parts).reduce(
      (text, [name, content]) => replaceBetweenMarkers(text, name, content),
      readFileSync(join(root, path), 'utf8'),
    ),
  });
  return [
    page('README.md', {
      inputs: inputsTable(entry('CodelessLambdaProps')),
      outputs: outputsTable(entry('CodelessLambda'), { lambda: entry('CodelessLambdaOutputs') }),
    }),
    page('docs/reference.md', { reference: reference(entries) }),
    page('docs/codeless.md', programParts()),
    page('docs/deploy-contract.md', { contract: documentTable(entry('DeployContract')) }),
  ];
}
