const MACHINES: Readonly<Record<number, string>> = { 62: 'x86_64', 183: 'arm64' };

/** Where `e_machine` lies in the header. @see https://man7.org/linux/man-pages/man5/elf.5.html */
const MACHINE_OFFSET = 18;

/** The processor that a compiled file is for; undefined where it is no ELF file. */
export function elfMachine(content: Uint8Array): string | undefined {
  const header = Buffer.from(content.subarray(0, MACHINE_OFFSET + 2));
  if (header.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const machine = header.readUInt16LE(MACHINE_OFFSET);
  return MACHINES[machine] ?? String(machine);
}
