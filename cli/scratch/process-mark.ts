import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';

/** A process, so that it can be told apart from every other one. */
export interface ProcessMark {
  /** Stands for the boot of the machine and the namespaces in which number and start count. */
  readonly place: string;
  readonly pid: number;
  /** When it started, in the clock ticks of Linux; 0 if that is not known. */
  readonly start: number;
}

/** The place if the system does not tell it: processes are not looked up then. */
const UNKNOWN_PLACE = '00000000';

/** The fields of `/proc/<pid>/stat` after the name of the program, of which the time of the start is the 20th. */
const START = 19;

/** The mark of this process. */
export function ownMark(): ProcessMark {
  return { place: placeOf(), pid: process.pid, start: startOf(process.pid) ?? 0 };
}

/** Whether the process has ended; undefined if that can't be known from here, as for one of another container. */
export function hasEnded({ place, pid, start }: ProcessMark): boolean | undefined {
  if (place === UNKNOWN_PLACE || place !== placeOf() || start === 0) return undefined;
  try {
    return startOf(pid) !== start;
  } catch {
    return undefined;
  }
}

function placeOf(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    // Times of starts are shifted in a namespace of time, which older kernels don't have.
    const namespaces = ['pid', ...(existsSync('/proc/self/ns/time') ? ['time'] : [])];
    const links = namespaces.map((name) => readlinkSync(`/proc/self/ns/${name}`));
    return createHash('sha256')
      .update([boot, ...links].join(' '))
      .digest('hex')
      .slice(0, UNKNOWN_PLACE.length);
  } catch {
    return UNKNOWN_PLACE;
  }
}

/** @returns undefined if there is no such process */
function startOf(pid: number): number | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  // The name of the program is in parentheses, and may hold some.
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[START]);
}
