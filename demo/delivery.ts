import { join } from 'node:path';

import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';

import type { LocalAws } from '../local-aws';
import type { ActivityLog } from './activity-log';
import type { Callers } from './callers';
import { forgeRelease, GitHubReleases } from './github-releases';
import { Pipelines } from './pipelines';
import type { Session } from './session';
import { SourceRepository } from './source-repository';
import type { EnvironmentOutputs, StackOutputs } from './stack-outputs';
import { StepError } from './step-error';
import { seconds, type StepReport } from './steps';

/** The backend team's repository at the local GitHub. */
export const REPOSITORY = 'acme/demo-api';

/** The tag that is released. */
const TAG = 'v1.0.0';

/** HTTP status of what is not signed as it should be. */
const FORBIDDEN = 403;

/** Lines of a card that are shown. */
const CARD_LINES = 7;

const GREETING = 'Hello from code that Terraform never touched';
const NEW_GREETING = 'Hello from what comes after the release';

/** What delivers code in the tour, and what can be seen of it. */
export interface DeliveryEquipment {
  readonly session: Session;
  readonly aws: LocalAws;
  readonly activities: ActivityLog;
  readonly outputs: StackOutputs;
  readonly callers: Callers;
}

/** Code on its way through the applied pipelines: a push ships to QA, a release to production. */
export class Delivery {
  private readonly pipelines: Pipelines;
  /** The commit that is released, which is not the branch's head. */
  private released = '';
  private repository: SourceRepository | undefined;

  constructor(private readonly equipment: DeliveryEquipment) {
    this.pipelines = new Pipelines(equipment.session, equipment.aws);
  }

  /** Commits twice, and pushes: the pipeline of QA ships the second commit. */
  public async push(report: StepReport): Promise<void> {
    const { session, aws, activities, outputs, callers } = this.equipment;
    const qa = outputs.qa_environment;
    const { cloneUrl } = aws.github.repositories.find(REPOSITORY) ?? { cloneUrl: '' };
    const repository = await SourceRepository.clone(session, cloneUrl);
    this.repository = repository;
    repository.copy(join(session.root, 'examples', 'python-api'));
    this.released = await repository.commit('Greet and make slugs');
    repository.replace('app/main.py', GREETING, NEW_GREETING);
    const head = await repository.commit('Greet otherwise');
    report.detail(
      `git push ${REPOSITORY} main: ${short(this.released)} Greet and make slugs, ${short(head)} Greet otherwise`,
    );

    const started = performance.now();
    await activities.during(report.progress, async () => {
      await repository.push('main');
      await this.pipelines.succeeded(qa, ({ sourceRevisions = [] }) => sourceRevisions[0]?.revisionId === head);
    });
    report.detail(`the pipeline ${qa.pipeline.pipelineName} shipped it in ${seconds(performance.now() - started)}`);
    await this.showCards(report, qa);
    await callers.seeApplication(qa, '/', NEW_GREETING, report);
    await callers.seeApplication(qa, '/slug?text=Terraform%20never%20sees%20this', 'terraform-never-sees-this', report);
  }

  /** Publishes a release of the first commit: the pipeline of production ships its tag. Returns the version that serves. */
  public async release(report: StepReport): Promise<string> {
    const { session, aws, activities, outputs } = this.equipment;
    const production = outputs.production_environment;
    const address = production.pipeline.webhookUrl;
    if (address === undefined) throw new StepError('The pipeline of production has no webhook for releases.');
    const github = new GitHubReleases(aws.github.url, REPOSITORY, session.signal);
    const forged = await forgeRelease(address, TAG, session.signal);
    const version = await this.ship(report, `released ${TAG} at ${short(this.released)}, which is not the head`, () =>
      activities.during(report.progress, async () => {
        await github.publish(TAG, this.released);
        await this.pipelines.succeeded(production, ({ trigger }) => trigger?.triggerType === 'Webhook');
        await aws.github.idle();
      }),
    );
    const outcomes = await github.deliveries(address);
    report.detail(`the webhook: ${outcomes.map(({ event, status }) => `${event} ${status}`).join(', ')}`);
    const runs = await this.pipelines.executions(production);
    const started = runs.filter(({ trigger }) => trigger?.triggerType === 'Webhook').length;
    report.detail(`a forged release: ${forged}; runs that all of these started: ${started}`);
    if (forged !== FORBIDDEN || started !== 1) {
      throw new StepError('Only the published release, signed by GitHub, should have started the pipeline.');
    }
    return version;
  }

  /** Pushes a tag of the first commit: the pipeline of production ships it. Returns the version that serves. */
  public pushTag(report: StepReport): Promise<string> {
    const { activities, outputs } = this.equipment;
    return this.ship(report, `git push ${REPOSITORY} ${TAG}: ${short(this.released)}, which is not the head`, () =>
      activities.during(report.progress, async () => {
        await this.repository?.tag(TAG, this.released);
        await this.repository?.push(TAG);
        const isTag = ({ sourceRevisions = [] }: PipelineExecutionSummary): boolean =>
          sourceRevisions[0]?.revisionId === this.released;
        await this.pipelines.succeeded(outputs.production_environment, isTag);
      }),
    );
  }

  /** Ships something to production, and sees that it is the tag and not the head. Returns the version that serves. */
  private async ship(report: StepReport, what: string, work: () => Promise<void>): Promise<string> {
    const { outputs, callers } = this.equipment;
    const production = outputs.production_environment;
    const started = performance.now();
    await work();
    report.detail(`${what}: ${production.pipeline.pipelineName} shipped it in ${seconds(performance.now() - started)}`);
    await this.showCards(report, production);
    return callers.seeApplication(production, '/', GREETING, report);
  }

  /** Shows what the channel was told of a pipeline's run. */
  private async showCards(report: StepReport, { pipeline, lambda }: EnvironmentOutputs): Promise<void> {
    const ended = new RegExp(`SUCCEEDED[^]*Pipeline: ${pipeline.pipelineName}$`, 'm');
    const deployed = new RegExp(`functionName: ${lambda.name}$`, 'm');
    for (const card of await this.equipment.activities.take(ended, deployed)) {
      report.detail(card.split('\n').slice(0, CARD_LINES).join('\n'));
    }
  }
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
