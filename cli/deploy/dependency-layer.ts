import type { LambdaApi, NewLayerVersion } from '../aws/lambda';
import { again } from '../aws/retry';
import type { Clock } from '../clock';
import type { Ledger } from './ledger';
import { currentRelease } from './ledger';
import { shorten } from './lease-text';

const KEY = /\[codeless key ([0-9a-f]{64})\]/;

/** A layer version's description, by which any machine finds the layer of a key. */
export function layerDescription(sourceVersion: string, key: string): string {
  const end = ` [codeless key ${key}]`;
  return `${shorten(sourceVersion, 256 - end.length)}${end}`;
}

/** The key in a layer version's description. */
export function keyOf(description: string | undefined): string | undefined {
  return KEY.exec(description ?? '')?.[1];
}

/**
 * The ARN of the layer version that was built for a key, if there is one.
 *
 * @param serving layers of the version behind the alias, which are known to be there
 */
export async function findLayer(
  lambda: LambdaApi,
  layerName: string,
  key: string,
  ledger: Ledger | undefined,
  serving: readonly string[],
): Promise<string | undefined> {
  const known = ledger === undefined ? undefined : currentRelease(ledger)?.dependencies;
  if (known?.key === key && serving.includes(known.layerVersionArn)) return known.layerVersionArn;
  for await (const { Description, LayerVersionArn } of lambda.layerVersions(layerName)) {
    if (keyOf(Description) === key) return LayerVersionArn;
  }
  return undefined;
}

/**
 * Publishes a layer version once, even where an answer is lost: before each further attempt it looks for what the last one made.
 *
 * @param once calls Lambda without retries of its own
 */
export async function publishLayer(
  lambda: LambdaApi,
  once: LambdaApi,
  layer: NewLayerVersion,
  key: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<string> {
  return again(
    async (attempt) => {
      const made = attempt === 1 ? undefined : await findLayer(lambda, layer.name, key, undefined, []);
      return made ?? once.publishLayerVersion(layer);
    },
    signal,
    clock,
  );
}
