import { formatTime } from './units';

/** An error that says that a request is from another time. */
export interface DatedError extends Error {
  /** S3's time. */
  readonly ServerTime?: unknown;
  readonly $response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
}

/** What such an error says. */
export interface ClockProblem {
  /** The end of a sentence. */
  readonly reason: string;
  readonly hint: string;
}

/** Milliseconds by which clocks differ that both are right, with the way of an answer. */
const TOLERANCE = 60_000;

const DATED = /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture)$/;

/** AWS's time, as it stands in its sentence: `(20150830T125609Z - 15 min.)`. */
const SIGNED = /Signature (?:expired|not yet current).*\((\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/s;

const SET =
  'Set it: NTP keeps it right (timedatectl set-ntp true), and a virtual machine or WSL that slept may have to be restarted.';

/**
 * An error by a clock that is wrong; undefined for other errors.
 *
 * @param now of this machine, milliseconds since 1970
 */
export function describeClockError(error: DatedError, now: number): ClockProblem | undefined {
  if (!DATED.test(error.name) && !/Signature (expired|not yet current)/.test(error.message)) return undefined;
  const time = timeOf(error);
  if (time === undefined) return { reason: "this machine's clock is wrong", hint: SET };
  const off = now - time;
  if (Math.abs(off) < TOLERANCE) {
    return {
      reason: 'AWS got the request too long after it was signed',
      hint: "This machine's clock is right now: it was set meanwhile, or it slept, or the network is slow. Run this again.",
    };
  }
  const by = formatTime(Math.abs(off));
  return { reason: `this machine's clock is wrong, ${by} ${off > 0 ? 'ahead of' : 'behind'} that of AWS`, hint: SET };
}

/** AWS's time when it answered; undefined if the answer does not tell. */
function timeOf({ message, ServerTime, $response }: DatedError): number | undefined {
  const [, year, month, day, hour, minute, second] = SIGNED.exec(message) ?? [];
  const told = year === undefined ? ServerTime : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const times = [told, $response?.headers?.date].map((text) => (typeof text === 'string' ? Date.parse(text) : NaN));
  return times.find((time) => !Number.isNaN(time));
}
