/** What the description of an alias says while someone works on the function. */
export interface LeaseText {
  /** What is being done: `deploying 1f3c9a2`. */
  readonly work: string;
  /** Who does it. */
  readonly holder: string;
  /** Differs for each lease. */
  readonly token: string;
}

/** Most characters of an alias's description. @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const MAX_DESCRIPTION = 256;

const FORM = /^codeless is (.*) for (.*) \[lease ([0-9a-f]{16})(?: \d+)?\]$/s;

/**
 * @param beat rises with each renewal, so that each is a change that others can see
 */
export function formatLease({ work, holder, token }: LeaseText, beat: number): string {
  const end = ` [lease ${token} ${beat}]`;
  const room = MAX_DESCRIPTION - end.length - 'codeless is  for '.length;
  return `codeless is ${shorten(work, Math.floor(room / 2))} for ${shorten(holder, Math.floor(room / 2))}${end}`;
}

/** The lease in a description; undefined where it holds none. */
export function parseLease(description: string | undefined): LeaseText | undefined {
  const [, work, holder, token] = FORM.exec(description ?? '') ?? [];
  return work === undefined || holder === undefined || token === undefined ? undefined : { work, holder, token };
}

/** A text that fits a description. */
export function shorten(text: string, length = MAX_DESCRIPTION): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
