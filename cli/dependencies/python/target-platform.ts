import type { Architecture } from '../../settings/settings';

/** Where wheels are to run. */
export interface TargetPlatform {
  /** `3.12`. */
  readonly version: string;
  /** As Python has it: `x86_64` or `aarch64`. */
  readonly machine: string;
  /** The newest glibc 2.x that a wheel may ask for. */
  readonly glibc: number;
}

/** From this minor version of Python 3 on, Lambda's runtimes are built on Amazon Linux 2023. */
const FIRST_ON_AL2023 = 12;

/** glibc of Amazon Linux 2023 and Amazon Linux 2. @see https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html */
const GLIBC = { al2023: 34, al2: 26 } as const;

/** The oldest glibc that a manylinux tag names, and the names that tags had before they named it. */
const OLDEST_GLIBC = 5;
const LEGACY_TAGS: Readonly<Record<number, string>> = { 17: 'manylinux2014', 12: 'manylinux2010', 5: 'manylinux1' };

/** Lambda's platform for a version of Python. */
export function targetPlatform(version: string, architecture: Architecture): TargetPlatform {
  const minor = Number(version.split('.')[1]);
  return {
    version,
    machine: architecture === 'arm64' ? 'aarch64' : 'x86_64',
    glibc: minor >= FIRST_ON_AL2023 ? GLIBC.al2023 : GLIBC.al2,
  };
}

/**
 * The platform tags of wheels that run there, the best first. `linux_x86_64` is not among them: such a wheel was compiled
 * on some machine against whatever that had.
 *
 * @see https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
 */
export function platformTags({ machine, glibc }: TargetPlatform): string[] {
  const versions = Array.from({ length: glibc - OLDEST_GLIBC + 1 }, (_, index) => glibc - index);
  return versions.flatMap((minor) => {
    const legacy = LEGACY_TAGS[minor];
    // The two oldest policies are of a time before Arm.
    const hasLegacy = legacy !== undefined && (minor === 17 || machine === 'x86_64');
    return [`manylinux_2_${minor}_${machine}`, ...(hasLegacy ? [`${legacy}_${machine}`] : [])];
  });
}

/**
 * Patches of Python that Lambda's runtimes had when this was written; they only rise. Packages ask for them: `>=3.9,!=3.9.1`,
 * `; python_full_version < "3.11.3"`.
 */
const PATCHES: Readonly<Record<string, number>> = {
  '3.8': 20,
  '3.9': 20,
  '3.10': 15,
  '3.11': 10,
  '3.12': 7,
  '3.13': 1,
};

/** The version with a patch: the oldest that may run there. */
export function fullVersion({ version }: Pick<TargetPlatform, 'version'>): string {
  return `${version}.${PATCHES[version] ?? 0}`;
}

/**
 * What environment markers see there. The kernel's release is not known.
 *
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
 */
export function markerEnvironment({ version, machine }: TargetPlatform): Record<string, string> {
  const full = fullVersion({ version });
  return {
    python_version: version,
    python_full_version: full,
    implementation_version: full,
    platform_machine: machine,
    platform_system: 'Linux',
    platform_release: '',
    platform_version: '',
    sys_platform: 'linux',
    os_name: 'posix',
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
  };
}

/** As it is told to the user: `Python 3.12 on arm64`. */
export function platformName({ version, machine }: TargetPlatform): string {
  return `Python ${version} on ${machine === 'aarch64' ? 'arm64' : machine}`;
}
