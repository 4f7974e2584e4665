import { ActionFailure } from './actions/action';

/** What actions can refer to: variables by the name of their namespace. */
export type Namespaces = Map<string, Readonly<Record<string, string>>>;

const REFERENCE = /#\{([A-Za-z0-9@_-]+)\.([^{}]+)\}/g;

/**
 * A configuration with its references `#{namespace.variable}` replaced.
 *
 * @throws ActionFailure for a reference to nothing
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function resolve(given: Readonly<Record<string, string>>, namespaces: Namespaces): Record<string, string> {
  const valueOf = (reference: string, namespace: string, variable: string): string => {
    const value = namespaces.get(namespace)?.[variable];
    if (value !== undefined) return value;
    throw new ActionFailure('ConfigurationError', `The variable reference ${reference} could not be resolved`);
  };
  return Object.fromEntries(Object.entries(given).map(([key, text]) => [key, text.replaceAll(REFERENCE, valueOf)]));
}
