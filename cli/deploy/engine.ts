import { ArtifactStore } from '../aws/artifact-store';
import { Clients } from '../aws/clients';
import { ConcurrencyApi } from '../aws/concurrency';
import type { CodeDeployApi } from '../aws/code-deploy';
import { LambdaApi } from '../aws/lambda';
import { CLOCK, type Clock } from '../clock';
import type { OnProgress } from '../progress';
import type { Settings } from '../settings/settings';
import type { Connection } from '../verb';
import { whoAmI } from './identity';
import { ArtifactKeys } from './keys';
import { Lease } from './lease';
import { LedgerStore } from './ledger-store';

/** What an engine is made of; a verb's context has it all. */
export interface EngineOptions {
  readonly settings: Settings;
  readonly connection: Connection;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Default: clients of the connection. */
  readonly clients?: Clients;
  /** Default: this machine's. */
  readonly clock?: Clock;
}

/** The function at hand, its bucket, and the calls that reach them. */
export class Engine {
  readonly settings: Settings;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly lambda: LambdaApi;
  readonly concurrency: ConcurrencyApi;
  readonly keys: ArtifactKeys;
  readonly artifacts: ArtifactStore | undefined;
  readonly ledgerStore: LedgerStore | undefined;
  /** Who is at work. */
  readonly holder: string;

  constructor(options: EngineOptions) {
    const { settings, connection, env, onProgress, signal } = options;
    this.settings = settings;
    this.onProgress = onProgress;
    this.signal = signal;
    this.env = env;
    this.clients = options.clients ?? new Clients({ ...connection, env });
    this.clock = options.clock ?? CLOCK;
    this.lambda = new LambdaApi(this.clients.lambda, settings.functionName.value, signal);
    this.concurrency = new ConcurrencyApi(this.clients.lambda, settings.functionName.value, signal);
    this.keys = new ArtifactKeys(settings.prefix.value, settings.functionName.value);
    const bucket = settings.bucket.value;
    this.artifacts = bucket === undefined ? undefined : new ArtifactStore(this.clients.s3, bucket, signal);
    this.ledgerStore = this.ledgerStoreOf(settings.aliasName.value);
    this.holder = whoAmI(env);
  }

  /** The ledger of an alias; undefined if there is no bucket. */
  ledgerStoreOf(aliasName: string): LedgerStore | undefined {
    const { artifacts, keys, signal, clock } = this;
    const functionName = this.settings.functionName.value;
    return artifacts && new LedgerStore(artifacts, keys.ledger(aliasName), { functionName, aliasName, signal, clock });
  }

  /** Lambda without retries of the SDK's own, for what must not be asked twice unseen. */
  lambdaOnce(): LambdaApi {
    return new LambdaApi(this.clients.lambdaOnce(), this.settings.functionName.value, this.signal);
  }

  /** CodeDeploy, where the contract names a deployment group. */
  async codeDeploy(): Promise<CodeDeployApi | undefined> {
    const { codeDeployApplication: application, codeDeployDeploymentGroup: group } = this.settings.contract ?? {};
    if (application === undefined || group === undefined) return undefined;
    return this.clients.codeDeploy({ application, group }, this.signal);
  }

  /**
   * Takes the lease on the function.
   *
   * @param work what is being done: `deploying 1f3c9a2`
   * @throws CodelessError `Busy`
   */
  async lease(work: string, seen: Parameters<typeof Lease.acquire>[1]): Promise<[lease: Lease, asSeen: boolean]> {
    const { functionName, aliasName, leaseSeconds, waitSeconds } = this.settings;
    return Lease.acquire(
      {
        lambda: this.lambda,
        cleanup: new LambdaApi(this.clients.lambda, functionName.value, new AbortController().signal),
        aliasName: aliasName.value,
        work,
        holder: this.holder,
        leaseSeconds: leaseSeconds.value,
        waitSeconds: waitSeconds.value,
        onProgress: this.onProgress,
        signal: this.signal,
        clock: this.clock,
        holderIsAlive: async () => {
          const shifting = await (await this.codeDeploy())?.underWay();
          return shifting !== undefined && shifting.length > 0;
        },
      },
      seen,
    );
  }
}
