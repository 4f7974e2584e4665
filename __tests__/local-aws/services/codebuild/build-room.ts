import type { Correction } from '../../../../local-aws/front/correction';
import type { Call } from '../../../../local-aws/front/identify';
import { jsonObject } from '../../../../local-aws/front/message';
import { codeBuild } from '../../../../local-aws/services/codebuild';
import type { Builds } from '../../../../local-aws/services/ports';
import { FakeRuntime } from '../../fake-runtime';
import { FakeAws } from './fake-aws';

/** What CodeBuild tells of a build, as far as tests read it. */
export interface Info {
  readonly id: string;
  readonly buildStatus: string;
  readonly phases: { phaseType: string; phaseStatus?: string; contexts?: { statusCode: string; message: string }[] }[];
  readonly exportedEnvironmentVariables: { name: string; value: string }[];
  readonly [member: string]: unknown;
}

/** A build that has ended. */
export interface Ended {
  readonly info: Info;
  /** The phases that ran the build specification and what follows, each with its status. */
  readonly phases: string[];
  /** The log, without what CodeBuild writes itself. */
  readonly output: string[];
  /** The whole log, without times. */
  readonly log: string[];
  /** Status code and message of each phase that failed. */
  readonly contexts: string[];
}

export const ROLE = 'arn:aws:iam::000000000000:role/build';

/** CodeBuild, with nothing but fakes around it. */
export class BuildRoom {
  readonly runtime = new FakeRuntime();
  readonly builds: Builds;
  readonly #corrections: readonly Correction[];
  #projects = 0;

  private constructor(readonly aws: FakeAws) {
    this.runtime.endpoint = aws.endpoint;
    ({ corrections: this.#corrections, builds: this.builds } = codeBuild(this.runtime));
  }

  static async start(): Promise<BuildRoom> {
    return new BuildRoom(await FakeAws.start());
  }

  async stop(): Promise<void> {
    await this.runtime.stop();
    this.aws.stop();
  }

  /** Calls an operation; fails with the code and message that it answers. */
  async call(action: string, input: object): Promise<Record<string, unknown>> {
    const headers = { 'x-amz-target': `CodeBuild_20161006.${action}` };
    const call = { service: 'codebuild', action, input, accessKey: 'me', labels: {}, request: { headers } };
    const answer = await this.#corrections[0]?.answer(call as unknown as Call, {} as never);
    const body = jsonObject(answer?.body);
    if (answer?.status !== 200) throw new Error(`${String(body.__type)}: ${String(body.message)}`);
    return body;
  }

  /** Makes a project, by default one whose build specification is all that it has. */
  async project(buildspec: string, settings: object = {}): Promise<string> {
    const name = `project-${++this.#projects}`;
    await this.call('CreateProject', {
      name,
      source: { type: 'NO_SOURCE', buildspec },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: { type: 'LINUX_CONTAINER', image: 'image', computeType: 'BUILD_GENERAL1_SMALL' },
      serviceRole: ROLE,
      ...settings,
    });
    return name;
  }

  /** Starts a build, and answers its id. */
  async begin(projectName: string, start: object = {}): Promise<string> {
    const { build } = await this.call('StartBuild', { projectName, ...start });
    return (build as Info).id;
  }

  /** Runs a build of a new project to its end. */
  async run(buildspec: string, settings: object = {}, start: object = {}): Promise<Ended> {
    return this.ended(await this.begin(await this.project(buildspec, settings), start));
  }

  /** Waits for the end of a build. */
  async ended(id: string): Promise<Ended> {
    await this.#state(id, (status) => status !== 'IN_PROGRESS');
    const info = await this.info(id);
    const { groupName = '', streamName = '' } = info.logs as { groupName?: string; streamName?: string };
    const lines = this.aws.logs.get(groupName)?.get(streamName) ?? [];
    return {
      info,
      phases: info.phases
        .filter(({ phaseType }) => !['SUBMITTED', 'QUEUED', 'PROVISIONING', 'COMPLETED'].includes(phaseType))
        .map(({ phaseType, phaseStatus = '' }) => `${phaseType} ${phaseStatus}`),
      output: lines.filter((line) => line !== '' && !line.startsWith('[Container]')),
      log: lines.map((line) => line.replace(/^\[Container\] \S+ \S+ /, '')),
      contexts: info.phases
        .flatMap(({ phaseStatus = 'SUCCEEDED', contexts = [] }) => (phaseStatus === 'SUCCEEDED' ? [] : contexts))
        .map(({ statusCode, message }) => `${statusCode}: ${message}`),
    };
  }

  async info(id: string): Promise<Info> {
    const { builds } = await this.call('BatchGetBuilds', { ids: [id] });
    return (builds as [Info])[0];
  }

  /** Waits until an event tells of a status of a build. */
  #state(id: string, isMet: (status: string) => boolean): Promise<void> {
    const isAbout = ({
      detailType,
      detail,
    }: {
      detailType: string;
      detail: Readonly<Record<string, unknown>>;
    }): boolean =>
      detailType === 'CodeBuild Build State Change' &&
      String(detail['build-id']).endsWith(id) &&
      isMet(String(detail['build-status']));
    if (this.runtime.told.some(isAbout)) return Promise.resolve();
    return new Promise((resolve) => {
      this.runtime.events.subscribe((event) => {
        if (isAbout(event)) resolve();
      });
    });
  }
}
