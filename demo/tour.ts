import { join } from 'node:path';

import type { LocalAws } from '../local-aws';
import { deployStack, expectEmptyPlan, type StackOutputs } from './deploy';
import { isolatedEnvironment } from './environment';
import { lookAround } from './look-around';
import { drawResult } from './picture';
import { chooseProviders, findTools, showStack, startAws } from './preparation';
import { terraformEnvironment, type InstalledProviders } from './providers';
import { RoundTrip } from './round-trip';
import type { Session } from './session';
import { resourceCount, stackFolder, synthesize } from './stack';
import type { Steps } from './steps';
import type { Terraform } from './terraform';

const TITLES = {
  providers: 'Let Terraform install the providers',
  aws: 'Start a local AWS',
  deploy: 'Deploy the stack with cdktf and Terraform',
  placeholder: 'Call the function, which has no code yet',
  ship: 'Ship code from outside, as a CI does',
  application: 'Call the function again',
  plan: 'Ask Terraform whether it would change anything',
} as const;

/** What the steps on the local AWS need. */
interface Equipment {
  readonly terraform: Terraform;
  readonly providers: InstalledProviders;
  readonly aws: LocalAws;
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
  const tools = await steps.run('Look for Terraform and Python', (report) => findTools(session, report));
  const { terraform, python } = tools;
  const needed = [...(terraform === undefined ? ['Terraform'] : []), ...(python === undefined ? ['Python'] : [])];

  let providers: InstalledProviders | undefined;
  if (terraform === undefined) {
    steps.leaveOut(TITLES.providers, 'Terraform');
  } else {
    providers = await steps.runIfPossible(TITLES.providers, (report) => chooseProviders(session, terraform, report));
    if (providers === undefined) needed.push('the providers');
  }

  let aws: LocalAws | undefined;
  if (needed.length > 0) {
    steps.leaveOut(TITLES.aws, needed.join(' and '));
  } else {
    aws = await steps.runIfPossible(TITLES.aws, (report) => startAws(session, report));
    if (aws === undefined) needed.push('the local AWS');
  }

  if (terraform !== undefined && python !== undefined && providers !== undefined && aws !== undefined) {
    return deployAndShip(session, steps, { terraform, providers, aws });
  }
  for (const title of [TITLES.deploy, TITLES.placeholder, TITLES.ship, TITLES.application, TITLES.plan]) {
    steps.leaveOut(title, needed.join(' and '));
  }
  return {};
}

async function deployAndShip(session: Session, steps: Steps, equipment: Equipment): Promise<TourResult> {
  const { terraform, providers, aws } = equipment;
  const output = join(session.work, 'cdktf.out');
  const own = { ...aws.environment, ...terraformEnvironment(providers, terraform, session.work) };
  const command = session.command(
    isolatedEnvironment(session.env, {
      ...own,
      TERRAFORM_BACKEND: 'local',
      DEMO_STATE_DIRECTORY: session.work,
      DEMO_PLACEHOLDER: providers.placeholder,
    }),
  );

  const outputs = await steps.run(TITLES.deploy, async (report): Promise<StackOutputs> => {
    const resources = resourceCount(await synthesize(output, command));
    const deployed = await deployStack(output, resources, command, (text) => {
      report.progress(text);
    });
    report.detail(`${resources} resources, among them ${deployed.lambda.aliasArn}`);
    report.detail(`the HTTP API ${deployed.api_url}`);
    return deployed;
  });
  const trip = new RoundTrip(session, aws, outputs);
  await steps.run(TITLES.placeholder, (report) => trip.callPlaceholder(report));
  const application = join(session.root, 'examples', 'python-api');
  const release = await steps.run(TITLES.ship, (report) => trip.ship(application, report));
  await steps.run(TITLES.application, (report) => trip.callApplication(release, report));
  await steps.run(TITLES.plan, async (report) => {
    await expectEmptyPlan(terraform, output, command);
    report.detail('terraform plan -detailed-exitcode: 0, no changes');
  });
  return {
    picture: drawResult({ ...outputs.lambda, version: release.toVersion }),
    lookAround: lookAround({
      endpoint: aws.endpoint,
      environment: own,
      outputs,
      folder: stackFolder(output),
      terraform: terraform.program,
    }),
  };
}
