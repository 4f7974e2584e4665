import { randomUUID } from 'node:crypto';

import type { Runtime } from '../../runtime';
import { PhaseError } from './phase-error';
import type { Project } from './projects';
import type { BuildRequest } from './start';

/** How a build or a phase of it ends. */
type Outcome = 'SUCCEEDED' | 'FAILED' | Ending;
type Ending = 'TIMED_OUT' | 'STOPPED';

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BuildPhase.html */
export interface Phase {
  readonly phaseType: string;
  /** Seconds since 1970. */
  readonly startTime: number;
  phaseStatus?: Outcome;
  endTime?: number;
  contexts?: readonly { readonly statusCode: string; readonly message: string }[];
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
  /** Ends when everything of it has. */
  done: Promise<void> = Promise.resolve();
  exported: Readonly<Record<string, string>> = {};
  /** Hides secrets in what phases tell of their failures. */
  mask: (text: string) => string = (text) => text;
  readonly #abort = new AbortController();
  #ending: Ending | undefined;

  constructor(
    private readonly runtime: Pick<Runtime, 'clock' | 'region' | 'account'>,
    /** With what the start overrides. */
    readonly project: Project,
    readonly request: BuildRequest,
    readonly number: number,
  ) {
    this.id = `${project.name}:${this.uuid}`;
    this.arn = `arn:aws:codebuild:${runtime.region}:${runtime.account}:build/${this.id}`;
    this.startTime = this.#now();
  }

  /** Aborted when the build is stopped, or its time is over. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The first phase that did not succeed. */
  get failure(): Phase | undefined {
    return this.phases.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED');
  }

  /** Of a pipeline's build: the commit of a clone, or where the artifact is. */
  get sourceVersion(): string | undefined {
    const { inputs, primary, sourceVersion } = this.request;
    const input = inputs.find(({ name }) => name === primary);
    if (input === undefined || sourceVersion === '') return undefined;
    return input.clone?.commit ?? `arn:aws:s3:::${input.bucket}/${input.key}`;
  }

  /** Where the log is: where the project says, or else under its name. */
  get log(): { readonly groupName: string; readonly streamName: string } {
    const { groupName, streamName } = this.project.logsConfig?.cloudWatchLogs ?? {};
    return {
      groupName: groupName ?? `/aws/codebuild/${this.project.name}`,
      streamName: streamName ? `${streamName}/${this.uuid}` : this.uuid,
    };
  }

  get logUrl(): string {
    const { groupName, streamName } = this.log;
    return `https://console.aws.amazon.com/cloudwatch/home?region=${this.runtime.region}#logEvent:group=${groupName};stream=${streamName}`;
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
    let made: Made | undefined;
    let error: unknown;
    try {
      made = await run();
    } catch (thrown) {
      error = thrown;
    }
    const ending = before === undefined ? this.#ending : undefined;
    const { statusCode, message } = ending === undefined ? contextOf(error) : ENDINGS[ending];
    phase.phaseStatus = ending ?? (error === undefined ? 'SUCCEEDED' : 'FAILED');
    phase.contexts = [{ statusCode, message: this.mask(message) }];
    phase.endTime = this.#now();
    return ending === undefined ? made : undefined;
  }

  /** Ends it before its time. */
  end(ending: Ending): void {
    if (this.status !== 'IN_PROGRESS') return;
    this.#ending ??= ending;
    this.#abort.abort();
  }

  /** Nothing of it changes any more. */
  complete(): void {
    this.endTime = this.#now();
    this.phases.push({ phaseType: 'COMPLETED', startTime: this.endTime });
    this.status = this.#ending ?? (this.failure === undefined ? 'SUCCEEDED' : 'FAILED');
  }

  #now(): number {
    return this.runtime.clock.now() / 1000;
  }
}

function contextOf(error: unknown): { readonly statusCode: string; readonly message: string } {
  if (error === undefined) return { statusCode: '', message: '' };
  return { statusCode: error instanceof PhaseError ? error.code : 'CLIENT_ERROR', message: (error as Error).message };
}
