import type { AliasConfiguration, FunctionConfiguration, LayerVersionsListItem } from '@aws-sdk/client-lambda';

import type { ArtifactStore } from '../../../cli/aws/artifact-store';
import { layerDescription } from '../../../cli/deploy/dependency-layer';
import type { Engine } from '../../../cli/deploy/engine';
import { ArtifactKeys } from '../../../cli/deploy/keys';
import type { Ledger } from '../../../cli/deploy/ledger';
import { LedgerStore } from '../../../cli/deploy/ledger-store';
import { FakeClock } from '../deploy/support/fake-clock';

const LAYER = 'arn:aws:lambda:eu-west-1:123456789012:layer:demo-deps';

/** What a function has, and what was done to it. */
export class World {
  aliases: AliasConfiguration[] = [{ Name: 'live', FunctionVersion: '3', Description: 'v3' }];
  versions: FunctionConfiguration[] = ['1', '2', '3'].map((n) => ({
    Version: n,
    Description: `v${n}`,
    Layers: [{ Arn: `${LAYER}:${n}` }],
    CodeSha256: `code ${n}`,
    LastModified: '2026-01-01T00:00:00.000+0000',
  }));
  layerVersions: LayerVersionsListItem[] = [3, 2, 1].map((n) => ({
    Version: n,
    LayerVersionArn: `${LAYER}:${n}`,
    Description: layerDescription(`v${n}`, `${n}`.repeat(64)),
  }));
  /** Texts by their keys. */
  objects: Map<string, string> | undefined = new Map([
    ...['1', '2', '3'].map((n) => [`p/demo/v${n}/app.zip`, 'zip'] as const),
    ['p/demo/ledger.live.json', JSON.stringify(ledgerOf('3', ['3', '2', '1']))],
  ]);
  provisioned: string[] = [];
  eventSources: string[] = [];
  keep = 1;
  /** What was asked and done, in order. */
  readonly log: string[] = [];
  /** What happens while the lease is waited for; given, nothing is as it was seen. */
  meanwhile: (() => void) | undefined;
  /** Called before each deletion, as the lease's own check. */
  check: () => void = () => undefined;
  release: () => void = () => undefined;

  /** The engine of one run. */
  engine(): Engine {
    const { log } = this;
    const delete_ = (what: string): Promise<void> => {
      log.push(`delete ${what}`);
      return Promise.resolve();
    };
    const objects = (): Map<string, string> => this.objects ?? new Map<string, string>();
    const artifacts = {
      list: (prefix: string) =>
        Promise.resolve(
          [...objects()].filter(([key]) => key.startsWith(prefix)).map(([key, text]) => ({ key, bytes: text.length })),
        ),
      readText: (key: string) => Promise.resolve({ text: objects().get(key) ?? '', etag: '1' }),
      remove: (keys: readonly string[]) => delete_(`objects ${keys.join(' ')}`),
    };
    const keys = new ArtifactKeys('p', 'demo');
    const engine = {
      settings: {
        functionName: { value: 'demo' },
        aliasName: { value: 'live' },
        layerName: { value: 'demo-deps' },
        keep: { value: this.keep },
        contract: undefined,
      },
      keys,
      onProgress: () => undefined,
      concurrency: { provisionedQualifiers: () => Promise.resolve(this.provisioned) },
      lambda: {
        functionName: 'demo',
        alias: (name: string) => Promise.resolve(this.aliases.find(({ Name }) => Name === name)),
        aliases: () => Promise.resolve(this.aliases),
        versions: () => Promise.resolve(this.versions),
        configuration: (qualifier?: string) => {
          const version = this.aliases.find(({ Name }) => Name === qualifier)?.FunctionVersion;
          const found = this.versions.find(({ Version }) => Version === version);
          return Promise.resolve(found ?? { Version: '$LATEST', Layers: [{ Arn: `${LAYER}:3` }] });
        },
        layerVersions: () => pages(this.layerVersions),
        eventSourceQualifiers: () => {
          log.push('event sources?');
          return Promise.resolve(this.eventSources);
        },
        deleteVersion: (version: string) => delete_(`version ${version}`),
        deleteLayerVersion: (name: string, version: number) => delete_(`layer ${name}:${version}`),
      },
      artifacts: this.objects === undefined ? undefined : artifacts,
      ledgerStoreOf: (aliasName: string) =>
        new LedgerStore(artifacts as unknown as ArtifactStore, keys.ledger(aliasName), {
          ...{ functionName: 'demo', aliasName },
          ...{ signal: new AbortController().signal, clock: new FakeClock() },
        }),
      lease: (work: string, seen: AliasConfiguration) => {
        log.push(`lease for ${work}`);
        this.meanwhile?.();
        const lease = {
          check: this.check,
          found: seen,
          release: (description: string) => {
            this.release();
            log.push(`release with '${description}'`);
            return Promise.resolve();
          },
          abandon: (fallback: string) => {
            log.push(`abandon, with '${fallback}' if nothing was found`);
            return Promise.resolve();
          },
        };
        return Promise.resolve([lease, this.meanwhile === undefined]);
      },
    };
    return engine as unknown as Engine;
  }
}

/** A ledger of good releases, the newest first. */
export function ledgerOf(current: string, versions: readonly string[]): Ledger {
  const releases = versions.map((version) => ({
    version,
    sourceVersion: `v${version}`,
    codeSha256: '',
    layers: [],
    declaredLayers: [],
    releasedAt: '',
    releasedBy: '',
    previousVersion: '',
  }));
  return { schemaVersion: 1, functionName: 'demo', aliasName: 'live', current, releases };
}

async function* pages<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* await Promise.resolve(items);
}
