import type { Operate } from '../../service';

/** Operations by name, each with the input that it has once that was held against the service's model. */
export function operations(
  own: Readonly<Record<string, (input: never, call: never) => unknown>>,
): Record<string, Operate> {
  return own as Record<string, Operate>;
}
