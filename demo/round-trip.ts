import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';

import type { LocalAws } from '../local-aws';
import { PLACEHOLDER_MARKER } from '../modules/codeless-lambda/contract';
import type { StackOutputs } from './deploy';
import { executedVersion, getHttpApi, type Answer } from './invoke';
import { installRequirements, pythonWithPip, zipFolder } from './package';
import type { Session } from './session';
import { readContract, ship, type Release } from './ship';
import { StepError } from './step-error';
import type { StepReport } from './steps';

/** The deployed function, seen by its callers and by a CI. */
export class RoundTrip {
  private readonly lambda: LambdaClient;
  private readonly ssm: SSMClient;

  constructor(
    private readonly session: Session,
    private readonly aws: LocalAws,
    private readonly outputs: StackOutputs,
  ) {
    const { AWS_REGION: region = 'us-east-1', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = aws.environment;
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    const connection = { endpoint: aws.endpoint, region, credentials };
    this.lambda = new LambdaClient(connection);
    this.ssm = new SSMClient(connection);
    session.onEnd(() => {
      this.lambda.destroy();
      this.ssm.destroy();
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
  public async ship(python: string, application: string, report: StepReport): Promise<Release> {
    report.progress('reading the deploy contract');
    const contract = await readContract(this.ssm, this.outputs.lambda.name);
    const layer = join(this.session.work, 'layer');
    const requirements = join(application, 'requirements.txt');
    report.progress('installing the dependencies');
    const command = this.session.command(this.session.env);
    const pip = await pythonWithPip(python, join(this.session.work, 'python'), command);
    await installRequirements(pip, requirements, layer, contract, command);
    const packages = {
      code: zipFolder(application, ['app']),
      dependencies: zipFolder(layer, ['python']),
    };
    report.progress('layer, code, version, alias');
    const release = await ship(this.lambda, contract, packages);
    const names = readFileSync(requirements, 'utf8').match(/^[a-zA-Z][^\s;\\]*/gm) ?? [];
    report.detail(`layer ${contract.layerName}: ${names.join(', ')}, ${kilobytes(packages.dependencies)}`);
    report.detail(`code: examples/python-api, ${kilobytes(packages.code)}, published as version ${release.version}`);
    report.detail(`alias ${contract.aliasName}: version 1 → ${release.version}`);
    return release;
  }

  /** After CI has shipped, the application answers. */
  public async callApplication(release: Release, report: StepReport): Promise<void> {
    for (const path of ['/', '/slug?text=Terraform%20never%20sees%20this']) {
      const answer = await this.call(path);
      if (answer.status !== 200) {
        throw new StepError(`GET ${path} should be answered by version ${release.version}.`, spoken(answer));
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

function kilobytes(bytes: Uint8Array): string {
  return `${(bytes.length / 1_024).toFixed(1)} KiB`;
}
