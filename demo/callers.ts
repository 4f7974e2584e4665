import { LambdaClient } from '@aws-sdk/client-lambda';

import type { LocalAws } from '../local-aws';
import { PLACEHOLDER_MARKER } from '../modules/codeless-lambda/contract';
import { executedVersion, getHttpApi, type Answer } from './invoke';
import type { Session } from './session';
import type { EnvironmentOutputs } from './stack-outputs';
import { StepError } from './step-error';
import type { StepReport } from './steps';

/** Callers of the deployed functions. */
export class Callers {
  private readonly lambda: LambdaClient;

  constructor(
    private readonly session: Session,
    private readonly aws: Pick<LocalAws, 'endpoint' | 'environment'>,
  ) {
    const { AWS_REGION: region = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = aws.environment;
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    this.lambda = new LambdaClient({ endpoint: aws.endpoint, region, credentials });
    session.onEnd(() => {
      this.lambda.destroy();
    });
  }

  /** Before anything was shipped, the placeholder answers 503 and carries its marker. */
  public async seePlaceholder(environment: EnvironmentOutputs, report: StepReport): Promise<void> {
    const answer = await this.call(environment, '/');
    if (answer.status !== 503 || answer.headers[PLACEHOLDER_MARKER] === undefined) {
      throw new StepError(`GET ${environment.api_url} should give the placeholder's 503.`, spoken(answer));
    }
    show(answer, environment, '/', report);
  }

  /**
   * After something was shipped, it answers.
   *
   * @param text what the answer says
   * @returns the version that answered
   */
  public async seeApplication(
    environment: EnvironmentOutputs,
    path: string,
    text: string,
    report: StepReport,
  ): Promise<string> {
    const answer = await this.call(environment, path);
    if (answer.status !== 200 || !answer.body.includes(text)) {
      throw new StepError(`GET ${path} at ${environment.api_url} should be answered with '${text}'.`, spoken(answer));
    }
    show(answer, environment, path, report);
    const { name, alias } = environment.lambda;
    return executedVersion(this.lambda, name, alias);
  }

  private call(environment: EnvironmentOutputs, path: string): Promise<Answer> {
    const url = `${environment.api_url.replace(/\/$/, '')}${path}`;
    return getHttpApi(this.aws.endpoint, url, this.session.signal);
  }
}

function show({ status, body }: Answer, { lambda }: EnvironmentOutputs, path: string, report: StepReport): void {
  report.detail(`GET ${path} of ${lambda.name} → ${status} ${body.trim()}`);
}

function spoken({ status, body }: Answer): readonly string[] {
  return [`HTTP ${status}`, ...body.split('\n')];
}
