import type { ToolResult } from '../tools/toolbox';

/** What an installer is told. */
export interface InstallRequest {
  /** A requirements file in the scratch directory. */
  readonly file: string;
  readonly constraints: string | undefined;
  /** Whether to leave dependencies alone, since the file names them all. */
  readonly complete: boolean;
  /** A directory of wheels that were built for want of others. */
  readonly wheels: string | undefined;
  /** The directory that packages are installed into. */
  readonly root: string;
}

/** A program that installs Python packages. */
export interface Installer {
  readonly name: 'pip' | 'uv';
  install(request: InstallRequest): Promise<ToolResult>;
  /** What stands for a local package, copied to a path, in a requirements file. */
  prepareLocal(path: string): Promise<string>;
}
