import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';

import { Clients, type Download } from '../../../../cli/aws/clients';
import { CodeDeployApi, type DeploymentGroup } from '../../../../cli/aws/code-deploy';
import { EcrApi } from '../../../../cli/aws/ecr';
import { deploy } from '../../../../cli/deploy/deploy';
import type { DeployOptions } from '../../../../cli/deploy/deploy-options';
import type { DeployResult, RollbackResult } from '../../../../cli/deploy/deploy-result';
import { Engine, type EngineOptions } from '../../../../cli/deploy/engine';
import { formatLease } from '../../../../cli/deploy/lease-text';
import { formatLedger, parseLedger, type Ledger } from '../../../../cli/deploy/ledger';
import { CodelessError } from '../../../../cli/errors';
import { rollback } from '../../../../cli/deploy/rollback';
import { withinTime } from '../../../../cli/deploy/time-limit';
import type { ProgressEvent } from '../../../../cli/progress';
import type { Settings } from '../../../../cli/settings/settings';
import type { DeployContract } from '../../../../modules/codeless-lambda/contract';
import { CONTRACT, settingsOf } from '../../inspect/facts';
import { FakeClock } from './fake-clock';
import { FakeCodeDeploy } from './fake-code-deploy';
import { FakeEcr } from './fake-ecr';
import { FakeLambda } from './fake-lambda';
import { FakeS3, sha256 } from './fake-s3';
import { Calls } from './faults';

const INSTALL = 'mkdir "$CODELESS_TARGET/python" && cp requirements.txt "$CODELESS_TARGET/python/"';
const LEDGER = 'lambda-ci/demo-api/ledger.latest.json';

/** What one run is told. */
export interface RunOptions extends Partial<DeployOptions> {
  readonly to?: string;
  readonly settings?: Partial<Settings>;
}

/** What the program is stopped with. */
export const CTRL_C = new CodelessError('interrupted', 'Stopped', 'stopped by Ctrl-C');

/** An account in memory, with a function as Terraform makes it: a placeholder behind its alias. */
export class World {
  readonly calls = new Calls();
  readonly clock = new FakeClock();
  readonly s3 = new FakeS3(this.calls);
  readonly lambda: FakeLambda;
  readonly codeDeploy: FakeCodeDeploy;
  readonly ecr = new FakeEcr(this.calls);
  readonly progress: ProgressEvent[] = [];
  /** What was published, and to which topic. */
  readonly published: { readonly topic: string; readonly message: unknown }[] = [];
  /** What a message is answered with, if SNS does not take it. */
  publishError: Error | undefined;
  /** Alarms that ring. */
  ringing: string[] = [];
  contract: DeployContract = { ...CONTRACT };
  bucket: string | undefined = 'packages';
  stop = new AbortController();

  constructor() {
    this.lambda = new FakeLambda(
      this.calls,
      ({ S3Key, ZipFile }) => (ZipFile === undefined ? this.s3.digest(S3Key ?? '') : sha256(ZipFile)),
      CONTRACT.placeholderSha256 ?? '',
    );
    this.codeDeploy = new FakeCodeDeploy(this.calls, this.lambda);
  }

  /** Has CodeDeploy shift the traffic. */
  withCodeDeploy(): this {
    this.contract = { ...this.contract, codeDeployApplication: 'app', codeDeployDeploymentGroup: 'group' };
    return this;
  }

  /** Deploys a source: its code, and what its layer is made of; none without. */
  async deploy(
    sourceVersion: string,
    sources: { code?: string; layer?: string } = {},
    options: RunOptions = {},
  ): Promise<DeployResult> {
    const source = mkdtempSync(join(tmpdir(), 'codeless-engine-'));
    try {
      writeFileSync(join(source, 'app.py'), sources.code ?? sourceVersion);
      writeFileSync(join(source, '.lambdaignore'), 'requirements.txt\n');
      if (sources.layer !== undefined) writeFileSync(join(source, 'requirements.txt'), sources.layer);
      mkdirSync(join(source, 'lib'));
      const engine = this.with({
        source: { value: source, source: 'flag' },
        sourceVersion: { value: sourceVersion, source: 'flag' },
        ...(sources.layer === undefined
          ? { dependencies: { value: 'none', source: 'flag' } }
          : {
              dependenciesCommand: { value: INSTALL, source: 'flag' },
              descriptor: { value: join(source, 'requirements.txt'), source: 'flag' },
            }),
        ...options.settings,
      });
      return await withinTime(engine, 'deploy', (own) => deploy(own, { dryRun: false, redeploy: false, ...options }));
    } finally {
      rmSync(source, { recursive: true });
    }
  }

