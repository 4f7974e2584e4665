import { createHash } from 'node:crypto';
import { Token } from 'cdktf';

/** Most characters in the name of a role. */
export const MAX_ROLE_NAME = 64;
/** Most characters in the name of an inline policy. */
export const MAX_POLICY_NAME = 128;

/** Enough for 16 million names, so that two names that differ only in their cut-off ends stay apart. */
const HASH_LENGTH = 6;

/**
 * The parts joined with `-` as a name of letters, digits, `-` and `_`, which every AWS service takes. A name that had to
 * be changed, because of its length or of other characters, ends in a hash of the whole, so that no two names meet. Where
 * a part is a token the name is only joined: its length is not known before Terraform runs.
 *
 * @param maxLength the most characters that the service allows
 */
export function resourceName(parts: readonly string[], maxLength: number): string {
  const whole = parts.filter((part) => part !== '').join('-');
  if (Token.isUnresolved(whole)) {
    return whole;
  }
  const legal = whole.replace(/[^A-Za-z0-9_-]+/g, '-');
  if (legal === whole && whole.length <= maxLength) {
    return whole;
  }
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, HASH_LENGTH);
  return `${legal.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, '')}-${hash}`;
}
