import { differingSettings, layersOf } from './configuration';
import { parseLease } from './lease-text';
import { currentRelease, type Ledger, type Release } from './ledger';
import { servedContent } from './served-code';
import { isImage, type Shipment } from './shipment';
import type { FunctionState } from './state';

/** What the function should become, as far as it is known before anything is written. */
export interface Wanted {
  readonly code: Shipment['code'];
  /** The layers; undefined while one of them has yet to be published. */
  readonly layers: readonly string[] | undefined;
  readonly architecture: string;
  /** Whether the releases are recorded. */
  readonly recorded: boolean;
}

/** What is to be done. */
export interface Plan {
  /** Why the alias must move; empty where it serves what is wanted. */
  readonly reasons: readonly ('code' | 'dependencies' | 'configuration')[];
  /** Settings in which `$LATEST` differs from what the alias serves. */
  readonly settings: readonly string[];
  /** Whether the alias is right, and the ledger does not say so. */
  readonly unrecorded: boolean;
  /** Whether an earlier run left its lease behind. */
  readonly leftLease: boolean;
}

/** Compares what is wanted with what callers get. */
export function planDeploy(wanted: Wanted, state: FunctionState): Plan {
  const { alias, latest, serving, ledger } = state;
  const settings = differingSettings(latest, serving).filter((name) => name !== 'Architectures');
  if ((serving.Architectures?.[0] ?? 'x86_64') !== wanted.architecture) settings.push('Architectures');
  const reasons: Plan['reasons'][number][] = [];
  if (!isServed(wanted.code, state)) reasons.push('code');
  if (!sameLayers(wanted.layers, layersOf(serving))) reasons.push('dependencies');
  if (settings.length > 0) reasons.push('configuration');
  return {
    reasons,
    settings,
    unrecorded: wanted.recorded && ledger?.ledger.current !== serving.Version,
    leftLease: parseLease(alias.Description) !== undefined,
  };
}

/**
 * Whether callers get this code already. A zip of equal content may have other bytes, since builds of Node.js have other
 * zlibs: then the ledger knows what was in the package that Lambda has.
 */
function isServed(code: Shipment['code'], state: FunctionState): boolean {
  if (code.sha256 === state.serving.CodeSha256) return true;
  return !isImage(code) && code.contentSha256 === servedContent(state)?.contentSha256;
}

function hasContent({ contentSha256 }: Release, code: Shipment['code']): boolean {
  return contentSha256 !== undefined && !isImage(code) && contentSha256 === code.contentSha256;
}

export function sameLayers(wanted: readonly string[] | undefined, present: readonly string[]): boolean {
  return wanted?.length === present.length && wanted.every((arn, i) => arn === present[i]);
}

/** A release of the same code and dependencies that a rollback left, if the newest such release is one. */
export function rolledBackBefore(
  ledger: Ledger | undefined,
  code: Shipment['code'],
  dependencyKey: string | undefined,
): { readonly sourceVersion: string; readonly version: string; readonly at: string; readonly by: string } | undefined {
  const release = ledger?.releases.find(
    (entry) =>
      (entry.codeSha256 === code.sha256 || hasContent(entry, code)) && entry.dependencies?.key === dependencyKey,
  );
  if (ledger === undefined || release?.rolledBack === undefined || currentRelease(ledger) === release) return undefined;
  const { sourceVersion, version, rolledBack } = release;
  return { sourceVersion, version, at: rolledBack.at, by: rolledBack.by };
}
