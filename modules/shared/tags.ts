import type { IConstruct } from 'constructs';
import { isKnown } from './checks';
import { ValidationError } from './validation-error';

const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/**
 * Throws where AWS would refuse the tags.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export function checkTags(scope: IConstruct, tags: Readonly<Record<string, string>> | undefined): void {
  if (!isKnown(tags)) {
    return;
  }
  const fail = (message: string): never => {
    throw new ValidationError('InvalidTags', scope, message);
  };
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS) {
    fail(`'tags' must have at most ${MAX_TAGS} entries, got ${entries.length}`);
  }
  for (const [key, value] of entries) {
    if (isKnown(key) && (key.length < 1 || key.length > MAX_KEY_LENGTH || /^aws:/i.test(key))) {
      fail(`'tags' must have keys of 1 to ${MAX_KEY_LENGTH} characters that do not begin with aws:, got '${key}'`);
    }
    if (isKnown(value) && value.length > MAX_VALUE_LENGTH) {
      fail(`'tags' must have values of at most ${MAX_VALUE_LENGTH} characters, got ${value.length} for '${key}'`);
    }
  }
}
