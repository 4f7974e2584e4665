/** Seconds as people read them. */
export function time(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}

/** MB as people read them. */
export function megabytes(value: number): string {
  return `${value.toFixed(0)} MB`;
}

/** How many times another figure it is. */
export function ratio(value: number): string {
  return value.toFixed(2);
}
