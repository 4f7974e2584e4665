import { malformed, requireHandler, requireInside } from './handler-path';
import type { HandlerTarget } from './handler-target';

const FORM = "'file.method' or 'file.Module::Class.method' with a capital letter at the start of each constant";
const CONSTANT = /^\p{Lu}[\p{L}\p{M}\p{N}_]*$/u;
const METHOD = /^[\p{L}_][\p{L}\p{M}\p{N}_]*[?!]?$/u;

/**
 * Reads a handler as the Ruby runtime does: two or three parts between dots, so that no directory or file may have a dot
 * in its name.
 *
 * @throws PlaceholderError
 * @see https://docs.aws.amazon.com/lambda/latest/dg/ruby-handler.html
 * @see https://github.com/aws/aws-lambda-ruby-runtime-interface-client lib/aws_lambda_ric/lambda_handler.rb
 */
export function rubyHandler(runtime: string, configured: string | undefined): HandlerTarget {
  const handler = requireHandler(runtime, configured, FORM);
  const parts = handler.split('.');
  const file = parts[0] ?? '';
  const method = parts.at(-1) ?? '';
  const constants = parts.length === 3 ? (parts[1] ?? '').split('::') : [];
  const wellFormed = (parts.length === 2 || parts.length === 3) && constants.every((name) => CONSTANT.test(name));
  if (!wellFormed || !METHOD.test(method)) {
    throw malformed(runtime, handler, FORM);
  }
  return { segments: requireInside(handler, file.split('/')), name: parts.slice(1).join('.') };
}
