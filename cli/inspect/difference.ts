import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { FunctionState } from '../deploy/state';
import { layersOf } from '../deploy/configuration';
import type { Release } from '../deploy/ledger';
import type { Plan } from '../deploy/plan';
import { parseRelease } from '../deploy/release-name';
import { isImage, type Shipment } from '../deploy/shipment';
import type { EntryChanges } from '../package';
import type { Settings } from '../settings/settings';
import { settingChanges, type SettingChange } from './setting-changes';

/** A file in both packages whose content or mode differs. */
interface ChangedFile {
  readonly path: string;
  readonly bytesBefore: number;
  readonly bytes: number;
}

interface File {
  readonly path: string;
  readonly bytes: number;
}

/** What a deploy would change. */
export interface Difference {
  readonly functionName: string;
  readonly aliasName: string;
  /** Whether a deploy would move the alias. */
  readonly different: boolean;
  readonly from: { readonly version: string; readonly sourceVersion?: string; readonly tag?: string };
  readonly sourceVersion: string;
  readonly code: {
    readonly changed: boolean;
    /** Of an image function: what the alias serves, and what a deploy would ship; both by their digests. */
    readonly image?: { readonly before: string; readonly after: string };
    /** Bytes of the packages; of an image as it is pulled, and 0 before, since Lambda does not tell. */
    readonly bytesBefore: number;
    readonly bytes: number;
    readonly added: readonly File[];
    readonly removed: readonly File[];
    readonly modified: readonly ChangedFile[];
  };
  readonly dependencies: {
    /**
     * `none`: neither has any. `packaged`: they are among the files. `unchanged`: the layer stays. `layerExists`: the layer was
     * built before, and is attached. `built`: a layer version is built and published. `removed`: the layer is detached.
     */
    readonly state: 'none' | 'packaged' | 'unchanged' | 'layerExists' | 'built' | 'removed';
    readonly builder?: string;
    readonly key?: string;
    readonly keyBefore?: string;
  };
  readonly layers: {
    readonly before: readonly string[];
    /** Without the version of a layer that is still to be built. */
    readonly after: readonly string[];
  };
  readonly configuration: readonly SettingChange[];
}

/** What is known of a function and a source when they are compared. */
export interface Comparison {
  readonly settings: Settings;
  readonly state: FunctionState;
  readonly made: Shipment;
  readonly plan: Plan;
  readonly architecture: string;
  /** The release that the alias serves, where the ledger knows it. */
  readonly release: Release | undefined;
  /** The layer of dependencies that the alias serves. */
  readonly servedLayer: string | undefined;
  /** The layer that was built for the source's dependencies, where it exists. */
  readonly layerVersionArn: string | undefined;
  /** As a deploy would compose them. */
  readonly layers: readonly string[];
  readonly files: EntryChanges;
}

/** Puts together what a deploy would change. */
export function differenceOf(comparison: Comparison): Difference {
  const { settings, state, made, plan, architecture, release, files, layers } = comparison;
  const { serving, latest } = state;
  const { sourceVersion, tag } = release ?? parseRelease(serving.Description ?? '');
  const dependencies = made.dependencies ?? made.packaged;
  return {
    functionName: settings.functionName.value,
    aliasName: settings.aliasName.value,
    different: plan.reasons.length > 0,
    from: {
      version: serving.Version ?? '',
      ...(sourceVersion === '' ? {} : { sourceVersion }),
      ...(tag === undefined ? {} : { tag }),
    },
    sourceVersion: settings.sourceVersion.value,
    code: {
      changed: plan.reasons.includes('code'),
      ...(isImage(made.code)
        ? { image: { before: servedImage(serving, release) ?? '', after: made.code.imageUri } }
        : {}),
      bytesBefore: serving.CodeSize ?? 0,
      bytes: made.code.bytes,
      added: files.added.map(({ path, bytes }) => ({ path, bytes })),
      removed: files.removed.map(({ path, bytes }) => ({ path, bytes })),
      modified: files.changed.map(({ path, before, after }) => ({
        path,
        bytesBefore: before.bytes,
        bytes: after.bytes,
      })),
    },
    dependencies: {
      state: dependencyState(comparison),
      ...(dependencies === undefined ? {} : { builder: dependencies.builder, key: dependencies.key }),
      ...(release?.dependencies === undefined ? {} : { keyBefore: release.dependencies.key }),
    },
    layers: { before: layersOf(serving), after: layers.map((arn) => (arn.startsWith(':') ? arn.slice(1, -2) : arn)) },
    configuration: settingChanges(plan.settings, serving, latest, architecture),
  };
}

/** The image of a published version: of a release its URI, else its digest; undefined for packages. */
export function servedImage(
  { PackageType, CodeSha256 = '' }: FunctionConfiguration,
  release: Release | undefined,
): string | undefined {
  return PackageType === 'Image' ? (release?.imageUri ?? `sha256:${CodeSha256}`) : undefined;
}

function dependencyState({ made, layerVersionArn, servedLayer }: Comparison): Difference['dependencies']['state'] {
  if (made.packaged !== undefined) return 'packaged';
  if (made.dependencies === undefined) return servedLayer === undefined ? 'none' : 'removed';
  if (layerVersionArn === undefined) return 'built';
  return layerVersionArn === servedLayer ? 'unchanged' : 'layerExists';
}
