import { join } from 'node:path';

import type { LocalAws } from '../local-aws';
import type { ActivityLog } from './activity-log';
import { Callers } from './callers';
import { Delivery, REPOSITORY } from './delivery';
import { deployStack, expectEmptyPlan } from './deploy';
import { isolatedEnvironment } from './environment';
import { lookAround } from './look-around';
import { drawResult } from './picture';
import { chooseProviders, findTools, showStack, startAws, type Tools } from './preparation';
import { terraformEnvironment, type InstalledProviders } from './providers';
import type { Session } from './session';
import { resourceCount, stackFolder, synthesize } from './stack';
import type { StackOutputs } from './stack-outputs';
import type { Steps } from './steps';
import type { Terraform } from './terraform';

const TITLES = {
  providers: 'Let Terraform install the providers',
  aws: 'Start a local AWS, with a GitHub beside it',
  deploy: 'Deploy the stack with cdktf and Terraform',
  placeholder: 'Call both functions, which have no code yet',
  push: 'Push commits: the pipeline of QA ships the last one',
  release: 'Release the commit before: the pipeline of production ships the tag',
  plan: 'Ask Terraform whether it would change anything',
} as const;

/** What the steps on the local AWS need. */
interface Equipment {
  readonly terraform: Terraform;
  readonly providers: InstalledProviders;
  readonly aws: LocalAws;
  readonly activities: ActivityLog;
}

/** What there is at the end of the tour. */
export interface TourResult {
  /** A drawing of what is up; undefined when steps were left out and nothing is. */
  readonly picture?: string;
  /** How to look around in it. */
  readonly lookAround?: string;
}

/** Takes the caller through all steps that this machine allows. */
export async function takeTour(session: Session, steps: Steps): Promise<TourResult> {
  await steps.run('Synthesize the demo stack', (report) => showStack(session, report));
  const tools = await steps.run('Look for Terraform, Python and Git', (report) => findTools(session, report));
  const { terraform } = tools;
  const needed = missing(tools);

  let providers: InstalledProviders | undefined;
  if (terraform === undefined) {
    steps.leaveOut(TITLES.providers, 'Terraform');
  } else {
    providers = await steps.runIfPossible(TITLES.providers, (report) => chooseProviders(session, terraform, report));
    if (providers === undefined) needed.push('the providers');
  }

  let local: Pick<Equipment, 'aws' | 'activities'> | undefined;
  if (needed.length > 0) {
    steps.leaveOut(TITLES.aws, needed.join(' and '));
  } else {
    local = await steps.runIfPossible(TITLES.aws, (report) => startAws(session, tools, report));
    if (local === undefined) needed.push('the local AWS');
  }

  if (terraform !== undefined && providers !== undefined && local !== undefined) {
    return deployAndDeliver(session, steps, { terraform, providers, ...local });
  }
  for (const title of [TITLES.deploy, TITLES.placeholder, TITLES.push, TITLES.release, TITLES.plan]) {
    steps.leaveOut(title, needed.join(' and '));
  }
  return {};
}

/** Names of the programs that this machine lacks. */
function missing({ terraform, python, git }: Tools): string[] {
  return [
    ...(terraform === undefined ? ['Terraform'] : []),
    ...(python === undefined ? ['Python'] : []),
    ...(git ? [] : ['Git']),
  ];
}

async function deployAndDeliver(session: Session, steps: Steps, equipment: Equipment): Promise<TourResult> {
  const { terraform, providers, aws, activities } = equipment;
  const output = join(session.work, 'cdktf.out');
  const own = {
    ...aws.environment,
    GITHUB_BASE_URL: `${aws.github.url}/`,
    GITHUB_TOKEN: 'local',
    ...terraformEnvironment(providers, terraform, session.work),
  };
  const command = session.command(
    isolatedEnvironment(session.env, {
      ...own,
      ...providers.settings,
      TERRAFORM_BACKEND: 'local',
      DEMO_STATE_DIRECTORY: session.work,
      DEMO_REPOSITORY: REPOSITORY,
      DEMO_SLACK_TEAM_ID: 'T07EA123LEP',
      DEMO_SLACK_CHANNEL_ID: 'C07EZ1ABC23',
    }),
  );

  const outputs = await steps.run(TITLES.deploy, async (report): Promise<StackOutputs> => {
    const resources = resourceCount(await synthesize(output, command));
    const deployed = await deployStack(output, resources, command, report.progress);
    const { qa_environment: qa, production_environment: production } = deployed;
    const ran = [qa, production].map(
      ({ pipeline }) => new RegExp(`FAILED[^]*Pipeline: ${pipeline.pipelineName}$`, 'm'),
    );
    const cards = await activities.take(...ran);
    // As a person does once, in the console.
    aws.completeConnection(deployed.connection_arn);
    report.detail(`${resources} resources, among them the aliases and pipelines of two functions:`);
    for (const { lambda, pipeline } of [qa, production]) {
      report.detail(`  ${lambda.aliasArn}, which ${pipeline.pipelineName} ships to`);
    }
    report.detail('and a connection to GitHub, which a person finishes in the console: done');
    if (cards.some((card) => card.includes('FAILED'))) {
      report.detail(
        'CodePipeline ran both once when they were new; the channel was told that this failed, without a connection',
      );
    }
    return deployed;
  });
  const callers = new Callers(session, aws);
  const delivery = new Delivery({ session, aws, activities, outputs, callers });
  await steps.run(TITLES.placeholder, async (report) => {
    await callers.seePlaceholder(outputs.qa_environment, report);
    await callers.seePlaceholder(outputs.production_environment, report);
  });
  await steps.run(TITLES.push, (report) => delivery.push(report));
  const version = await steps.run(TITLES.release, (report) =>
    outputs.production_environment.pipeline.webhookUrl === undefined
      ? delivery.pushTag(report)
      : delivery.release(report),
  );
  await steps.run(TITLES.plan, async (report) => {
    await expectEmptyPlan(terraform, output, command);
    report.detail('terraform plan -detailed-exitcode: 0, no changes');
  });
  return {
    picture: drawResult({ ...outputs.production_environment.lambda, version }),
    lookAround: lookAround({
      endpoint: aws.endpoint,
      environment: own,
      outputs: outputs.production_environment,
      folder: stackFolder(output),
      terraform: terraform.program,
    }),
  };
}
