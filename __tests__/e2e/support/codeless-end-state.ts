import { createHash } from 'node:crypto';

import {
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  ListLayerVersionsCommand,
  ListVersionsByFunctionCommand,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';

import { ALIAS, type CodelessFunction } from './codeless-function';

/** Everything of a function that a deploy leaves behind, without its name, times and people. */
export interface EndState {
  readonly alias: { readonly version: string; readonly description: string; readonly weights?: unknown };
  /** The version behind the alias. */
  readonly serving: FrozenState;
  readonly latest: FrozenState;
  /** Number and description of each version. */
  readonly versions: readonly (readonly [string, string])[];
  /** Number and description of each version of the layer of dependencies. */
  readonly layers: readonly (readonly [number, string])[];
  /** Digests of packages and content of ledgers, by their keys. */
  readonly objects: Readonly<Record<string, unknown>>;
}

interface FrozenState {
  readonly CodeSha256: string;
  readonly MemorySize: number;
  readonly layers: readonly string[];
}

/** Members that differ from run to run. */
const PASSING = new Set(['releasedAt', 'releasedBy', 'at', 'by', 'expires']);

/** Reads what is there of a function. */
export async function endState(target: CodelessFunction): Promise<EndState> {
  const { lambda, name: FunctionName } = target;
  const [alias, serving, latest, versions, layers, stored] = await Promise.all([
    lambda.send(new GetAliasCommand({ FunctionName, Name: ALIAS })),
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: ALIAS })),
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    lambda.send(new ListVersionsByFunctionCommand({ FunctionName })),
    lambda.send(new ListLayerVersionsCommand({ LayerName: target.layerName })),
    target.objects(),
  ]);
  const objects = [...stored].map(([key, bytes]) => [
    key,
    key.endsWith('.json')
      ? (JSON.parse(bytes.toString()) as unknown)
      : createHash('sha256').update(bytes).digest('hex'),
  ]);
  const state = {
    alias: {
      version: alias.FunctionVersion,
      description: alias.Description,
      weights: alias.RoutingConfig?.AdditionalVersionWeights,
    },
    serving: frozen(serving),
    latest: frozen(latest),
    versions: (versions.Versions ?? []).map(({ Version, Description }) => [Version, Description]),
    layers: (layers.LayerVersions ?? []).map(({ Version, Description }) => [Version, Description]),
    objects: Object.fromEntries(objects) as Record<string, unknown>,
  };
  const text = JSON.stringify(state, (key, value: unknown) => (PASSING.has(key) ? undefined : value));
  return JSON.parse(text.replaceAll(FunctionName, 'NAME')) as EndState;
}

function frozen({ CodeSha256, MemorySize, Layers = [] }: FunctionConfiguration): object {
  return { CodeSha256, MemorySize, layers: Layers.map(({ Arn }) => Arn) };
}

interface Ledger {
  readonly current: string;
  readonly releases: readonly { readonly version: string; readonly sourceVersion: string }[];
}

/** The same as a list of what there is, by what it was released from: numbers are left out, since they tell of what was before. */
export function inventory({ alias, serving, latest, versions, layers, objects }: EndState): string[] {
  const made = ({ CodeSha256, MemorySize, layers: arns }: FrozenState): string => {
    const descriptions = arns.map((arn) => layers.find(([number]) => arn.endsWith(`:${number}`))?.[1] ?? arn);
    return JSON.stringify([CodeSha256, MemorySize, descriptions]);
  };
  return [
    `alias: ${JSON.stringify([alias.description, alias.weights])}`,
    `served: ${made(serving)}`,
    `$LATEST: ${made(latest)}`,
    ...versions.map(([, description]) => `version: ${description}`),
    ...layers.map(([, description]) => `layer version: ${description.split(' ')[0] ?? ''}`),
    ...Object.entries(objects).flatMap(([key, content]) => {
      const name = key.replace('lambda-ci/NAME/', '');
      if (typeof content === 'string') return [`object: ${name} ${content}`];
      const { current, releases } = content as Ledger;
      return releases.map(
        ({ version, sourceVersion }) => `release: ${sourceVersion}${version === current ? ', current' : ''}`,
      );
    }),
  ].sort();
}

/** What one list has beyond another. */
export function beyond(list: readonly string[], other: readonly string[]): string[] {
  const rest = [...other];
  return list.filter((item) => {
    const index = rest.indexOf(item);
    if (index !== -1) rest.splice(index, 1);
    return index === -1;
  });
}
