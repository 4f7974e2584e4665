import { ArtifactStore } from '../aws/artifact-store';
import { Clients } from '../aws/clients';
import { ConcurrencyApi } from '../aws/concurrency';
import type { CodeDeployApi } from '../aws/code-deploy';
import { heard } from '../aws/heard';
import { LambdaApi } from '../aws/lambda';
import { CLOCK, type Clock } from '../clock';
import type { OnProgress } from '../progress';
import type { Settings } from '../settings/settings';
import type { Connection } from '../verb';
import { cleanupOf } from './cleanup';
import { whoAmI } from './identity';
import { ArtifactKeys } from './keys';
import { Lease } from './lease';
import { LedgerStore } from './ledger-store';
import { Pulse } from './pulse';

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
  /** Waits for something that has a limit of its own. Default: as for anything else. */
  readonly untimed?: Untimed;
}

/** Waits for something without the limit of the whole run. */
export type Untimed = <T>(wait: () => Promise<T>) => Promise<T>;

/** The function at hand, its bucket, and the calls that reach them. */
export class Engine {
  readonly settings: Settings;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly untimed: Untimed;
  readonly lambda: LambdaApi;
  readonly concurrency: ConcurrencyApi;
  readonly keys: ArtifactKeys;
  readonly artifacts: ArtifactStore | undefined;
  readonly ledgerStore: LedgerStore | undefined;
  /** Who is at work. */
  readonly holder: string;
  readonly #pulse: Pulse;

  constructor(options: EngineOptions) {
    const { settings, connection, env, onProgress, signal } = options;
    this.settings = settings;
    this.signal = signal;
    this.env = env;
    this.clients = options.clients ?? new Clients({ ...connection, env });
    this.clock = options.clock ?? CLOCK;
    this.untimed = options.untimed ?? ((wait) => wait());
    const pulse = new Pulse(this.clock);
    this.#pulse = pulse;
    this.onProgress = (event) => {
      pulse.beat();
      onProgress(event);
    };
    const lambda = heard(this.clients.lambda, pulse.beat);
    this.lambda = new LambdaApi(lambda, settings.functionName.value, signal);
    this.concurrency = new ConcurrencyApi(lambda, settings.functionName.value, signal);
    this.keys = new ArtifactKeys(settings.prefix.value, settings.functionName.value);
    const bucket = settings.bucket.value;
    this.artifacts =
      bucket === undefined ? undefined : new ArtifactStore(heard(this.clients.s3, pulse.beat), bucket, signal);
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
    const options = {
      lambda: this.lambda,
      cleanup: cleanupOf(this.clients.lambda, functionName.value, this.clock),
      silence: this.#pulse.silence,
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
    };
    return this.untimed(() => Lease.acquire(options, seen));
  }
}
