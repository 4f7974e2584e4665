import { LambdaClient } from '@aws-sdk/client-lambda';

import type { LocalAws } from '../local-aws';
import { PLACEHOLDER_MARKER } from '../modules/codeless-lambda/contract';
import type { StackOutputs } from './deploy';
import { executedVersion, getHttpApi, type Answer } from './invoke';
import { isolatedEnvironment } from './environment';
import type { Session } from './session';
import { ship, type Release } from './ship';
import { StepError } from './step-error';
import type { StepReport } from './steps';

/** The deployed function, seen by its callers and by a CI. */
export class RoundTrip {
  private readonly lambda: LambdaClient;

  constructor(
    private readonly session: Session,
    private readonly aws: LocalAws,
    private readonly outputs: StackOutputs,
  ) {
    const { AWS_REGION: region = 'us-east-1', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = aws.environment;
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    this.lambda = new LambdaClient({ endpoint: aws.endpoint, region, credentials });
    session.onEnd(() => {
      this.lambda.destroy();
    });
  }

  /** Before CI has shipped anything, the placeholder answers 503 and carries its marker. */
  public async callPlaceholder(report: StepReport): Promise<void> {
    const answer = await this.call('/');
    if (answer.status !== 503 || answer.headers[PLACEHOLDER_MARKER] === undefined) {
      throw new StepError(`GET ${this.outputs.api_url} should give the placeholder's 503.`, spoken(answer));
    }
    this.show(answer, '/', report);
    await this.invokeAlias(report);
  }

  /** Ships an application as a CI would, from nothing but the function's name. */
  public async ship(application: string, report: StepReport): Promise<Release> {
    const { session, aws, outputs } = this;
    const { name, alias } = outputs.lambda;
    const options = session.command(isolatedEnvironment(session.env, aws.environment));
    const release = await ship(session.root, name, application, options, (text) => {
      report.progress(text);
    });
    const { fromVersion, toVersion, code, dependencies } = release;
    const layer = dependencies.layerVersionArn?.split(':').slice(-2).join(':') ?? 'none';
    report.detail(`codeless deploy --function-name ${name} --app-src-path examples/python-api`);
    report.detail(`layer ${layer}: requirements.txt, by ${dependencies.builder ?? 'nobody'}`);
    report.detail(`code: examples/python-api, ${kilobytes(code.bytes)}, published as version ${toVersion}`);
    report.detail(`alias ${alias}: version ${fromVersion} → ${toVersion}`);
    return release;
  }

  /** After CI has shipped, the application answers. */
  public async callApplication(release: Release, report: StepReport): Promise<void> {
    for (const path of ['/', '/slug?text=Terraform%20never%20sees%20this']) {
      const answer = await this.call(path);
      if (answer.status !== 200) {
        throw new StepError(`GET ${path} should be answered by version ${release.toVersion}.`, spoken(answer));
      }
      this.show(answer, path, report);
    }
    await this.invokeAlias(report);
  }

  private call(path: string): Promise<Answer> {
    const url = `${this.outputs.api_url.replace(/\/$/, '')}${path}`;
    return getHttpApi(this.aws.endpoint, url, this.session.signal);
  }

  private show(answer: Answer, path: string, report: StepReport): void {
    report.detail(`GET ${path} → ${answer.status} ${answer.body.trim()}`);
  }

  private async invokeAlias(report: StepReport): Promise<void> {
    const { name, alias } = this.outputs.lambda;
    const version = await executedVersion(this.lambda, name, alias);
    report.detail(`invoke ${name}:${alias} → answered by version ${version}`);
  }
}

function spoken(answer: Answer): readonly string[] {
  return [`HTTP ${answer.status}`, ...answer.body.split('\n')];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1)} KiB`;
}
