/** A step that takes long enough to be told about. */
export interface LocalAwsProgress {
  /** `install` happens once a machine and takes about ten seconds; `start` every time and takes about one. */
  readonly step: 'install' | 'start' | 'ready';
  /** One sentence without a full stop. */
  readonly message: string;
}

/** Hears of each step as it begins. */
export type OnProgress = (event: LocalAwsProgress) => void;
