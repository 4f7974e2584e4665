import { readFileSync, statSync } from 'node:fs';

import type { Architecture } from '../../settings/settings';
import { filesIn, headOf, isRegular } from './package-files';

/** What binaries have to fit. */
export interface BinaryTarget {
  readonly architecture: Architecture;
  /** The major version of Node.js. */
  readonly version: string;
}

/** `e_machine` in the header of an ELF file. */
const MACHINES: Readonly<Record<Architecture, number>> = { x86_64: 62, arm64: 183 };

/** Node.js' versions of its binary interface; a version that is not here is not judged. */
const ABIS: Readonly<Record<string, string>> = { '18': '108', '20': '115', '22': '127', '24': '137' };

const HEADER_BYTES = 20;
const TYPE_OFFSET = 16;
const MACHINE_OFFSET = 18;

/** `e_type` of programs and of libraries. */
const RUNNABLE = [2, 3];

/**
 * Why Lambda can't load an addon of Node.js.
 *
 * @returns undefined where it can
 */
export function misfit(file: string, { architecture, version }: BinaryTarget): string | undefined {
  const header = headOf(file, HEADER_BYTES);
  if (!isElf(header)) return 'is not for Linux';
  if (header.readUInt16LE(MACHINE_OFFSET) !== MACHINES[architecture]) return `is not for ${architecture}`;
  const content = readFileSync(file);
  if (/libc\.musl-\w+\.so|ld-musl-\w+\.so/.test(content.toString('latin1'))) return 'is for musl, and Lambda has glibc';
  const [, abi] = /node_register_module_v(\d+)/.exec(content.toString('latin1')) ?? [];
  const wanted = ABIS[version];
  // Those of Node-API have no version, and fit all.
  if (abi === undefined || wanted === undefined || abi === wanted) return undefined;
  return `is for another version of Node.js (module version ${abi}, and Node.js ${version} has ${wanted})`;
}

/** Whether a file is a program or a library for Lambda's processor. */
export function isProgram(file: string, { architecture }: BinaryTarget): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  const header = headOf(file, HEADER_BYTES);
  if (!isElf(header) || !RUNNABLE.includes(header.readUInt16LE(TYPE_OFFSET))) return false;
  return header.readUInt16LE(MACHINE_OFFSET) === MACHINES[architecture];
}

function isElf(header: Buffer): boolean {
  return header.toString('latin1', 0, 4) === '\x7fELF';
}

/** The addons in a package's directory, without those of packages in it. */
export function addonsIn(directory: string): string[] {
  return filesIn(directory).filter((file) => file.endsWith('.node') && isRegular(file));
}
