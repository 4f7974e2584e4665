import type { Manifest, PnpmSettings } from './manifest';

/** Whether a package's install scripts are allowed, are said not to be needed, or nothing is said of them. */
export type ScriptPermission = 'allowed' | 'denied' | 'unsaid';

/** Answers for a package's name and version. */
export type ScriptPermissions = (name: string, version: string | undefined) => ScriptPermission;

/**
 * What a project says of install scripts, in the words of its package manager's: `allowScripts` of npm, which counts for all,
 * pnpm's `onlyBuiltDependencies`, `ignoredBuiltDependencies` and `allowBuilds`, Yarn's `dependenciesMeta`. A denial wins.
 *
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-json#allowscripts
 * @see https://pnpm.io/settings#build-settings
 * @see https://yarnpkg.com/configuration/manifest#dependenciesMeta.built
 */
export function scriptPermissions(manifests: readonly Manifest[], pnpm: PnpmSettings): ScriptPermissions {
  const rules = [
    ...manifests.flatMap(({ allowScripts }) => Object.entries(allowScripts ?? {})),
    ...manifests.flatMap(({ dependenciesMeta }) => {
      const said = Object.entries(dependenciesMeta ?? {});
      return said.map(([spec, meta]): [string, unknown] => [spec, meta?.built]);
    }),
    ...[pnpm, ...manifests.map((manifest) => manifest.pnpm ?? {})].flatMap(pnpmRules),
  ];
  return (name, version) => {
    const said = rules.filter(([spec]) => matches(spec, name, version)).map(([, value]) => value);
    if (said.includes(false)) return 'denied';
    return said.includes(true) ? 'allowed' : 'unsaid';
  };
}

function pnpmRules(settings: PnpmSettings): [string, unknown][] {
  const { allowBuilds, onlyBuiltDependencies, ignoredBuiltDependencies, neverBuiltDependencies } = settings;
  const never = [...(ignoredBuiltDependencies ?? []), ...(neverBuiltDependencies ?? [])];
  return [
    ...Object.entries(allowBuilds ?? {}),
    ...(onlyBuiltDependencies ?? []).map((spec): [string, unknown] => [spec, true]),
    ...never.map((spec): [string, unknown] => [spec, false]),
  ];
}

/** `name`, or `name@1.0.0 || 1.0.1`. */
function matches(spec: string, name: string, version: string | undefined): boolean {
  const [, ofName, ofVersions] = /^(@?[^@]+)(?:@(?:npm:)?(.+))?$/.exec(spec) ?? [];
  if (ofName !== name) return false;
  if (ofVersions === undefined || ofVersions === '*') return true;
  return ofVersions.split('||').some((one) => one.trim() === version);
}