  rollback({ to, dryRun = false, settings }: RunOptions = {}): Promise<RollbackResult> {
    return withinTime(this.with(settings), 'rollback', (engine) => rollback(engine, { dryRun, to }));
  }

  engine(settings: Partial<Settings> = {}): Engine {
    return new Engine(this.with(settings));
  }

  /** What an engine in this world is made of. */
  with(settings: Partial<Settings> = {}): EngineOptions {
    return {
      settings: { ...settingsOf(this.contract, this.bucket), ...settings },
      connection: { region: 'eu-west-1', profile: undefined },
      env: { CODEBUILD_BUILD_ID: 'ci:42', PATH: process.env.PATH },
      onProgress: (event) => this.progress.push(event),
      signal: this.stop.signal,
      clients: new FakeClients(this),
      clock: this.clock,
    };
  }

  /** What the alias is like. */
  get alias(): { version: string | undefined; description: string | undefined; weights: Record<string, number> } {
    const { FunctionVersion: version, Description: description, RoutingConfig } = this.lambda.alias;
    return { version, description, weights: RoutingConfig?.AdditionalVersionWeights ?? {} };
  }

  get ledger(): Ledger {
    const ledger = parseLedger(this.s3.text(LEDGER));
    if (ledger === undefined) throw new Error('the ledger is none');
    return ledger;
  }

  set ledger(ledger: Ledger) {
    this.s3.objects.set(LEDGER, Buffer.from(formatLedger(ledger)));
  }

  loseLedger(): void {
    this.s3.objects.delete(LEDGER);
  }

  /** Puts a text in place of the ledger. */
  breakLedger(text: string): void {
    this.s3.objects.set(LEDGER, Buffer.from(text));
  }

  /** The version, source version and fate of each release, the newest first. */
  get releases(): string[] {
    return this.ledger.releases.map(
      ({ version, sourceVersion, rolledBack }) =>
        `${version} ${sourceVersion}${rolledBack === undefined ? '' : ` left for ${rolledBack.to}`}`,
    );
  }

  /** Has another run hold the lease. */
  occupy(work = 'deploying other'): void {
    const Description = formatLease({ work, holder: 'ann@laptop', token: '0123456789abcdef' }, 0);
    this.lambda.move({ Description });
  }

  get notes(): string[] {
    return this.progress.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
  }
}

class FakeClients extends Clients {
  constructor(private readonly world: World) {
    super({ region: 'eu-west-1', profile: undefined, env: {} });
  }

  override get lambda(): LambdaClient {
    return this.world.lambda.client;
  }

  override lambdaOnce(): LambdaClient {
    return this.world.lambda.client;
  }

  override get s3(): S3Client {
    return this.world.s3.client;
  }

  override ecr(_region: string, signal: AbortSignal): Promise<EcrApi> {
    return Promise.resolve(new EcrApi(this.world.ecr.client, signal));
  }

  override download(url: URL): Promise<Download> {
    return Promise.resolve(this.world.ecr.download(url));
  }

  override codeDeploy(target: DeploymentGroup, signal: AbortSignal): Promise<CodeDeployApi> {
    return Promise.resolve(new CodeDeployApi(this.world.codeDeploy.client, target, signal));
  }

  override publish(topic: string, message: string): Promise<void> {
    const { published, publishError } = this.world;
    if (publishError !== undefined) return Promise.reject(publishError);
    published.push({ topic, message: JSON.parse(message) as unknown });
    return Promise.resolve();
  }

  override async ringingAlarms(names: readonly string[]): Promise<string[]> {
    if (names.length > 0) await this.world.calls.make('DescribeAlarms', undefined, () => Promise.resolve({}));
    return this.world.ringing.filter((name) => names.includes(name));
  }
}
