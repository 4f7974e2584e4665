import { join } from 'node:path';

import * as z from 'zod/mini';

import { readText, textError } from '../../text';
import { parseRequirement } from './pep508';

/** What Poetry's table says of a dependency: a constraint, a table, or several of them. */
export type PoetryDependency = string | PoetryDependencyTable | readonly (string | PoetryDependencyTable)[];

/** One of Poetry's tables, of which only what decides whether and what to install counts. */
export type PoetryDependencyTable = z.infer<typeof DependencyTable>;

const DependencyTable = z.looseObject({
  version: z.optional(z.string()),
  optional: z.optional(z.boolean()),
  python: z.optional(z.string()),
  platform: z.optional(z.string()),
  markers: z.optional(z.string()),
  extras: z.optional(z.array(z.string())),
});

export const Dependency = z.union([z.string(), DependencyTable]);
export const Dependencies = z.record(z.string(), z.union([Dependency, z.array(Dependency)]));

const Pyproject = z.looseObject({
  project: z.optional(
    z.looseObject({
      name: z.optional(z.string()),
      'requires-python': z.optional(z.string()),
      dependencies: z.optional(z.array(z.string())),
      dynamic: z.optional(z.array(z.string())),
    }),
  ),
  'build-system': z.optional(z.looseObject({})),
  tool: z.optional(
    z.looseObject({
      uv: z.optional(
        z.looseObject({
          package: z.optional(z.boolean()),
          'default-groups': z.optional(z.union([z.string(), z.array(z.string())])),
        }),
      ),
      poetry: z.optional(
        z.looseObject({
          name: z.optional(z.string()),
          'package-mode': z.optional(z.boolean()),
          dependencies: z.optional(Dependencies),
          group: z.optional(z.record(z.string(), z.looseObject({ dependencies: z.optional(Dependencies) }))),
        }),
      ),
    }),
  ),
});

/** A pyproject.toml. */
export interface PythonProject {
  readonly file: string;
  readonly content: z.infer<typeof Pyproject>;
  /** PEP 621's production dependencies, as they are written. */
  readonly dependencies: readonly string[];
  /** Poetry's, without `python`. */
  readonly poetryDependencies: readonly (readonly [name: string, dependency: PoetryDependency])[];
}

/**
 * Reads the pyproject.toml of a directory.
 *
 * @returns undefined where there is none
 * @throws CodelessError with exit `usage`: what `readText` and `parseToml` throw, and `ProjectInvalid`
 */
export async function readProject(directory: string): Promise<PythonProject | undefined> {
  const file = join(directory, 'pyproject.toml');
  const text = await readText(file);
  if (text === undefined) return undefined;
  const content = await parseAs(Pyproject, text, file, 'ProjectInvalid');
  const { dependencies, group } = content.tool?.poetry ?? {};
  const poetry = [...Object.entries(dependencies ?? {}), ...Object.entries(group?.main?.dependencies ?? {})];
  return {
    file,
    content,
    dependencies: content.project?.dependencies ?? [],
    poetryDependencies: poetry.filter(([name]) => name.toLowerCase() !== 'python'),
  };
}

/** Whether a directory has a pyproject.toml that is more than settings of tools. */
export async function isProject(directory: string): Promise<boolean> {
  const { project, 'build-system': build, tool } = (await readProject(directory))?.content ?? {};
  return [project, build, tool?.poetry].some((table) => table !== undefined);
}

/**
 * TOML of a certain form.
 *
 * @throws CodelessError with exit `usage`: `TomlInvalid`, or the given code where it has another form
 */
export async function parseAs<T extends z.ZodMiniType>(
  form: T,
  text: string,
  file: string,
  code: string,
  hint?: string,
): Promise<z.infer<T>> {
  // eslint-disable-next-line no-restricted-syntax -- few runs read TOML
  const { parseToml } = await import('../../text/toml');
  const { success, data, error } = form.safeParse(parseToml(text, file, hint));
  if (success) return data;
  const [issue] = error.issues;
  const reason = `${issue?.path.join('.') ?? ''} is not what belongs there`;
  throw textError({ file, reason, code, hint, cause: error });
}

/** The names of what production needs: to be told. */
export function productionNames({ content, dependencies, poetryDependencies }: PythonProject): string[] {
  const names = dependencies.map((text) => parseRequirement(text)?.name ?? text);
  const ofPoetry = poetryDependencies.filter(([, dependency]) => !isOptional(dependency)).map(([name]) => name);
  const isDynamic = content.project?.dynamic?.includes('dependencies') === true && ofPoetry.length === 0;
  return [...new Set([...names, ...ofPoetry, ...(isDynamic ? ['its dynamic dependencies'] : [])])];
}

function isOptional(dependency: PoetryDependency): boolean {
  return typeof dependency === 'object' && 'optional' in dependency && dependency.optional === true;
}
