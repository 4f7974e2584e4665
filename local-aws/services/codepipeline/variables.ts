import { ActionFailure } from './actions/action';

/** What actions can refer to: variables by the name of their namespace. */
export type Namespaces = ReadonlyMap<string, Readonly<Record<string, string>>>;

const REFERENCE = /#\{([A-Za-z0-9@_-]+)\.([^{}]+)\}/g;

/**
 * A text with its references `#{namespace.variable}` replaced.
 *
 * @throws ActionFailure for a reference to nothing
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function resolve(text: string, namespaces: Namespaces): string {
  return text.replaceAll(REFERENCE, (reference, namespace: string, variable: string) => {
    const value = namespaces.get(namespace)?.[variable];
    if (value !== undefined) return value;
    throw new ActionFailure('ConfigurationError', `The variable reference ${reference} could not be resolved`);
  });
}

/** A configuration with every reference replaced. */
export function resolveAll(given: Readonly<Record<string, string>>, namespaces: Namespaces): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, resolve(value, namespaces)]));
}
