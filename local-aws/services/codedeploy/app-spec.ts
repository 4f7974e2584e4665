import { parse } from 'yaml';

import { ServiceError } from '../service';

/** What a deployment shifts. */
export interface AppSpec {
  readonly functionName: string;
  readonly aliasName: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
}

/**
 * Reads an AppSpec, in JSON or YAML, of one Lambda function.
 *
 * @throws ServiceError `InvalidRevisionException`
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html#reference-appspec-file-structure-resources-lambda
 */
export function parseAppSpec(content: string): AppSpec {
  const { Resources, Hooks } = parsed(content);
  if (Hooks !== undefined) throw invalid('the local AWS runs no hooks');
  const resources = Array.isArray(Resources) ? (Resources as unknown[]) : [];
  const [resource] = resources.flatMap((item) => Object.values(item as Record<string, unknown>));
  const { Type, Properties } = (resource ?? {}) as { Type?: unknown; Properties?: Record<string, unknown> };
  if (resources.length !== 1 || Type !== 'AWS::Lambda::Function') {
    throw invalid('Resources must hold one resource of type AWS::Lambda::Function');
  }
  const property = (name: string): string => {
    const value = Properties?.[name];
    if (typeof value === 'string' && value !== '') return value;
    // YAML takes an unquoted version for a number.
    if (typeof value === 'number') return `${value}`;
    throw invalid(`${name} is missing`);
  };
  return {
    functionName: property('Name'),
    aliasName: property('Alias'),
    currentVersion: property('CurrentVersion'),
    targetVersion: property('TargetVersion'),
  };
}

function parsed(content: string): Record<string, unknown> {
  try {
    const value: unknown = parse(content);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The sentence below says it.
  }
  throw invalid('it is neither JSON nor YAML');
}

function invalid(reason: string): ServiceError {
  return new ServiceError('InvalidRevisionException', `The AppSpec cannot be used: ${reason}`);
}
