import { FOUND, malformed, type Finding, type HandlerQuestion } from './finding';

/**
 * Looks for a handler as the Ruby runtime does: `file.method` or `file.Module::Class.method`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/ruby-handler.html
 */
export function findRubyHandler(question: HandlerQuestion): Finding {
  const { handler, files } = question;
  const parts = handler.split('.');
  const [file = ''] = parts;
  if (parts.length < 2 || parts.length > 3 || parts.includes('')) {
    throw malformed(question, "'file.method' or 'file.Module::Class.method'");
  }
  const wanted = [`${file}.rb`];
  if (files.first(wanted) !== undefined) return FOUND;
  return { outcome: 'missing', wanted, maybeInLayer: !file.includes('/') };
}
