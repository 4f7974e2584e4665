/** Every program that is measured, in the order in which the table has them. */
export const TOOL_NAMES = ['codeless', 'aws-lambda-ci', 'lambroll', 'AWS CLI'] as const;

/** A program that is measured. */
export type ToolName = (typeof TOOL_NAMES)[number];

/** What a deploy ships, and where to. */
export interface Target {
  /** Name of the function; its alias is `latest`. */
  readonly functionName: string;
  /** The checkout: the descriptor of dependencies in its root, the code in `src`. */
  readonly root: string;
  /** The bucket for packages. */
  readonly bucket: string;
  /** Counts the deploys of the function. */
  readonly release: number;
  /** Whether the package is too large to be sent in the call that changes the code. */
  readonly isLarge: boolean;
}

/** A program that ships the code of functions, as its users call it. */
export interface Tool {
  readonly name: ToolName;
  /** Its release, as it tells. */
  readonly version: string;
  /** Writes what it needs beside the code. @default - nothing */
  readonly prepare?: (target: Omit<Target, 'release' | 'isLarge'>) => void;
  /** Program and arguments of a deploy, run in the checkout. */
  readonly deploy: (target: Target) => readonly [string, ...string[]];
  /** Program and arguments that print its help. @default - its help is not measured */
  readonly help?: readonly [string, ...string[]];
}
