/** What the program tells while it works; a printer makes lines of it, and nothing else prints. */
export type ProgressEvent =
  | { readonly kind: 'started'; readonly step: string }
  | {
      readonly kind: 'finished';
      readonly step: string;
      /** What came out, in a few words: `layer version 7`, `unchanged`. */
      readonly result: string;
      readonly milliseconds: number;
    }
  | { readonly kind: 'failed'; readonly step: string; readonly milliseconds: number }
  /** Part of a long transfer. */
  | { readonly kind: 'transfer'; readonly step: string; readonly bytes: number; readonly total: number }
  /** A line of a program that runs for us, such as pip. */
  | { readonly kind: 'output'; readonly step: string; readonly line: string }
  | { readonly kind: 'note'; readonly level: 'notice' | 'warning'; readonly text: string };

/** Hears what the program tells. */
export type OnProgress = (event: ProgressEvent) => void;

/** Does a step and tells its beginning, its end and its time. */
export async function step<T>(
  onProgress: OnProgress,
  name: string,
  work: () => Promise<T>,
  result: (value: T) => string,
): Promise<T> {
  const started = performance.now();
  onProgress({ kind: 'started', step: name });
  try {
    const value = await work();
    const milliseconds = performance.now() - started;
    onProgress({ kind: 'finished', step: name, result: result(value), milliseconds });
    return value;
  } catch (error) {
    onProgress({ kind: 'failed', step: name, milliseconds: performance.now() - started });
    throw error;
  }
}
