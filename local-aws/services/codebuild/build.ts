import { randomUUID } from 'node:crypto';

import type { Runtime } from '../../runtime';
import type { Upload, Uploaded } from './artifacts';
import { PhaseError } from './phase-error';
import type { Project } from './shapes';
import type { BuildSource } from './source';

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BuildPhase.html */
export interface Phase {
  readonly phaseType: string;
  /** Seconds since 1970. */
  readonly startTime: number;
  phaseStatus?: Outcome;
  endTime?: number;
  durationInSeconds?: number;
  contexts?: readonly { readonly statusCode: string; readonly message: string }[];
}

/** How a build or a phase of it ends. */
export type Outcome = 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'STOPPED';

/** What a build is made of. */
export interface BuildOptions {
  readonly runtime: Pick<Runtime, 'clock' | 'region' | 'account'>;
  /** With what the start overrides. */
  readonly project: Project;
  readonly number: number;
  readonly initiator: string;
  /** The primary source first. */
  readonly sources: readonly [BuildSource, ...BuildSource[]];
  readonly uploads: readonly Upload[];
  readonly sourceVersion?: string;
  /** Where it is known before the source is fetched. */
  readonly resolvedSourceVersion?: string;
  readonly sourceRepoUrl?: string;
  /** Hears that it began, that each of its phases ended, and that it ended. */
  readonly onChange: (build: Build, phase?: Phase) => void;
}

const ENDINGS = {
  STOPPED: { statusCode: '', message: '' },
  TIMED_OUT: { statusCode: 'BUILD_TIMED_OUT', message: 'Build has timed out.' },
};

/** One build: what becomes of it, phase by phase. */
export class Build {
  readonly uuid = randomUUID();
  readonly id: string;
  readonly arn: string;
  /** Seconds since 1970. */
  readonly startTime: number;
  readonly phases: Phase[] = [];
  status: Outcome | 'IN_PROGRESS' = 'IN_PROGRESS';
  endTime: number | undefined;
  resolvedSourceVersion: string | undefined;
  uploaded: readonly Uploaded[] = [];
  exported: Readonly<Record<string, string>> = {};
  /** Hides secrets in what phases tell of their failures. */
  mask: (text: string) => string = (text) => text;
  readonly #abort = new AbortController();
  #ending: 'STOPPED' | 'TIMED_OUT' | undefined;

  constructor(readonly options: BuildOptions) {
    const { runtime, project, resolvedSourceVersion } = options;
    this.id = `${project.name}:${this.uuid}`;
    this.arn = `arn:aws:codebuild:${runtime.region}:${runtime.account}:build/${this.id}`;
    this.startTime = this.#now();
    this.resolvedSourceVersion = resolvedSourceVersion;
  }

  /** Aborted when the build is stopped, or its time is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The first phase that did not succeed. */
  get failure(): Phase | undefined {
    return this.phases.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED');
  }

  /** Where the log is: where the project says, or else under its name. */
  get log(): { readonly isEnabled: boolean; readonly groupName: string; readonly streamName: string } {
    const { status, groupName, streamName } = this.options.project.logsConfig?.cloudWatchLogs ?? {};
    return {
      isEnabled: status !== 'DISABLED',
      groupName: groupName ?? `/aws/codebuild/${this.options.project.name}`,
      streamName: streamName ? `${streamName}/${this.uuid}` : this.uuid,
    };
  }

  get logUrl(): string {
    const { groupName, streamName } = this.log;
    const { region } = this.options.runtime;
    return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logEvent:group=${groupName};stream=${streamName}`;
  }

  begin(): void {
    this.options.onChange(this);
  }

  /**
   * Goes through a phase; a build that was ended only finalizes.
   *
   * @returns what the phase made; undefined where it did not succeed
   */
  async phase<Made>(phaseType: string, run: () => Promise<Made>): Promise<Made | undefined> {
    const before = this.#ending;
    if (before !== undefined && phaseType !== 'FINALIZING') return undefined;
    const phase: Phase = { phaseType, startTime: this.#now() };
    this.phases.push(phase);
    const outcome = await run().then(
      (made) => ({ status: 'SUCCEEDED' as const, made, context: contextOf() }),
      (error: unknown) => ({ status: 'FAILED' as const, made: undefined, context: contextOf(error) }),
    );
    const ending = before === undefined ? this.#ending : undefined;
    const { statusCode, message } = ending === undefined ? outcome.context : ENDINGS[ending];
    phase.phaseStatus = ending ?? outcome.status;
    phase.contexts = [{ statusCode, message: this.mask(message) }];
    phase.endTime = this.#now();
    phase.durationInSeconds = Math.round(phase.endTime - phase.startTime);
    this.options.onChange(this, phase);
    return ending === undefined ? outcome.made : undefined;
  }

  /** Ends it before its time. */
  end(ending: 'STOPPED' | 'TIMED_OUT'): void {
    if (this.status !== 'IN_PROGRESS') return;
    this.#ending ??= ending;
    this.#abort.abort();
  }

  /** Nothing of it changes any more. */
  complete(): void {
    this.endTime = this.#now();
    this.phases.push({ phaseType: 'COMPLETED', startTime: this.endTime });
    this.status = this.#ending ?? (this.failure === undefined ? 'SUCCEEDED' : 'FAILED');
    this.options.onChange(this);
  }

  #now(): number {
    return this.options.runtime.clock.now() / 1000;
  }
}

function contextOf(error?: unknown): { readonly statusCode: string; readonly message: string } {
  if (error === undefined) return { statusCode: '', message: '' };
  const { message } = error as Error;
  return { statusCode: error instanceof PhaseError ? error.code : 'CLIENT_ERROR', message };
}
