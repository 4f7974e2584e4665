import { evaluateMarker, normalizedName, parseRequirement, type MarkerEnvironment, type Requirement } from './pep508';
import { specifiersOf } from './poetry/constraint';
import { isFor, tablesOf } from './poetry/select-packages';
import type { PythonProject } from './project';

/** What every Python of Lambda's brings: the code does without it in a list. */
const IN_RUNTIME = ['boto3', 'botocore'];

/**
 * What a project asks for in production, and so has to be in a list beside it; of what is only for other environments, and
 * what the runtime brings, nothing.
 */
export function declaredBy(project: PythonProject, environment: MarkerEnvironment): Requirement[] {
  const { content, dependencies, poetryDependencies } = project;
  const ofProject = dependencies
    .flatMap((text) => parseRequirement(text) ?? [])
    .filter(({ marker }) => applies(marker, environment));
  // Beside PEP 621's, Poetry's say where from, and not what.
  const ofPoetry = content.project?.dependencies === undefined ? poetryDependencies : [];
  const own = normalizedName(content.project?.name ?? content.tool?.poetry?.name ?? '');
  return [
    ...ofProject,
    ...ofPoetry.flatMap(([name, dependency]) =>
      tablesOf(dependency)
        .filter((table) => table.optional !== true && isFor(table, environment))
        .map(({ version = '*', extras = [] }) => ({
          name: normalizedName(name),
          extras: extras.map(normalizedName),
          specifiers: specifiersOf(version),
          url: undefined,
          marker: '',
        })),
    ),
  ].filter(({ name }) => name !== own && !IN_RUNTIME.includes(name));
}

function applies(marker: string, environment: MarkerEnvironment): boolean {
  try {
    return evaluateMarker(marker, environment);
  } catch {
    return false;
  }
}
