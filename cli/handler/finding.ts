import { CodelessError } from '../errors';
import type { PackagedFiles } from './packaged-files';

/** What a runtime makes of a handler. */
export type Finding =
  | { readonly outcome: 'found' }
  | {
      readonly outcome: 'missing';
      /** The files that the runtime looks for in the package, the first that it takes first. */
      readonly wanted: readonly string[];
      /** Whether a layer can hold it as well: the package has nothing that hides it. */
      readonly maybeInLayer: boolean;
    };

/** What a handler is looked for with. */
export interface HandlerQuestion {
  readonly handler: string;
  /** Lambda's identifier of the runtime. */
  readonly runtime: string;
  readonly files: PackagedFiles;
  /** Variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
}

export const FOUND: Finding = { outcome: 'found' };

/** The error of a handler that is there, and that its runtime can't run. */
export function unfit(handler: string, why: string, hint: string): CodelessError {
  return new CodelessError('build', 'HandlerUnfit', `the handler ${handler} can't be run: ${why}`, { hint });
}

/** The error of a handler that is not of the form in which its runtime reads it. */
export function malformed({ handler, runtime }: HandlerQuestion, form: string): CodelessError {
  const message = `the handler '${handler}' is not one of ${runtime}, which reads ${form}`;
  return new CodelessError('build', 'HandlerUnfit', message, {
    hint: "Correct the function's handler in Terraform (of `build`: --function-handler).",
  });
}
